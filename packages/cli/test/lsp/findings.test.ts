import { afterEach, expect, test } from 'vitest';
import { cleanPlan, faultyPlan, type Playground, playgroundOfPlans } from '../playground.ts';
import { Editor } from './editor.ts';

let playground: Playground;
let editor: Awaited<ReturnType<typeof Editor.start>>;
afterEach(() => {
  editor.kill();
  playground.remove();
});

async function plans(): Promise<void> {
  playground = playgroundOfPlans();
  editor = await Editor.start(playground);
}

test('files that nobody opened are checked too, with the line of the template that asks', async () => {
  await plans();
  await editor.until(() => editor.codes('plans/faulty.md').length > 0);
  const { diagnostics } = JSON.parse(playground.run(['check', '--format', 'json']).stdout);
  expect(editor.codes('plans/faulty.md')).toEqual(diagnostics.map(({ code }: { code: string }) => code));
  const wrongCase = editor.shown('plans/faulty.md')?.find(({ code }) => code === 'MET304');
  expect(wrongCase).toMatchObject({
    range: { start: { line: 2, character: 12 }, end: { line: 2, character: 18 } },
    source: 'specwright',
    data: { name: 'choice-case', address: 'status', fixable: true },
    relatedInformation: [{ location: { uri: editor.uri('plans/template.md'), range: { start: { line: 2 } } } }],
  });
  await editor.until(() => editor.progress.at(-1) === 'end');
  expect(editor.progress[0]).toBe('begin');
  expect(await editor.stop()).toBe(0);
});

test('an open text counts, not its file; when it is closed the file counts again', async () => {
  await plans();
  expect(await editor.open('plans/faulty.md', cleanPlan)).toEqual([]);
  await editor.close('plans/faulty.md');
  await editor.until(() => editor.codes('plans/faulty.md').includes('MET304'));
  expect(playground.read('plans/faulty.md')).toBe(faultyPlan);
});
