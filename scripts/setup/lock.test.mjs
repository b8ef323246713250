import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.mjs';

let folder;
let file;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'specwright-lock-'));
  file = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

test('parallel calls run one after the other and are told that they wait', async () => {
  let inside = 0;
  let most = 0;
  const told = [];
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await pause(20);
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withLock(file, (text) => told.push(text), work)));
  expect(most).toBe(1);
  expect(told.length).toBeGreaterThan(0);
  expect(existsSync(file)).toBe(false);
});

test('the file of a dead process is taken over', async () => {
  writeFileSync(file, `999999999 ${hostname()} 1\n`);
  expect(
    await withLock(
      file,
      () => {},
      async () => 'done',
    ),
  ).toBe('done');
});

test('a file that nobody touches any more is taken over, whoever wrote it', async () => {
  writeFileSync(file, '1 another-machine 1\n');
  utimesSync(file, new Date(0), new Date(0));
  expect(
    await withLock(
      file,
      () => {},
      async () => 'done',
    ),
  ).toBe('done');
});

test('the lock is given back when the work throws', async () => {
  await expect(
    withLock(
      file,
      () => {},
      async () => Promise.reject(new Error('no')),
    ),
  ).rejects.toThrow('no');
  expect(existsSync(file)).toBe(false);
});
