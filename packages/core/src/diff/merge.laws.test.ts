import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileTexts } from '../../test/hostile-texts.ts';
import { type PlannedEdit, plannedEdits } from '../../test/mutation/document-edits.ts';
import { seed } from '../../test/mutation/draws.ts';
import { parser, type Specimen, specimens } from '../../test/mutation/specimen.ts';
import { bindDocument } from '../document/bind.ts';
import { readMarkdown } from '../markdown/source.ts';
import { applyEdit, makeEdit } from '../text/edit.ts';
import { keepsWords } from './kept-words.ts';
import { type MergeResult, mergeDocuments } from './merge-documents.ts';
import { linesIn } from './merge-tokens.ts';
import type { MergeTexts } from './merged-text.ts';
import { stretchesOf, tokensOf } from './words.ts';

const good = specimens();
const plans = good.map(({ file, text, schema }) => {
  const document = bindDocument({ file, source: readMarkdown(text, parser), schema });
  return ['wombat', 'quokka'].map((mark) => plannedEdits(document, mark)) as [PlannedEdit[], PlannedEdit[]];
});
const numRuns = process.env.SPECWRIGHT_PROOF === '1' ? 20_000 : 100;
const settings = { seed, numRuns };

function merged(specimen: Specimen, base: string, ours: string, theirs: string): MergeResult {
  const labels = { ours: 'side', theirs: 'side' };
  return mergeDocuments({ base, ours, theirs }, { schema: specimen.schema, parser, labels });
}

/** Edits that have nothing to do with each other. */
function apart(edits: readonly PlannedEdit[]): PlannedEdit[] {
  const kept: PlannedEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.zone.start - b.zone.start)) {
    const last = kept.at(-1);
    if (last === undefined || Math.max(last.zone.end, last.replacement.end) < edit.zone.start) kept.push(edit);
  }
  return kept;
}

function applied(text: string, edits: readonly PlannedEdit[]): string {
  return applyEdit(
    text,
    makeEdit(
      edits.map(({ replacement }) => replacement),
      text.length,
    ),
  );
}

/** What happens to lines: one goes, comes twice, goes elsewhere, or is joined with the next. */
const throws = fc.array(
  fc.record({ what: fc.constantFrom('drop', 'double', 'move', 'join'), from: fc.nat(), to: fc.nat() }),
  {
    maxLength: 8,
  },
);

type Throw = typeof throws extends fc.Arbitrary<(infer T)[]> ? T : never;

function thrown(text: string, changes: readonly Throw[]): string {
  const lines = text.split('\n');
  for (const { what, from, to } of changes) {
    const [at, place] = [from % lines.length, to % lines.length];
    const line = lines[at] ?? '';
    if (what === 'double') lines.splice(place, 0, line);
    else if (what === 'join') lines.splice(at, 2, `${line} ${lines[at + 1] ?? ''}`);
    else {
      lines.splice(at, 1);
      if (what === 'move') lines.splice(place, 0, line);
    }
  }
  return lines.join('\n');
}

/**
 * True when a text merged line by line has every word that it owes: those of the base and of the lines that came on
 * either side, without those of the lines that went on either. A line that came on both sides comes once.
 */
function keepsLines({ base, ours, theirs }: MergeTexts, result: string): boolean {
  const [before, after] = [countsOf([base]), countsOf([result])];
  const sides = [ours, theirs].map((side) => {
    const stretches = stretchesOf(linesIn(base).tokens, linesIn(side).tokens).filter(({ kept }) => !kept);
    return {
      came: countsOf(stretches.flatMap((stretch) => stretch.after)),
      went: countsOf(stretches.flatMap((stretch) => stretch.before)),
    };
  });
  return [...before.keys(), ...sides.flatMap(({ came }) => [...came.keys()])].every((word) => {
    const [came, went] = [sides.map((side) => side.came.get(word) ?? 0), sides.map((side) => side.went.get(word) ?? 0)];
    const owed = (before.get(word) ?? 0) + Math.max(...came) - went.reduce((sum, count) => sum + count, 0);
    return (after.get(word) ?? 0) >= owed;
  });
}

/** How often each word is there that has a letter. */
function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of texts.flatMap(tokensOf)) {
    if (/\p{L}/u.test(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return counts;
}

/** A document with edits of two people, each with words of their own. */
const twoSides = fc.record({
  at: fc.nat(good.length - 1),
  left: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
  right: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
  crlf: fc.boolean(),
});

type Drawn = typeof twoSides extends fc.Arbitrary<infer T> ? T : never;

interface Sides {
  readonly specimen: Specimen;
  readonly left: readonly PlannedEdit[];
  readonly right: readonly PlannedEdit[];
  readonly form: (text: string) => string;
}

function sidesOf({ at, left, right, crlf }: Drawn): Sides {
  const specimen = good[at] as Specimen;
  const [ours, theirs] = plans[at] as (typeof plans)[number];
  const chosen = (edits: readonly PlannedEdit[], numbers: readonly number[]): PlannedEdit[] => {
    const names = [...new Set(edits.map(({ name }) => name))];
    return apart(
      numbers.map((number) => {
        const alike = edits.filter(({ name }) => name === names[number % names.length]);
        return alike[Math.floor(number / names.length) % alike.length] as PlannedEdit;
      }),
    );
  };
  return {
    specimen,
    left: chosen(ours, left),
    right: chosen(theirs, right),
    form: (text) => (crlf ? text.replaceAll('\n', '\r\n') : text),
  };
}

describe('merging', () => {
  test('gives what both did when they have nothing to do with each other', () => {
    fc.assert(
      fc.property(twoSides, (drawn) => {
        const { specimen, left, right, form } = sidesOf(drawn);
        const all = apart([...left, ...right]);
        const [ours, theirs] = [left, right].map((side) => all.filter((edit) => side.includes(edit)));
        const texts = [[], ours ?? [], theirs ?? [], all].map((edits) => form(applied(specimen.text, edits)));
        const [o, a, b, both] = texts as [string, string, string, string];
        const result = merged(specimen, o, a, b);
        expect(result.conflicts).toEqual([]);
        expect(result.text).toBe(both);
      }),
      settings,
    );
  });

  test('loses no word, whatever was changed, and does not ask who is who', () => {
    fc.assert(
      fc.property(twoSides, (drawn) => {
        const { specimen, left, right, form } = sidesOf(drawn);
        const [o, a, b] = [[], left, right].map((edits) => form(applied(specimen.text, edits))) as [
          string,
          string,
          string,
        ];
        const one = merged(specimen, o, a, b);
        const other = merged(specimen, o, b, a);
        expect(one.by).toBe('parts');
        expect(keepsWords({ base: o, ours: a, theirs: b }, one.text)).toBe(true);
        const swapped = other.conflicts.map((conflict) => ({
          ...conflict,
          ours: conflict.theirs,
          theirs: conflict.ours,
        }));
        const told = (result: Pick<MergeResult, 'conflicts'>): unknown =>
          result.conflicts.map(({ address, ours, theirs }) => ({ address, ours, theirs }));
        expect(told({ conflicts: swapped })).toEqual(told(one));
        if (one.conflicts.length === 0) expect(other.text).toBe(one.text);
      }),
      settings,
    );
  });

  test('holds on to every word of texts that were thrown about line by line', () => {
    fc.assert(
      fc.property(fc.nat(good.length - 1), throws, throws, (at, left, right) => {
        const specimen = good[at] as Specimen;
        const [o, a, b] = [specimen.text, thrown(specimen.text, left), thrown(specimen.text, right)];
        const one = merged(specimen, o, a, b);
        const other = merged(specimen, o, b, a);
        const keeps = one.by === 'parts' ? keepsWords : keepsLines;
        expect(keeps({ base: o, ours: a, theirs: b }, one.text)).toBe(true);
        expect(other.by).toBe(one.by);
        expect(other.conflicts.map(({ ours, theirs }) => [theirs, ours])).toEqual(
          one.conflicts.map(({ ours, theirs }) => [ours, theirs]),
        );
        if (one.conflicts.length === 0) expect(other.text).toBe(one.text);
      }),
      settings,
    );
  });

  test('takes any texts', () => {
    const texts = [
      ...Object.values(hostileTexts).map((text) => text().slice(0, 3000)),
      ...good.map(({ text }) => text),
    ];
    const some = fc.constantFrom(...texts);
    fc.assert(
      fc.property(fc.nat(good.length - 1), some, some, some, (at, o, a, b) => {
        const result = merged(good[at] as Specimen, o, a, b);
        for (const { range } of result.conflicts) {
          expect(result.text.slice(range.start, range.end)).toMatch(/^<<<<<<< side\r?\n[\s\S]*>>>>>>> side$/u);
        }
      }),
      { ...settings, numRuns: Math.floor(numRuns / 4) },
    );
  });

  test('takes the changes of one side as they are', () => {
    fc.assert(
      fc.property(twoSides, (drawn) => {
        const { specimen, left, form } = sidesOf(drawn);
        const [o, a] = [form(specimen.text), applied(specimen.text, left)] as const;
        for (const [ours, theirs] of [
          [o, a],
          [a, o],
          [a, a],
        ] as const)
          expect(merged(specimen, o, ours, theirs)).toEqual({ text: a, conflicts: [], by: 'parts' });
      }),
      settings,
    );
  });
});
