import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileTexts } from '../../test/hostile-texts.ts';
import { plannedEdits } from '../../test/mutation/document-edits.ts';
import { seed } from '../../test/mutation/draws.ts';
import { specimens } from '../../test/mutation/specimen.ts';
import { about, anchored, revisionOf } from '../../test/threads.ts';
import { partsOf } from '../diff/document-parts.ts';
import { allParts } from '../diff/part.ts';
import { foldSpace } from '../markdown/plain.ts';
import { applyEdit, makeEdit, mapRange, type Replacement } from '../text/edit.ts';
import type { Range } from '../text/range.ts';

const numRuns = process.env.SPECWRIGHT_PROOF === '1' ? 20_000 : 40;
const settings = { seed, numRuns };

const texts = specimens().map(({ text, schema }) => {
  const revision = revisionOf(text, schema);
  const blocks = [...allParts(partsOf(revision.bound))].filter(
    ({ kind, range }) => (kind === 'paragraph' || kind === 'item' || kind === 'cell') && range.end - range.start > 3,
  );
  return { text, schema, revision, blocks, edits: plannedEdits(revision.bound, 'wombat') };
});
const anyText = fc.constantFrom(...texts);

/** Some words of a block: from one of its words to another. */
function wordsOf(text: string, { start, end }: Range, from: number, size: number): Range {
  const words = [...text.slice(start, end).matchAll(/[\p{L}\p{N}]+/gu)];
  if (words.length === 0) return { start, end };
  const first = from % words.length;
  const last = Math.min(words.length - 1, first + (size % 12));
  const ends = (words[last]?.index ?? 0) + (words[last]?.[0].length ?? 0);
  return { start: start + (words[first]?.index ?? 0), end: start + ends };
}

/** Replacements that neither touch a range nor each other. */
function apart(all: readonly Replacement[], range: Range, picks: readonly number[]): Replacement[] {
  const kept: Replacement[] = [];
  for (const pick of picks) {
    const one = all[pick % all.length] as Replacement;
    const isApart = ({ start, end }: Range): boolean => one.end < start || one.start > end;
    if (isApart(range) && kept.every(isApart)) kept.push(one);
  }
  return kept;
}

describe('a thread', () => {
  test('selects exactly its words after any edits that do not touch them', () => {
    const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 25 });
    fc.assert(
      fc.property(anyText, fc.nat(), fc.nat(), fc.nat(), picks, (one, block, from, size, picked) => {
        const range = wordsOf(one.text, one.blocks[block % one.blocks.length]?.range as Range, from, size);
        const replacements = one.edits.map(({ replacement }) => replacement);
        const edit = makeEdit(apart(replacements, range, picked), one.text.length);
        const after = applyEdit(one.text, edit);
        const anchor = anchored(one.revision, revisionOf(after, one.schema), about(one.revision, range));
        expect(anchor.words).toBe(one.text.slice(range.start, range.end));
        expect(anchor.range).toEqual(mapRange(edit, range));
      }),
      settings,
    );
  });

  test('stands within the text, whatever was done to it', () => {
    const others = [
      ...Object.values(hostileTexts).map((make) => make().slice(0, 600)),
      ...texts.map(({ text }) => text),
    ];
    const cuts = fc.array(
      fc.record({
        from: fc.nat(),
        size: fc.nat({ max: 400 }),
        put: fc.constantFrom('', '\n\n## Other\n\n', '- ', '| a |\n', 'night', '> '),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        anyText,
        fc.nat(),
        fc.nat(),
        cuts,
        fc.option(fc.constantFrom(...others), { freq: 1 }),
        (one, from, size, changes, other) => {
          let after = other ?? one.text;
          for (const { from: at, size: gone, put } of changes) {
            const place = at % (after.length + 1);
            after = after.slice(0, place) + put + after.slice(place + gone);
          }
          const start = from % one.text.length;
          const range = { start, end: Math.min(one.text.length, start + 1 + (size % 300)) };
          const anchor = anchored(one.revision, revisionOf(after, one.schema), about(one.revision, range, 'problem'));
          const { start: at, end } = anchor.range as Range;
          expect(0 <= at && at <= end && end <= after.length).toBe(true);
          if (anchor.words !== null) expect(anchor.words).toBe(after.slice(at, end));
          const isSame = foldSpace(anchor.words ?? '') === foldSpace(anchor.quote);
          if (anchor.state === 'exact' || anchor.state === 'moved') expect(isSame).toBe(true);
        },
      ),
      settings,
    );
  });
});
