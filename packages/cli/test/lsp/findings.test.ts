import { afterEach, expect, test } from 'vitest';
import { cleanPlan, faultyPlan, type Playground, playgroundOfPlans } from '../playground.ts';
import { ReviewPlayground, spec } from '../review-playground.ts';
import { ableEditor, Editor } from './editor.ts';

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

test('an editor may ask for the findings of open texts alone', async () => {
  playground = playgroundOfPlans();
  editor = await Editor.start(playground, ableEditor, [''], { findings: 'open' });
  await editor.open('plans/clean.md');
  expect((await editor.open('plans/faulty.md')).length).toBeGreaterThan(0);
  await editor.close('plans/faulty.md');
  await editor.until(() => editor.shown('plans/faulty.md')?.length === 0);
  expect((await editor.change('plans/clean.md', { text: `${cleanPlan}\nTBD\n` })).length).toBeGreaterThan(0);
  expect(editor.shown('plans/faulty.md')).toEqual([]);
});

test('findings that the baseline holds are left out, also while their document is typed', async () => {
  playground = playgroundOfPlans();
  playground.run(['check', '--update-baseline']);
  editor = await Editor.start(playground);
  expect(await editor.open('plans/faulty.md')).toEqual([]);
  const start = { line: 4, character: 0 };
  const found = await editor.change('plans/faulty.md', { range: { start, end: start }, text: '\nTBD\n' });
  expect(found.map(({ code }) => code)).toHaveLength(1);
});

test('what a history says is heard behind the findings, and again after a sign-off', async () => {
  const reviewed = new ReviewPlayground();
  playground = reviewed;
  reviewed.does('tl', 'move', spec, 'In Review');
  editor = await Editor.start(playground);
  await editor.open(spec);
  const lenses = async (): Promise<string> =>
    JSON.stringify(await editor.request('textDocument/codeLens', { textDocument: { uri: editor.uri(spec) } }));
  await expect.poll(lenses, { timeout: 20_000 }).toContain('In Review');
  const before = await lenses();
  reviewed.sign('tl', 'em', 'sec');
  await editor.changedOnDisk(...reviewed.shell('find . -path "*.history*" -type f').stdout.trim().split('\n'));
  await editor.close(spec);
  await editor.open(spec);
  await expect.poll(lenses, { timeout: 20_000 }).not.toBe(before);
});
