import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'specwright-pack-'));
const home = join(folder, 'lib', 'node_modules', 'specwright');

// Without the network, without npm's cache and without the optional native parser: the package must be enough by itself.
beforeAll(() => {
  const npm = (...args) => execFileSync('npm', [...args, '--loglevel=error'], { cwd: root, encoding: 'utf8' });
  npm('pack', '-w', 'specwright', '--pack-destination', folder);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
  npm(
    'install',
    '-g',
    '--prefix',
    folder,
    '--cache',
    join(folder, 'cache'),
    '--offline',
    '--omit=optional',
    '--no-audit',
    '--no-fund',
    tarball,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const specwright = (...args) =>
  execFileSync(join(folder, 'bin', 'specwright'), args, { cwd: folder, encoding: 'utf8' });

test('the installed command knows its version and needs no other package', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'packages', 'cli', 'package.json'), 'utf8'));
  expect(specwright('--version')).toBe(`${version}\n`);
  expect(existsSync(join(home, 'node_modules'))).toBe(false);
});

test('it checks documents anywhere, with the parser that is always there', () => {
  cpSync(join(root, 'examples'), join(folder, 'work'), { recursive: true });
  expect(JSON.parse(specwright('check', 'work', '--format', 'json'))).toMatchObject({ documents: 5, diagnostics: [] });
});

test('it serves an editor', async () => {
  const server = spawn(join(folder, 'bin', 'specwright'), ['lsp'], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] });
  const output = server.stdout.toArray();
  for (const message of [
    { id: 1, method: 'initialize', params: { capabilities: {}, rootUri: null } },
    { id: 2, method: 'shutdown' },
    { method: 'exit' },
  ]) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${body.length}\r\n\r\n${body}`);
  }
  expect(Buffer.concat(await output).toString()).toContain('"serverInfo":{"name":"specwright"');
});

test('without the native packages of the hub it says which one to install', () => {
  const env = { ...process.env, XDG_DATA_HOME: join(folder, 'data') };
  const hub = spawnSync(join(folder, 'bin', 'specwright'), ['hub', '--port', '0'], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  expect([hub.status, hub.stdout]).toEqual([2, '']);
  expect(hub.stderr).toMatch(/^error: The hub needs the npm package (\S+)\n {2}Install it with npm install \1\n$/u);
});

test('it carries its licence, and those of everything in the bundle', () => {
  expect(readFileSync(join(home, 'LICENSE'), 'utf8')).toContain('MIT License');
  const notices = readFileSync(join(home, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['commander', 'mdast-util-from-markdown', 'micromark', 'yaml', 'zod']) {
    expect(notices).toMatch(new RegExp(`^${name} \\d`, 'mu'));
  }
});
