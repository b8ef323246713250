import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProtocolConnection } from 'vscode-languageserver/node';
import { openPromise } from 'yauzl';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'specwright-vsix-test-'));
const extension = join(folder, 'extension');
const names = [];
let manifest;

beforeAll(async () => {
  const vsix = join(folder, 'specwright.vsix');
  execFileSync(process.execPath, [join(root, 'scripts', 'vsix.mjs'), vsix], { cwd: root, stdio: 'pipe' });
  const zip = await openPromise(vsix);
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName);
    const path = join(folder, entry.fileName);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await buffer(await zip.openReadStreamPromise(entry)));
  }
  manifest = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('it holds what its manifest names, the server, and the licences of both', () => {
  const { main, contributes } = manifest;
  const media = contributes.walkthroughs.flatMap(({ steps }) => steps.map((step) => step.media.markdown));
  const named = [main, ...contributes['markdown.previewStyles'], ...media];
  const more = ['readme.md', 'changelog.md', 'LICENSE.txt', 'server/bin/specwright.js', 'server/dist/worker.js'];
  for (const name of [...named, ...more]) expect(names).toContain(`extension/${name.replace(/^\.\//u, '')}`);
  expect(names.filter((name) => /node_modules|\.ts$|\.stamp|\.map$/u.test(name))).toEqual([]);
  const notices = readFileSync(join(extension, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  expect(notices).toMatch(/^vscode-languageclient \d/mu);
});

test('every command it offers is one that it answers, and every menu names one of them', async () => {
  const { registered, exported } = await activated();
  const { commands, menus, submenus, walkthroughs } = manifest.contributes;
  const offered = commands.map(({ command }) => command).sort();
  expect([...registered].sort()).toEqual(offered);
  const inMenus = Object.values(menus).flatMap((items) => items.flatMap(({ command }) => command ?? []));
  const inSteps = JSON.stringify(walkthroughs).match(/specwright\.\w+/gu) ?? [];
  for (const command of [...inMenus, ...inSteps]) expect(offered).toContain(command);
  for (const { id } of submenus) expect(menus[id].length).toBeGreaterThan(0);
  expect(typeof exported.extendMarkdownIt).toBe('function');
});

test('the program it carries runs by itself', () => {
  const server = join(extension, 'server', 'bin', 'specwright.js');
  const said = execFileSync(process.execPath, [server, '--version'], { cwd: folder, encoding: 'utf8' });
  expect(said).toBe(`${manifest.version}\n`);
});

test('its server tells an editor what it finds in an open document', async () => {
  const work = join(folder, 'work');
  cpSync(join(root, 'examples'), work, { recursive: true });
  const mistakes = join(work, 'mistakes');
  const path = join(mistakes, 'specs', '0001-single-sign-on.md');
  const uri = pathToFileURL(path).href;
  const found = await withServer(mistakes, (connection) => {
    // Files that are not open are told of too.
    const told = new Promise((resolve) => {
      connection.onNotification('textDocument/publishDiagnostics', (params) => {
        if (params.uri === uri && params.version === 1) resolve(params.diagnostics);
      });
    });
    const textDocument = { uri, languageId: 'markdown', version: 1, text: readFileSync(path, 'utf8') };
    connection.sendNotification('textDocument/didOpen', { textDocument });
    return told;
  });
  const missing = { source: 'specwright', code: 'STR101', message: 'Section "Dependencies" is missing' };
  expect(found).toContainEqual(expect.objectContaining(missing));
});

/** Starts the unpacked server in a folder as an editor does, lets `work` talk with it, and ends it in good order. */
async function withServer(workFolder, work) {
  const server = join(extension, 'server', 'bin', 'specwright.js');
  const child = spawn(process.execPath, [server, 'lsp'], { cwd: workFolder, stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(child.stdout, child.stdin);
  connection.listen();
  const rootUri = pathToFileURL(workFolder).href;
  const workspaceFolders = [{ uri: rootUri, name: 'work' }];
  try {
    const params = { processId: process.pid, rootUri, workspaceFolders, capabilities: {} };
    const { capabilities } = await connection.sendRequest('initialize', params);
    await connection.sendNotification('initialized', {});
    const answer = await work(connection, capabilities);
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    return answer;
  } finally {
    connection.dispose();
    child.kill();
  }
}

/** Loads and activates the bundle as the editor does, in a window without a folder. */
async function activated() {
  const registered = [];
  const load = Module._load;
  Module._load = (request, ...rest) => (request === 'vscode' ? editor(registered) : load(request, ...rest));
  try {
    const { activate } = createRequire(import.meta.url)(join(extension, manifest.main));
    const context = { extensionPath: extension, extension: { packageJSON: manifest }, subscriptions: [] };
    const exported = await activate(context);
    for (const { dispose } of context.subscriptions) dispose();
    return { registered, exported };
  } finally {
    Module._load = load;
  }
}

/** What the extension asks of its host when it wakes up in an empty window; everything else of the host is an empty class. */
function editor(registered) {
  const nothing = { dispose() {}, show() {}, hide() {} };
  const event = () => nothing;
  const registerCommand = (id) => {
    registered.push(id);
    return nothing;
  };
  const host = {
    __esModule: true,
    Disposable: Object.assign(class {}, { from: () => nothing }),
    EventEmitter: class {
      event = event;
    },
    StatusBarAlignment: { Right: 2 },
    commands: { registerCommand },
    languages: { onDidChangeDiagnostics: event },
    window: {
      createOutputChannel: () => nothing,
      createStatusBarItem: () => nothing,
      onDidChangeActiveTextEditor: event,
    },
    workspace: {
      createFileSystemWatcher: () => ({ ...nothing, onDidCreate: event }),
      findFiles: async () => [],
      onDidChangeConfiguration: event,
      onDidCloseTextDocument: event,
      onDidGrantWorkspaceTrust: event,
      onDidSaveTextDocument: event,
    },
  };
  return Object.assign(Object.create(new Proxy({}, { get: () => class {} })), host);
}
