import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { findDocuments } from './find-documents.ts';
import { foldersBelow, walkFolder } from './walk.ts';

const made: string[] = [];

/** A folder with files by name; a name that ends with `.md` and has no text gets some. */
function folderOf(files: Readonly<Record<string, string>>, isRepository = true): string {
  const folder = mkdtempSync(join(tmpdir(), 'specwright-ignore-'));
  made.push(folder);
  if (isRepository) execFileSync('git', ['init', '--quiet', folder]);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function found(folder: string, from = folder): string[] {
  return walkFolder(from)
    .markdown.map((path) => relative(folder, path))
    .sort();
}

describe('what git ignores', () => {
  test('is not found in a folder, and neither is what stands in an ignored folder', () => {
    const folder = folderOf({
      '.gitignore': '# built\nbuild/\n*.draft.md\n!keep.draft.md\n/only-here.md\n',
      'a.md': '',
      'b.draft.md': '',
      'keep.draft.md': '',
      'only-here.md': '',
      'sub/only-here.md': '',
      'build/c.md': '',
      'sub/build/d.md': '',
    });
    expect(found(folder)).toEqual(['a.md', 'keep.draft.md', 'sub/only-here.md']);
    expect(foldersBelow(folder).map((path) => relative(folder, path))).toEqual(['', 'sub']);
  });

  test('is said by the files of all folders, nearer ones first, and by those above the folder searched', () => {
    const folder = folderOf({
      '.gitignore': '*.tmp.md\n',
      'docs/.gitignore': '!kept.tmp.md\nnotes\n',
      'docs/kept.tmp.md': '',
      'docs/other.tmp.md': '',
      'docs/notes/x.md': '',
      'notes/y.md': '',
      '.git/info/exclude': 'mine.md\n',
      'docs/mine.md': '',
    });
    expect(found(folder)).toEqual(['docs/kept.tmp.md', 'notes/y.md']);
    expect(found(folder, join(folder, 'docs'))).toEqual(['docs/kept.tmp.md']);
  });

  test('is checked all the same when it is named', () => {
    const folder = folderOf({ '.gitignore': 'secret.md\n', 'secret.md': '', 'a.md': '' });
    expect(findDocuments(['secret.md'], folder).markdown).toEqual([join(folder, 'secret.md')]);
    expect(findDocuments(['.'], folder).markdown).toEqual([join(folder, 'a.md')]);
  });

  test('is what the file says outside of a repository too', () => {
    expect(found(folderOf({ '.gitignore': 'out/\n', 'out/a.md': '', 'b.md': '' }, false))).toEqual(['b.md']);
  });

  const names = ['a.md', 'b.md', 'ab.md', 'x/a.md', 'x/b.md', 'x/y/a.md', 'x/y/ab.md', 'y/a.md', 'a{b}.md', '#a.md'];
  const pieces = fc.constantFrom(
    'a',
    'b',
    'x',
    'y',
    '*',
    '**',
    '?',
    '/',
    '.md',
    '[ab]',
    '[!a]',
    '{b}',
    '\\#',
    '\\',
    ' ',
  );
  const lines = fc
    .tuple(fc.constantFrom('', '!', '/'), fc.array(pieces, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '/'))
    .map(([start, middle, end]) => start + middle.join('') + end)
    // Left out: a backslash at the end, which makes a pattern invalid, and two stars beside other signs, where git does not do as it says.
    .filter((line) => !/\\(?:\/|\s*$)|\*{3}|[^/!]\*\*|\*\*[^/]|\\[^#*?[ ]/u.test(line));

  test('is the same that git says', () => {
    const folder = folderOf(Object.fromEntries(names.map((name) => [name, ''])));
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 3 }), (rules) => {
        writeFileSync(join(folder, '.gitignore'), `${rules.join('\n')}\n`);
        const listed = execFileSync('git', ['ls-files', '--others', '--exclude-standard', '-z'], { cwd: folder });
        const expected = listed
          .toString()
          .split('\0')
          .filter((name) => name.endsWith('.md'));
        expect(found(folder)).toEqual(expected.sort());
      }),
      { numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 3000 : 100 },
    );
  });
});
