import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LineIndex } from '../../text/lines.ts';
import { locateDiagnostic } from '../located.ts';
import { cellsOf, clip, printable, printableLines, widthOf } from './cells.ts';
import { codeFrame, type FrameSetting } from './code-frame.ts';
import { missingSection, notAChoice, texts } from './fixtures/sample-report.ts';
import { plainPalette } from './palette.ts';

function setting(width: number, sources: Readonly<Record<string, string>> = texts): FrameSetting {
  return {
    palette: plainPalette,
    width,
    linesOf: (file) => (sources[file] === undefined ? null : new LineIndex(sources[file] as string)),
  };
}

test('a frame shows place, message, line, mark, template and fix', () => {
  expect(codeFrame({ ...notAChoice, message: 'Status is "完了 soon"' }, setting(80))).toBe(
    [
      'specs/0001-日本, "a" & b.md:3:13 error MET303 not-a-choice',
      '  Status is "完了 soon"',
      '  3 │ **Status**: 完了 soon',
      '    │             ^^^^^^^^^',
      '  template.md:3 demands **Status**: Draft | Done',
      '  fix: Write "Done" (--fix-suggested)',
      '',
    ].join('\n'),
  );
});

test('a long range is marked line by line and its rest counted', () => {
  const text = `${'line\n'.repeat(7)}end`;
  const range = { start: 5, end: text.length };
  const diagnostic = { ...plainDiagnostic, range };
  const frame = codeFrame(locateDiagnostic(diagnostic, new LineIndex(text), null), setting(80, { 'a.md': text }));
  expect(frame.split('\n').slice(2)).toEqual([
    '  2 │ line',
    '    │ ^^^^',
    '  3 │ line',
    '    │ ^^^^',
    '  4 │ line',
    '    │ ^^^^',
    '    │ … 4 more lines',
    '',
  ]);
});

const plainDiagnostic = {
  code: 'STR101',
  name: 'missing-section',
  severity: 'error',
  message: 'x',
  file: 'a.md',
  address: '',
  template: null,
  fixes: [],
} as const;

test('a frame stays within its width, wherever the mark is and whatever the line holds', () => {
  const line = fc.string({
    unit: fc.constantFrom('a', ' ', '漢', '🙂', '👨‍👩‍👧', 'é', '\t', '\u{200D}', '\u{1B}'),
    maxLength: 400,
  });
  fc.assert(
    fc.property(line, fc.nat(), fc.nat(), fc.integer({ min: 40, max: 120 }), (text, a, b, width) => {
      const start = a % (text.length + 1);
      const end = Math.min(text.length, start + (b % 30));
      const located = locateDiagnostic({ ...plainDiagnostic, range: { start, end } }, new LineIndex(text), null);
      const rows = codeFrame(located, setting(width, { 'a.md': text }))
        .split('\n')
        .slice(2, -1);
      expect(rows[1]).toMatch(/\^$/);
      for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(width);
      expect(rows.join('')).not.toContain('\u{1B}');
    }),
  );
});

test('the mark stands under what it marks', () => {
  const text = `${'漢字🙂'.repeat(100)}TARGET${'x'.repeat(500)}`;
  const start = text.indexOf('TARGET');
  const located = locateDiagnostic({ ...plainDiagnostic, range: { start, end: start + 6 } }, new LineIndex(text), null);
  const [shown, marks] = codeFrame(located, setting(60, { 'a.md': text }))
    .split('\n')
    .slice(2) as [string, string];
  expect(widthOf(shown.slice(0, shown.indexOf('TARGET')))).toBe(widthOf(marks.slice(0, marks.indexOf('^'))));
  expect(marks.trimEnd().endsWith('^^^^^^')).toBe(true);
});

test('a line of ten million units costs no more than a short one', () => {
  const text = `${'a'.repeat(5_000_000)}TARGET${'b'.repeat(5_000_000)}`;
  const range = { start: 5_000_000, end: 5_000_006 };
  const located = locateDiagnostic({ ...plainDiagnostic, range }, new LineIndex(text), null);
  expect(codeFrame(located, setting(60, { 'a.md': text }))).toContain('TARGET');
});

test('a file that is gone gives a frame without lines', () => {
  expect(codeFrame(missingSection, setting(80, {})).split('\n')).toEqual([
    'specs/0001-日本, "a" & b.md:5:1 warning STR101 missing-section',
    '  Section "Rollback Plan" is missing',
    '  template.md:5 demands it',
    '  fix: Insert "Rollback Plan" (--fix)',
    '',
  ]);
});

test('escape sequences and direction marks cannot act', () => {
  expect(printable('a\u{1B}[31m\u{202E}b\nc')).toBe('a\\x1b[31m\\u{202e}b c');
  expect(printable('\u{9B}2J\u{7F}')).toBe('\\x9b2J\\x7f');
  expect(printableLines('\ta\r\nb\rc\u{1B}c\u{9B}\nd\r')).toBe('\ta\r\nb\\x0dc\\x1bc\\x9b\nd\r');
  const text = 'See \u{1B}]0;title\u{7} here\n';
  const located = locateDiagnostic({ ...plainDiagnostic, range: { start: 4, end: 14 } }, new LineIndex(text), null);
  expect(codeFrame(located, setting(80, { 'a.md': text }))).toContain('See \\x1b]0;title\\x07 here');
  expect(clip('漢字漢字', 5)).toBe('漢字…');
  expect(cellsOf('a\t漢').map((cell) => cell.width)).toEqual([1, 4, 2]);
});
