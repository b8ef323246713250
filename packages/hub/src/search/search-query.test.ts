import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery, printQuery } from './search-query.ts';

const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260701);
const numRuns = process.env.SPECWRIGHT_PROOF === '1' ? 100_000 : 2_000;

/** Text that looks like queries, and any text. */
const typed = fc.oneof(
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '"',
          ':',
          '-',
          '*',
          ' ',
          '>',
          '<=',
          'in:',
          'status:',
          'a',
          'Ünï',
          '検索',
          '\\',
          '\0',
          '\ud800',
          '😀',
          '\u0130',
        ),
        fc.string({ unit: 'binary', maxLength: 120 }),
        fc.string({ unit: 'grapheme' }),
      ),
      { maxLength: 60 },
    )
    .map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 400 }),
);

test(`any text is read, and what was read is read the same when it is printed (seed ${seed})`, () => {
  fc.assert(
    fc.property(typed, (text) => {
      const query = parseQuery(text);
      expect(parseQuery(printQuery(query))).toEqual(query);
      expect(query.terms.length).toBeLessThanOrEqual(32);
    }),
    { seed, numRuns },
  );
});

test('words, phrases, what is left out, fields and comparisons', () => {
  const text =
    'retr* "at most  once" -legacy -"big bang" in:risks status:"In Review" risks.impact:high created:>=2026-01-01';
  expect(parseQuery(text).terms).toEqual([
    { kind: 'word', text: 'retr', prefix: true, not: false },
    { kind: 'phrase', text: 'at most once', not: false },
    { kind: 'word', text: 'legacy', prefix: false, not: true },
    { kind: 'phrase', text: 'big bang', not: true },
    { kind: 'field', key: 'in', operator: '=', value: 'risks', not: false },
    { kind: 'field', key: 'status', operator: '=', value: 'In Review', not: false },
    { kind: 'field', key: 'risks.impact', operator: '=', value: 'high', not: false },
    { kind: 'field', key: 'created', operator: '>=', value: '2026-01-01', not: false },
  ]);
});

test('addresses of pages, paths in code and times are words', () => {
  const kinds = parseQuery('https://example.org std::vector 12:30 note: status:').terms.map(({ kind }) => kind);
  expect(kinds).toEqual(['word', 'word', 'word', 'word', 'word']);
});

test('a query of nothing but marks asks for nothing, and a very long one is cut', () => {
  expect(parseQuery(' - -- "" "  " :: * ** " ').terms).toEqual([]);
  expect(parseQuery('a '.repeat(5_000)).terms).toHaveLength(32);
  expect(printQuery(parseQuery(`"${'b'.repeat(10_000)}`))).toBe(`"${'b'.repeat(200)}"`);
});
