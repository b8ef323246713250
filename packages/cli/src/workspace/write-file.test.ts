import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FileStamp, readText } from './read-file.ts';
import { createFile, moveFile, replaceFiles } from './write-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, text: string): { path: string; expected: FileStamp } {
  const path = join(folder, name);
  writeFileSync(path, text);
  const reading = readText(path);
  if (reading.kind !== 'text' || reading.stamp === null) throw new Error('not readable');
  return { path, expected: reading.stamp };
}

const contents = (): string[] =>
  readdirSync(folder).map((name) => `${name}: ${readFileSync(join(folder, name), 'utf8')}`);

test('all files are replaced', () => {
  const changes = ['a', 'b'].map((name) => ({ ...written(name, 'old'), text: 'new' }));
  replaceFiles(changes);
  expect(contents()).toEqual(['a: new', 'b: new']);
});

test('none is replaced when one has changed meanwhile, and nothing is left beside them', () => {
  const changes = ['a', 'b'].map((name) => ({ ...written(name, 'old'), text: 'new' }));
  writeFileSync(join(folder, 'b'), 'of somebody else');
  expect(() => replaceFiles(changes)).toThrow('changed while it was being edited; it was left alone');
  expect(contents()).toEqual(['a: old', 'b: of somebody else']);
});

test('none is replaced when one is gone', () => {
  const changes = ['a', 'b'].map((name) => ({ ...written(name, 'old'), text: 'new' }));
  rmSync(join(folder, 'b'));
  expect(() => replaceFiles(changes)).toThrow('no such file or folder');
  expect(contents()).toEqual(['a: old']);
});

test('a new file never takes the place of another, nor does a new name', () => {
  const { path } = written('a', 'old');
  expect(createFile(path, 'new')).toBe(false);
  expect(createFile(join(folder, 'b'), 'new')).toBe(true);
  expect(() => moveFile(path, join(folder, 'b'))).toThrow('something with this name is there already');
  moveFile(path, join(folder, 'c'));
  expect(contents()).toEqual(['b: new', 'c: old']);
});

test('a second name of a file is no hindrance', () => {
  const { path } = written('a', 'old');
  linkSync(path, join(folder, 'b'));
  const reading = readText(path);
  if (reading.kind === 'text' && reading.stamp !== null) replaceFiles([{ path, text: 'new', expected: reading.stamp }]);
  expect(contents()).toEqual(['a: new', 'b: old']);
});
