import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseProgram, type Surroundings } from './program.ts';

const root = mkdtempSync(join(tmpdir(), 'specwright-program-'));
const plain = join(root, 'plain');
const owner = join(root, 'owner');
const own = join(owner, 'node_modules', 'specwright', 'bin', 'specwright.js');
const carried = join(root, 'extension', 'server', 'bin', 'specwright.js');

beforeAll(() => {
  mkdirSync(plain);
  mkdirSync(dirname(own), { recursive: true });
  writeFileSync(own, '');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function choice(more: Partial<Surroundings>) {
  const extension = join(root, 'extension');
  return chooseProgram({ extension, folders: [plain, owner], trusted: true, setting: '', editor: 'code', ...more });
}

const node = { ELECTRON_RUN_AS_NODE: '1' };

test("the workspace's own program comes before the one of the extension", () => {
  expect(choice({})).toEqual({ command: 'code', arguments: [own], environment: node });
  expect(choice({ folders: [plain] })).toEqual({ command: 'code', arguments: [carried], environment: node });
  expect(choice({ folders: [] })).toEqual({ command: 'code', arguments: [carried], environment: node });
});

test('the setting comes first: a name as it is, a path from the first folder, a script on the Node of the editor', () => {
  const none = { arguments: [], environment: {} };
  expect(choice({ setting: 'specwright' })).toEqual({ command: 'specwright', ...none });
  expect(choice({ setting: join('bin', 'specwright') })).toEqual({
    command: join(plain, 'bin', 'specwright'),
    ...none,
  });
  expect(choice({ setting: join(root, 'x') })).toEqual({ command: join(root, 'x'), ...none });
  const script = { command: 'code', arguments: [join(plain, 'bin', 'x.mjs')], environment: node };
  expect(choice({ setting: join('bin', 'x.mjs') })).toEqual(script);
});

test('without trust only the program of the extension runs, and git finds no repository', () => {
  for (const setting of ['', 'specwright', join('bin', 'specwright')]) {
    const { command, arguments: words, environment } = choice({ trusted: false, setting });
    expect([command, ...words]).toEqual(['code', carried]);
    expect(environment.GIT_DIR).toBe(join(root, 'extension', 'no-repository'));
  }
});

test.skipIf(process.platform === 'win32')('without trust no program runs that a repository names for git', () => {
  const folder = join(root, 'hostile');
  const trace = join(root, 'it-ran');
  const git = (words: readonly string[], environment: object) =>
    spawnSync('git', ['-C', folder, ...words], { env: { ...process.env, ...environment } });
  mkdirSync(folder);
  git(['init', '-q'], {});
  git(['config', 'core.fsmonitor', `touch ${trace}; false`], {});
  writeFileSync(join(folder, 'a.md'), '# A\n');
  git(['add', 'a.md'], choice({ trusted: false }).environment);
  git(['status'], choice({ trusted: false }).environment);
  expect(existsSync(trace)).toBe(false);
  git(['status'], choice({ trusted: true }).environment);
  expect(existsSync(trace)).toBe(true);
});
