import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type { DocumentSymbol, Hover } from 'vscode-languageserver';
import { cleanPlan, faultyPlan, Playground, playgroundOfPlans, program } from '../playground.ts';
import { draft } from '../review-playground.ts';
import { Editor } from './editor.ts';

let playground: Playground;
let editor: Awaited<ReturnType<typeof Editor.start>> | null = null;
afterEach(() => {
  editor?.kill();
  editor = null;
  playground.remove();
});

async function plans(): Promise<Awaited<ReturnType<typeof Editor.start>>> {
  playground = playgroundOfPlans();
  editor = await Editor.start(playground);
  return editor;
}

test('positions outside of the text are clamped to it', async () => {
  const able = await plans();
  await able.open('plans/clean.md');
  const textDocument = { uri: able.uri('plans/clean.md') };
  for (const position of [
    { line: 1e9, character: 0 },
    { line: 0, character: 1e9 },
    { line: -1, character: -5 },
    { line: 2.5, character: 1.5 },
  ]) {
    const range = { start: position, end: { line: 0, character: 3 } };
    for (const what of ['hover', 'completion', 'definition', 'implementation', 'references', 'prepareRename']) {
      const context = { includeDeclaration: true };
      await able.request(`textDocument/${what}`, { textDocument, position, context });
    }
    await able.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
    await able.change('plans/clean.md', { range: { start: position, end: position }, text: '' });
  }
  expect(able.log.filter((line) => line.includes('Error'))).toEqual([]);
  expect(able.codes('plans/clean.md')).toEqual([]);
});

test('unknown methods, missing parameters and strange texts fail alone', async () => {
  const able = await plans();
  await able.open('plans/faulty.md');
  await expect(able.request('specwright/unknown', {})).rejects.toThrow('Unhandled method');
  await expect(able.request('textDocument/hover', {})).rejects.toThrow();
  await expect(able.request('workspace/executeCommand', { command: 'rm' })).rejects.toThrow('There is no command');
  await expect(
    able.request('workspace/executeCommand', { command: 'specwright.server.fixAll', arguments: [7] }),
  ).rejects.toThrow('open document');
  await expect(able.request('workspace/textDocumentContent', { uri: 'file:///etc/passwd' })).rejects.toThrow('no text');
  await able.notify('specwright/unknown', {});
  await able.notify('textDocument/didChange', {
    textDocument: { uri: 'file:///never/opened.md', version: 3 },
    contentChanges: [],
  });
  for (const uri of ['git:/plans/faulty.md?x', 'file://other.example/x.md', 'file:///%00', 'nonsense']) {
    await able.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'markdown', version: 1, text: faultyPlan },
    });
    expect(await able.request('textDocument/documentSymbol', { textDocument: { uri } })).toBeNull();
  }
  const symbols = await able.request<DocumentSymbol[]>('textDocument/documentSymbol', {
    textDocument: { uri: able.uri('plans/faulty.md') },
  });
  expect(symbols.length).toBeGreaterThan(0);
  expect(await able.stop()).toBe(0);
});

test('the message after one that is no JSON is answered', async () => {
  const able = await plans();
  const broken = '{"jsonrpc":"2.0","id":1,"method":';
  able.process.stdin?.write(`Content-Length: ${broken.length}\r\n\r\n${broken}`);
  able.process.stdin?.write('Content-Length: 4\r\n\r\nnull');
  able.process.stdin?.write('Content-Length: 2\r\n\r\n[]');
  expect((await able.open('plans/faulty.md')).length).toBeGreaterThan(0);
});

test('a text without a file is checked by itself, with and without a folder', async () => {
  const able = await plans();
  const found = await able.openUri('untitled:Untitled-1', faultyPlan);
  expect(found.map(({ code }) => code)).toContain('MET304');
  const hover = await able.request<Hover>('textDocument/hover', {
    textDocument: { uri: 'untitled:Untitled-1' },
    position: { line: 2, character: 14 },
  });
  expect(hover).not.toBeNull();
  able.kill();
  editor = await Editor.start(playground, {}, null);
  expect(await editor.openUri('untitled:Untitled-1', '# Shopping\n\n- milk\n')).toEqual([]);
});

test('a file in no folder of the editor is checked against the templates beside it', async () => {
  playground = playgroundOfPlans();
  editor = await Editor.start(playground, {}, null);
  expect((await editor.open('plans/faulty.md')).map(({ code }) => code)).toContain('MET304');
});

test('a text of 20 MB is not checked while it is typed, which is said', async () => {
  const able = await plans();
  const huge = `${cleanPlan}\n${'A line of a very long text that nobody wrote by hand.\n'.repeat(380_000)}`;
  const [note, ...more] = await able.open('plans/clean.md', huge);
  expect(more).toEqual([]);
  expect(note?.message).toMatch(/^This text of 20\.\d MB is not checked while it is typed: run specwright check/);
  expect(note?.severity).toBe(3);
  await able.change('plans/clean.md', {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    text: 'x',
  });
  expect(await able.change('plans/clean.md', { text: cleanPlan })).toEqual([]);
});

test('an editor that can do nothing is still told what is found', async () => {
  playground = playgroundOfPlans();
  editor = await Editor.start(playground, {});
  const found = await editor.open('plans/faulty.md');
  expect(found.map(({ code }) => code)).toContain('MET304');
  expect(found.every(({ relatedInformation }) => relatedInformation === undefined)).toBe(true);
  expect(editor.registered).toEqual([]);
  expect(editor.progress).toEqual([]);
  const [first] = await editor.request<object[]>('textDocument/codeAction', {
    textDocument: { uri: editor.uri('plans/faulty.md') },
    range: { start: { line: 2, character: 12 }, end: { line: 2, character: 12 } },
    context: { diagnostics: [] },
  });
  expect(first).toHaveProperty(['edit', 'changes', editor.uri('plans/faulty.md')]);
  // It watches the folder by itself.
  playground.write('plans/later.md', faultyPlan);
  await editor.until(() => (editor?.codes('plans/later.md').length ?? 0) > 0);
});

test('the built-in template can be read where the editor asks for texts without a file', async () => {
  playground = new Playground({ 'specs/0001-reminders.md': draft.replace('**Status**: Draft', '**Status**: draft') });
  editor = await Editor.start(playground);
  const [found] = await editor.open('specs/0001-reminders.md');
  const place = found?.relatedInformation?.[0]?.location;
  expect(place?.uri).toMatch(/^specwright-template:/u);
  const { text } = await editor.request<{ text: string }>('workspace/textDocumentContent', { uri: place?.uri });
  expect(text.split('\n')[place?.range.start.line ?? -1]).toContain('Status');
});

test('it ends when its input ends', async () => {
  playground = playgroundOfPlans();
  const server = spawn(process.execPath, [program, 'lsp'], { cwd: playground.folder, env: playground.env });
  server.stdin.end();
  const [code] = await once(server, 'exit');
  expect(code).toBe(1);
});

test('nothing is ever written to the folder', async () => {
  const able = await plans();
  playground.git('init', '-q');
  playground.git('add', '-A');
  await able.open('plans/faulty.md', `${faultyPlan}\nmore\n`);
  await able.request('workspace/executeCommand', {
    command: 'specwright.server.fixAll',
    arguments: [able.uri('plans/faulty.md')],
  });
  await able.stop();
  const { stdout } = playground.shell('git status --porcelain -- . ":!.cache"');
  expect(stdout.split('\n').filter((line) => !/^A {2}/u.test(line) && line !== '' && !line.includes('.cache'))).toEqual(
    [],
  );
});
