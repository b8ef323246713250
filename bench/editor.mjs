import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { loadCore, longDocument } from './keystrokes.mjs';
import { median, milliseconds } from './measure.mjs';
import { printTable } from './table.mjs';

const KEYSTROKES = 500;
const program = fileURLToPath(new URL('../packages/cli/bin/specwright.js', import.meta.url));

/**
 * Types into a document of 100 KB through the language server: from the change as it is sent to the findings as they arrive, in
 * a folder with this document alone and among 10,000 others; and how long it takes until a folder of 10,000 is checked.
 */
export async function measureEditor(here, { large }) {
  const { peer } = await loadCore(here);
  const examples = join(here, '..', 'examples');
  const text = longDocument(readFileSync(join(examples, 'specs', '0001-webhook-delivery-retries.md'), 'utf8'));
  const template = readFileSync(join(examples, 'templates', 'technical-spec.md'), 'utf8');
  const parses = [];
  for (let round = 0; round < 30; round += 1) {
    const start = performance.now();
    peer(`${text}${round}`);
    parses.push(performance.now() - start);
  }
  const parse = median(parses);
  const small = mkdtempSync(join(tmpdir(), 'specwright-bench-editor-'));
  const rows = [];
  const cache = join(small, 'cache');
  for (const [name, folder] of [
    ['one document', small],
    ['10,000 more', large],
  ]) {
    mkdirSync(join(folder, 'typed', 'templates'), { recursive: true });
    writeFileSync(join(folder, 'typed', 'templates', 'technical-spec.md'), template);
    writeFileSync(join(folder, 'typed', '0001-long.md'), text);
    const { opened, times } = await typed(folder, text, cache);
    const again = (await typed(folder, text, cache, 0)).opened;
    rm(join(folder, 'typed'));
    const p99 = times[Math.floor(times.length * 0.99)];
    rows.push([
      name,
      milliseconds(opened),
      milliseconds(again),
      `${median(times).toFixed(1)} ms`,
      `${p99.toFixed(1)} ms`,
      `${times.at(-1).toFixed(1)} ms`,
      `${(p99 / parse).toFixed(2)}×`,
    ]);
  }
  rm(small);
  printTable(
    `The language server: opening a folder, then ${KEYSTROKES} keystrokes in ${Math.round(text.length / 1000)} KB, from change to findings`,
    ['', 'opened, cold', 'opened again', 'median', 'p99', 'worst', 'p99 of one parse by mdast-util-from-markdown'],
    rows,
  );
}

function rm(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/** Starts a server in a folder and types; gives ms until everything is checked, and for each keystroke until its findings. */
async function typed(folder, text, cache, keystrokes = KEYSTROKES) {
  const server = spawn(process.execPath, [program, 'lsp'], {
    env: { ...process.env, SPECWRIGHT_CACHE: cache },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const uri = pathToFileURL(join(folder, 'typed', '0001-long.md')).href;
  const heard = new Map();
  const versions = new Promise((resolve) => heard.set('end', resolve));
  connection.onNotification('$/progress', ({ value }) => value.kind === 'end' && heard.get('end')());
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onRequest('client/registerCapability', () => null);
  connection.onNotification('textDocument/publishDiagnostics', (params) => {
    if (params.uri === uri) heard.get(params.version)?.();
  });
  connection.listen();
  const found = (version) => new Promise((resolve) => heard.set(version, resolve));
  const start = performance.now();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ name: 'bench', uri: pathToFileURL(folder).href }],
    capabilities: {
      window: { workDoneProgress: true },
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
      textDocument: { publishDiagnostics: { relatedInformation: true } },
    },
  });
  await connection.sendNotification('initialized', {});
  await versions;
  const opened = performance.now() - start;
  const times = [];
  const first = found(1);
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'markdown', version: 1, text },
  });
  await first;
  const lines = text.split('\n');
  for (let stroke = 0; stroke < keystrokes + 50; stroke += 1) {
    const line = (stroke * 7919) % lines.length;
    const character = (stroke * 31) % (lines[line].length + 1);
    const version = stroke + 2;
    const answer = found(version);
    const begin = performance.now();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: { line, character }, end: { line, character } }, text: 'x' }],
    });
    await answer;
    if (stroke >= 50) times.push(performance.now() - begin);
    // Nobody types faster than this.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  connection.dispose();
  return { opened, times: times.sort((a, b) => a - b) };
}
