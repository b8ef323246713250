import { describe, expect, test } from 'vitest';
import { documentByFile, documentBySelf } from './find-document.ts';
import type { ListedDocument } from './list.ts';

const files = [
  'adr/0007-cache.md',
  'notes/README.md',
  'specs/0007-queue.md',
  'specs/0012-safe-retries.md',
  'specs/12.md',
];

describe('a word means a document by its file', () => {
  test.each([
    ['specs/0012-safe-retries.md', 'specs/0012-safe-retries.md'],
    ['./specs/0012-safe-retries.md', 'specs/0012-safe-retries.md'],
    ['0012-safe-retries.md', 'specs/0012-safe-retries.md'],
    ['0012-safe-retries', 'specs/0012-safe-retries.md'],
    ['safe-retries', 'specs/0012-safe-retries.md'],
    ['README', 'notes/README.md'],
    ['12', 'specs/12.md'],
  ])('%s', (word, file) => {
    expect(documentByFile(word, files)).toEqual({ kind: 'found', file });
  });

  test.each([
    ['31', 'enhancements/0031-drain/README.md'],
    ['0031-drain', 'enhancements/0031-drain/README.md'],
    ['drain', 'enhancements/0031-drain/README.md'],
    ['12', 'specs/12.md'],
  ])('%s, where its folder has the number', (word, file) => {
    const others = ['enhancements/0031-drain/README.md', 'enhancements/0012-pause/README.md'];
    expect(documentByFile(word, [...files, ...others])).toEqual({ kind: 'found', file });
    expect(documentByFile('enhancements', others).kind).toBe('none');
  });

  test('several are named, and what is misspelt is guessed', () => {
    expect(documentByFile('7', files)).toEqual({
      kind: 'ambiguous',
      files: ['adr/0007-cache.md', 'specs/0007-queue.md'],
    });
    expect(documentByFile('#0012', files)).toMatchObject({ kind: 'ambiguous' });
    expect(documentByFile('safe-retrys', files)).toEqual({ kind: 'none', suggestion: 'specs/0012-safe-retries.md' });
    for (const word of ['', ' ', '..', '../specs/12.md', '/etc/passwd', 'xyzzy']) {
      expect(documentByFile(word, files).kind).toBe('none');
    }
  });
});

test('a word means a document by what it says of itself, its id before its title', () => {
  const listed = (file: string, id: string | null, title: string): ListedDocument =>
    ({ file, id, title, template: 't.md', status: null, data: {} }) as ListedDocument;
  const documents = [
    listed('a.md', 'RFC-9', 'Queues'),
    listed('b.md', '0010', 'RFC-9'),
    listed('c.md', null, 'Queues'),
  ];
  expect(documentBySelf('rfc-9', documents)).toEqual({ kind: 'found', file: 'a.md' });
  expect(documentBySelf('10', documents)).toEqual({ kind: 'found', file: 'b.md' });
  expect(documentBySelf('queues', documents)).toEqual({ kind: 'ambiguous', files: ['a.md', 'c.md'] });
  expect(documentBySelf('nothing', documents)).toEqual({ kind: 'none', suggestion: null });
});
