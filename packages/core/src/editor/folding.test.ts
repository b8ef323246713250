import { describe, expect, test } from 'vitest';
import { openedDocument } from '../../test/opened-workspace.ts';
import { foldsOf } from './folding.ts';

const template =
  '# [Name]\n\n## Phases\n\n**Phase 1**: [Description]\n\n- [ ] [Task]\n\n**Phase 2**: [Description]\n\n- [ ] [Task]\n';

/** Each fold as `kind first-last`. */
function folds(text: string): string[] {
  return foldsOf(openedDocument(template, text).document).map(({ kind, first, last }) => `${kind} ${first}-${last}`);
}

const text = [
  '---', // 1
  'status: Draft',
  '---',
  '',
  '# Queue', // 5
  '',
  '<!-- a',
  'comment -->',
  '',
  '## Phases', // 10
  '',
  '**Phase 1**: Build it',
  '',
  '- [ ] Choose',
  '- [ ] Write', // 15
  '  - deep',
  '',
  '## Other',
  '',
  '| a | b |', // 20
  '|---|---|',
  '| c | d |',
  '',
  '> one',
  '> two', // 25
  '',
  '```ts',
  'code',
  '```',
  '', // 30
  '',
].join('\n');

const expected = [
  'front-matter 1-3',
  'section 5-29',
  'comment 7-8',
  'section 10-16',
  'entry 12-16',
  'list 14-16',
  'list 15-16',
  'section 18-29',
  'table 20-22',
  'quote 24-25',
  'code 27-29',
];

describe('what can be folded', () => {
  test('is told in lines, without the empty ones at its end', () => {
    expect(folds(text)).toEqual(expected);
  });

  test('is the same with other line ends and a byte order mark', () => {
    expect(folds(text.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(folds(text.replaceAll('\n', '\r'))).toEqual(expected);
    expect(folds(`\uFEFF${text}`)).toEqual(expected);
  });

  test('what fits on one line is not', () => {
    expect(folds('# Queue\n')).toEqual([]);
    expect(folds('')).toEqual([]);
  });

  test('of two that begin on one line the longer is kept', () => {
    expect(folds('- a\n  - b\n    c\n- d\n')).toEqual(['list 1-4', 'list 2-3']);
  });
});
