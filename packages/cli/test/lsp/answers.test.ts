import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  Position,
  SemanticTokens,
  WorkspaceEdit,
  WorkspaceSymbol,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import * as plans from '../playground.ts';
import { Editor } from './editor.ts';

/** Owners are people to nobody who reads a template; authors are. */
const authored = (text: string): string => text.replace('**Owner**', '**Author**');
const template = authored(plans.template);
const cleanPlan = authored(plans.cleanPlan);
const faultyPlan = authored(plans.faultyPlan).replace('Ada Park', 'Bo Lind');

const linking = cleanPlan.replace(
  'Nobody is called at night for a full disk.',
  'Nobody is called, see [risks](clean.md#risks) and [loud days](faulty.md).',
);

let playground: plans.Playground;
let editor: Awaited<ReturnType<typeof Editor.start>>;
beforeAll(async () => {
  playground = new plans.Playground({
    'plans/template.md': template,
    'plans/clean.md': cleanPlan,
    'plans/faulty.md': faultyPlan,
    'plans/linking.md': linking,
    'README.md': '# About\n\nSee [risks](plans/clean.md#risks).\n',
  });
  editor = await Editor.start(playground);
  await editor.open('plans/clean.md');
  await editor.open('plans/faulty.md');
  await editor.open('plans/linking.md');
});
afterAll(async () => {
  await editor.stop();
  playground.remove();
});

/** The position at the beginning of some words. */
function at(text: string, words: string, further = 0): Position {
  return TextDocument.create('', '', 0, text).positionAt(text.indexOf(words) + further);
}

const ask = <T>(what: string, name: string, more: object = {}): Promise<T> =>
  editor.request(`textDocument/${what}`, { textDocument: { uri: editor.uri(name) }, ...more });

const actionsAt = (position: Position, only?: string[]): Promise<CodeAction[]> =>
  ask('codeAction', 'plans/faulty.md', {
    range: { start: position, end: position },
    context: { diagnostics: editor.shown('plans/faulty.md'), ...(only === undefined ? {} : { only }) },
  });

function applied(text: string, edit: WorkspaceEdit | undefined): string {
  const [change] = edit?.documentChanges ?? [];
  if (change === undefined || !('edits' in change)) throw new Error('no edit');
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), change.edits as never);
}

test('it says what it can do', () => {
  expect(Object.keys(editor.can).sort()).toEqual([
    'codeActionProvider',
    'codeLensProvider',
    'completionProvider',
    'definitionProvider',
    'documentSymbolProvider',
    'executeCommandProvider',
    'foldingRangeProvider',
    'hoverProvider',
    'implementationProvider',
    'referencesProvider',
    'renameProvider',
    'semanticTokensProvider',
    'textDocumentSync',
    'workspace',
    'workspaceSymbolProvider',
  ]);
});

describe('what can be done', () => {
  test('a safe fix is the preferred one, for the finding it answers, on the version that was asked about', async () => {
    const [first] = await actionsAt(at(faultyPlan, 'agreed'));
    expect(first).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [{ code: 'MET304' }] });
    expect(first?.edit?.documentChanges?.[0]).toMatchObject({
      textDocument: { uri: editor.uri('plans/faulty.md'), version: 1 },
    });
    expect(applied(faultyPlan, first?.edit)).toBe(faultyPlan.replace('agreed', 'Agreed'));
  });

  test('only the kinds that are asked for; fix all on request', async () => {
    const all = await actionsAt({ line: 0, character: 0 }, ['source.fixAll']);
    expect(all.map(({ kind }) => kind)).toEqual(['source.fixAll.specwright']);
    expect(applied(faultyPlan, all[0]?.edit)).toBe(faultyPlan.replace('agreed', 'Agreed'));
    expect(
      (await actionsAt(at(faultyPlan, 'agreed'), ['refactor'])).every(({ kind }) => kind?.startsWith('refactor')),
    ).toBe(true);
  });

  test('fix all as a command is an edit that the editor is asked to make', async () => {
    const words = { command: 'specwright.server.fixAll', arguments: [editor.uri('plans/faulty.md')] };
    expect(await editor.request('workspace/executeCommand', words)).toBe(true);
    expect(editor.applied).toMatchObject([{ edit: { documentChanges: [{ textDocument: { version: 1 } }] } }]);
    expect(playground.read('plans/faulty.md')).toBe(faultyPlan);
  });
});

describe('what is told', () => {
  test('choices where a value stands', async () => {
    const items = await ask<CompletionItem[]>('completion', 'plans/clean.md', { position: at(cleanPlan, 'Agreed') });
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['Draft', 'Done']));
    const done = items.find(({ label }) => label === 'Done');
    expect(done?.textEdit).toMatchObject({ newText: 'Done', range: { start: at(cleanPlan, 'Agreed') } });
  });

  test('people whom the documents name', async () => {
    await editor.change('plans/clean.md', { text: cleanPlan.replace('Ada Park', '') });
    // People are read behind everything else.
    await expect
      .poll(async () => {
        const position = at(cleanPlan, 'Ada Park');
        const items = await ask<CompletionItem[]>('completion', 'plans/clean.md', { position });
        return items.map(({ label }) => label);
      })
      .toContain('Bo Lind');
    await editor.change('plans/clean.md', { text: cleanPlan });
  });

  test('what the template says of a section', async () => {
    const found = await ask<Hover>('hover', 'plans/clean.md', { position: at(cleanPlan, 'Risks') });
    expect(JSON.stringify(found.contents)).toContain('Risks');
  });

  test('stretches that mean more than words', async () => {
    const { data } = await ask<SemanticTokens>('semanticTokens/full', 'plans/clean.md');
    expect(data.length).toBeGreaterThan(0);
    expect(data.length % 5).toBe(0);
  });

  test('how things stand, above headings', async () => {
    const lenses = await ask<CodeLens[]>('codeLens', 'plans/clean.md');
    expect(Array.isArray(lenses)).toBe(true);
  });
});

describe('where things are', () => {
  test('a link leads to what it names', async () => {
    const found = await ask<Location[]>('definition', 'plans/linking.md', {
      position: at(linking, '(clean.md#risks', 3),
    });
    expect(found).toMatchObject([
      { uri: editor.uri('plans/clean.md'), range: { start: { line: at(cleanPlan, '## Risks').line } } },
    ]);
  });

  test('a heading knows who links to it', async () => {
    const params = { position: at(cleanPlan, 'Risks'), context: { includeDeclaration: false } };
    const found = await ask<Location[]>('references', 'plans/clean.md', params);
    expect(found.map(({ uri }) => uri)).toContain(editor.uri('plans/linking.md'));
  });

  test('who links to it is known as it is typed', async () => {
    const start = { line: 6, character: 0 };
    await editor.change('plans/linking.md', { range: { start, end: start }, text: 'More words.\n\n' });
    const params = { position: at(cleanPlan, 'Risks'), context: { includeDeclaration: false } };
    const found = await ask<Location[]>('references', 'plans/clean.md', params);
    const line = at(linking, '[risks]').line + 2;
    expect(found.find(({ uri }) => uri === editor.uri('plans/linking.md'))?.range.start.line).toBe(line);
    await editor.change('plans/linking.md', { text: linking });
  });

  test('the line of the template, as implementation and as command', async () => {
    const expected = {
      uri: editor.uri('plans/template.md'),
      range: { start: { line: at(template, '## Risks').line } },
    };
    const position = at(cleanPlan, 'Risks');
    expect(await ask('implementation', 'plans/clean.md', { position })).toMatchObject(expected);
    const words = { command: 'specwright.server.goToTemplate', arguments: [editor.uri('plans/clean.md'), position] };
    expect(await editor.request('workspace/executeCommand', words)).toMatchObject(expected);
  });

  test('the parts of a document, and what can be folded', async () => {
    const [title] = await ask<DocumentSymbol[]>('documentSymbol', 'plans/clean.md');
    expect(JSON.stringify(title)).toContain('"Goal"');
    const folds = await ask<FoldingRange[]>('foldingRange', 'plans/clean.md');
    expect(folds.length).toBeGreaterThan(2);
  });

  test('documents and sections by letters of their names', async () => {
    const found = await editor.request<WorkspaceSymbol[]>('workspace/symbol', { query: 'quiet' });
    expect(found[0]).toMatchObject({ name: 'Plan: Quiet nights', location: { uri: editor.uri('plans/clean.md') } });
  });
});

test('a section gets another name, and links from documents and other files follow', async () => {
  const position = at(cleanPlan, 'Risks');
  expect(await ask('prepareRename', 'plans/clean.md', { position })).toMatchObject({ placeholder: 'Risks' });
  const edit = await ask<WorkspaceEdit>('rename', 'plans/clean.md', { position, newName: 'What may fail' });
  const uris = edit.documentChanges?.map((change) => ('textDocument' in change ? change.textDocument.uri : ''));
  expect(uris?.sort()).toEqual(
    ['README.md', 'plans/clean.md', 'plans/linking.md'].map((name) => editor.uri(name)).sort(),
  );
  await expect(ask('rename', 'plans/clean.md', { position, newName: 'a\nb' })).rejects.toThrow();
});
