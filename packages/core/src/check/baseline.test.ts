import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { applyBaseline, createBaseline, formatBaseline, parseBaseline, pruneBaseline } from './baseline.ts';

const finding = (text: string, words: string, address = 'context'): Diagnostic => ({
  code: 'PLH201',
  name: 'placeholder-left',
  severity: 'error',
  message: `"${words}" is still a placeholder`,
  file: 'a.md',
  address,
  range: { start: text.indexOf(words), end: text.indexOf(words) + words.length },
  template: null,
  fixes: [],
});

const before = '# A\n\n[Why]\n\n[What]\n';
const known = [finding(before, '[Why]'), finding(before, '[What]', 'risks[2].name')];
const baseline = createBaseline(known, () => before);

describe('baseline', () => {
  test('holds what it was made from', () => {
    expect(applyBaseline(known, baseline, () => before)).toEqual({ fresh: [], known, stale: [] });
  });

  test('holds findings whose lines and ordinals moved', () => {
    const after = `# A\n\nNew words.\n\n[Why]\n\n   [What]\n`;
    const moved = [finding(after, '[Why]'), finding(after, '[What]', 'risks[3].name')];
    expect(applyBaseline(moved, baseline, () => after).fresh).toEqual([]);
  });

  test('shows a second finding like a known one', () => {
    const twice = [...known, finding(before, '[Why]')];
    expect(applyBaseline(twice, baseline, () => before).fresh).toHaveLength(1);
  });

  test('says which entries are stale and prunes them, those of unchecked files kept', () => {
    const { stale } = applyBaseline([known[0] as Diagnostic], baseline, () => before);
    expect(stale.map((entry) => entry.address)).toEqual(['risks[2].name']);
    expect(pruneBaseline(baseline, stale, () => true).entries).toHaveLength(1);
    expect(pruneBaseline(baseline, stale, () => false)).toEqual(baseline);
  });

  test('counts findings that are alike', () => {
    const alike = createBaseline([known[0] as Diagnostic, known[0] as Diagnostic], () => before);
    expect(alike.entries.map((entry) => entry.count)).toEqual([2]);
    const { stale } = applyBaseline([known[0] as Diagnostic], alike, () => before);
    expect(pruneBaseline(alike, stale, () => true).entries.map((entry) => entry.count)).toEqual([1]);
  });

  test('a written baseline reads back the same', () => {
    expect(parseBaseline(formatBaseline(baseline))).toEqual({ baseline });
    expect(parseBaseline(formatBaseline({ version: 1, entries: [] }))).toEqual({
      baseline: { version: 1, entries: [] },
    });
  });

  test.each([
    ['{', /not JSON/u],
    ['[]', /"version": 1/u],
    ['{"version": 1}', /no list `entries`/u],
    ['{"version": 1, "entries": [{"file": "a.md"}]}', /Entry 1/u],
  ])('refuses %s', (text, problem) => {
    expect(parseBaseline(text)).toMatchObject({ baseline: null, problem: expect.stringMatching(problem) });
  });

  test('whatever was put in is known afterwards', () => {
    const range = fc.tuple(fc.nat(25), fc.nat(25)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
    fc.assert(
      fc.property(fc.array(range), fc.string({ maxLength: 20 }), (ranges, text) => {
        const all = ranges.map((place) => ({ ...(known[0] as Diagnostic), range: place }));
        const result = applyBaseline(
          all,
          createBaseline(all, () => text),
          () => text,
        );
        expect(result).toEqual({ fresh: [], known: all, stale: [] });
      }),
    );
  });
});
