import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Diagnostic, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cleanPlan, faultyPlan, Playground, playgroundOfPlans, template } from '../playground.ts';
import { Editor } from './editor.ts';

let playground: Playground;
let editor: Awaited<ReturnType<typeof Editor.start>>;
afterEach(async () => {
  await editor.stop();
  playground.remove();
});

const runs = process.env.SPECWRIGHT_PROOF === '1' ? 150 : 8;
const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);

/** Findings as the command and the editor both tell them. */
function fromEditor(diagnostics: readonly Diagnostic[] | null): string[] {
  const severities = ['', 'error', 'warning', 'info'];
  return (diagnostics ?? []).map(({ code, severity, message, range }) => {
    const { start, end } = range;
    return `${start.line}:${start.character}-${end.line}:${end.character} ${code} ${severities[severity ?? 0]} ${message}`;
  });
}

function fromCommand(name: string): string[] {
  const { diagnostics } = JSON.parse(playground.run(['check', '--format', 'json', '--no-cache']).stdout);
  return diagnostics
    .filter(({ file }: { file: string }) => file === name)
    .map(
      // biome-ignore lint/suspicious/noExplicitAny: what a program prints has the shape that the test says
      ({ start, end, code, severity, message }: any) =>
        `${start.line - 1}:${start.column - 1}-${end.line - 1}:${end.column - 1} ${code} ${severity} ${message}`,
    );
}

const pieces = [
  '\n',
  '\r\n',
  '\r',
  '# ',
  '## Goal\n',
  '## Steps\n\n- a\n',
  '[Step]',
  '**Status**: Done\n',
  '| a | b |\n',
  'TBD',
  '\u{1F600}',
  '<!-- spec-ignore STR101: because -->\n',
  '---\n',
  '',
  '[x](clean.md#risks)',
  '[y](gone.md)',
  '\u{FEFF}',
  'ß\u{301}',
  '**Depends on**: 1\n',
];

const document = fc.constantFrom('plans/clean.md', 'plans/faulty.md');
const anywhere = fc.record({
  document,
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(400)),
  text: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 12 })),
});
/** What the other documents hear of. */
const telling = fc.record({
  document,
  from: fc.constantFrom('## Goal', '## Risks', '## Aim', 'Agreed', 'agreed', 'Draft', 'faulty.md', 'clean.md'),
  text: fc.constantFrom('## Goal', '## Risks', '## Aim', 'Agreed', 'Draft', 'gone.md', ''),
});
const step = fc.oneof(anywhere, telling);

/** The stretch of a text that a step replaces; null when it is not there. */
function stretch(text: string, one: { from: number; length: number } | { from: string }): [number, number] | null {
  if ('length' in one) {
    const start = Math.floor(one.from * text.length);
    return [start, start + one.length];
  }
  const start = text.indexOf(one.from);
  return start === -1 ? null : [start, start + one.from.length];
}

/** Each leads to a heading of the other, and the others make a habit of a missing section, or just not. */
const linkedClean = cleanPlan.replace('a full disk', '[a full disk](faulty.md#risks)');
const linkedFaulty = faultyPlan.replace('by day', '[by day](clean.md#goal)');
const [withoutRisks = ''] = cleanPlan.split('## Risks');

test('whatever is typed, the findings are those that the command has for the same texts', async () => {
  playground = playgroundOfPlans();
  for (const [index, text] of [withoutRisks, withoutRisks, cleanPlan, cleanPlan].entries()) {
    playground.write(`plans/other-${index}.md`, text);
  }
  editor = await Editor.start(playground);
  const names = ['plans/clean.md', 'plans/faulty.md'] as const;
  for (const name of names) await editor.open(name);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const texts: Record<string, string> = { 'plans/clean.md': linkedClean, 'plans/faulty.md': linkedFaulty };
      for (const name of names) await editor.change(name, { text: texts[name] as string });
      for (const one of steps) {
        const { document, text } = one;
        const before = TextDocument.create('', '', 0, texts[document] as string);
        const place = stretch(before.getText(), one);
        if (place === null) continue;
        const range = { start: before.positionAt(place[0]), end: before.positionAt(place[1]) };
        const change: TextDocumentContentChangeEvent = { range, text };
        texts[document] = TextDocument.update(before, [change], 1).getText();
        await editor.change(document, change);
      }
      for (const name of names) playground.write(name, texts[name] as string);
      const expected = names.map(fromCommand);
      await expect
        .poll(() => names.map((name) => fromEditor(editor.shown(name))), { timeout: 5_000 })
        .toEqual(expected);
    }),
    { seed, numRuns: runs },
  );
}, 600_000);

test('what one open document says of another is heard after a pause, and taken back', async () => {
  playground = playgroundOfPlans();
  editor = await Editor.start(playground);
  const link = cleanPlan.replace('for a full disk', 'for [a risk](faulty.md#risks)');
  await editor.open('plans/faulty.md');
  expect((await editor.open('plans/clean.md', link)).map(({ code }) => code)).toEqual([]);
  const heading = faultyPlan.split('\n').indexOf('## Risks');
  const range = { start: { line: heading, character: 3 }, end: { line: heading, character: 8 } };
  await editor.change('plans/faulty.md', { range, text: 'Perils' });
  await editor.until(() => editor.codes('plans/clean.md').length === 1);
  expect(editor.shown('plans/clean.md')?.[0]?.message).toContain('risks');
  await editor.change('plans/faulty.md', { range: { ...range, end: { ...range.end, character: 9 } }, text: 'Risks' });
  await editor.until(() => editor.codes('plans/clean.md').length === 0);
});

test('CRLF and a byte order mark: places count in the text that the editor has', async () => {
  const windows = `\u{FEFF}${faultyPlan.replaceAll('\n', '\r\n')}`;
  playground = new Playground({ 'plans/template.md': template, 'plans/windows.md': windows });
  editor = await Editor.start(playground);
  const place = { start: { line: 2, character: 12 }, end: { line: 2, character: 18 } };
  await editor.until(() => editor.codes('plans/windows.md').includes('MET304'));
  const found = (): Diagnostic | undefined => editor.shown('plans/windows.md')?.find(({ code }) => code === 'MET304');
  expect(found()?.range).toEqual(place);
  // Most editors take the mark off.
  await editor.open('plans/windows.md', windows.slice(1));
  expect(found()?.range).toEqual(place);
  const [fix] = await editor.request<{ edit: { documentChanges: { edits: unknown[] }[] } }[]>(
    'textDocument/codeAction',
    {
      textDocument: { uri: editor.uri('plans/windows.md') },
      range: place,
      context: { diagnostics: [] },
    },
  );
  expect(fix?.edit.documentChanges[0]?.edits).toEqual([{ range: place, newText: 'Agreed' }]);
});

test('a template is checked as it is typed, and documents follow it once it is saved', async () => {
  playground = playgroundOfPlans();
  editor = await Editor.start(playground);
  await editor.open('plans/clean.md');
  await editor.open('plans/template.md');
  const wider = `${template}\n## Costs\n\n[What it costs]\n`;
  await editor.change('plans/template.md', { text: wider });
  expect(editor.codes('plans/clean.md')).toEqual([]);
  playground.write('plans/template.md', wider);
  await editor.notify('textDocument/didSave', { textDocument: { uri: editor.uri('plans/template.md') } });
  await editor.until(() => editor.codes('plans/clean.md').includes('STR101'));
});

test('documents that come and go, and a configuration that is broken and mended', async () => {
  playground = playgroundOfPlans();
  editor = await Editor.start(playground);
  await editor.until(() => editor.codes('plans/faulty.md').length > 0);
  playground.write('plans/new.md', faultyPlan);
  await editor.changedOnDisk('plans/new.md');
  await editor.until(() => editor.codes('plans/new.md').includes('MET304'));
  playground.write('specwright.yaml', 'rules: [\n');
  await editor.changedOnDisk('specwright.yaml');
  await editor.until(() => editor.codes('specwright.yaml').length > 0);
  playground.write('specwright.yaml', 'rules:\n  choice-case: off\n');
  await editor.changedOnDisk('specwright.yaml');
  await editor.until(
    () => editor.codes('specwright.yaml').length === 0 && !editor.codes('plans/new.md').includes('MET304'),
  );
});
