import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draws, seed } from '../../test/mutation/draws.ts';
import type { Fault, Planted } from '../../test/mutation/fault.ts';
import { fieldFaults } from '../../test/mutation/field-faults.ts';
import { harmlessNames } from '../../test/mutation/harmless.ts';
import { linkFaults } from '../../test/mutation/link-faults.ts';
import { placesOf } from '../../test/mutation/places.ts';
import { rewrites } from '../../test/mutation/rewrites.ts';
import { parser, type Specimen, specimens } from '../../test/mutation/specimen.ts';
import { structureFaults } from '../../test/mutation/structure-faults.ts';
import { tableFaults } from '../../test/mutation/table-faults.ts';
import { textFaults } from '../../test/mutation/text-faults.ts';
import { type WordPlace, wordPlaces } from '../../test/mutation/word-edits.ts';
import { bindDocument } from '../document/bind.ts';
import type { BoundDocument } from '../document/document.ts';
import { readMarkdown } from '../markdown/source.ts';
import { partsOf } from './document-parts.ts';
import { gapsOf, type Part, textOf } from './part.ts';
import { structuralDiff } from './structural-diff.ts';

const thorough = process.env.SPECWRIGHT_PROOF === '1';
const good = specimens();
const places = good.map(placesOf);

function bound(specimen: Specimen, text: string): BoundDocument {
  return bindDocument({ file: specimen.file, source: readMarkdown(text, parser), schema: specimen.schema });
}

/** Outline numbers, decorations and the case of names are words to who compares, though no digest counts them. */
const words = ['headings without numbers', 'headings with other numbers', 'a decorated status', 'fields in capitals'];
/** Ways of writing the same. The other rewrites of the list say something else. */
const harmless = [
  ...harmlessNames.filter((name) => !words.includes(name)),
  'fields in a table',
  'fields in front matter',
];

/** The rewrites of headings know those with `#` only. */
function isUnderlined(text: string): boolean {
  return /^=+$/mu.test(text);
}

describe('the same in another way of writing is no difference', () => {
  test.each(harmless)('%s', (name) => {
    const rewrite = rewrites.find((each) => each.name === name)?.rewrite;
    if (rewrite === undefined) throw new Error(`There is no rewrite ${name}`);
    const told = new Set<string>();
    let rewritten = 0;
    for (const place of places) {
      const before = bound(place.specimen, place.text);
      for (const draw of draws()) {
        const text = isUnderlined(place.text) && name.endsWith('headings') ? null : rewrite(place, draw);
        if (text === null) continue;
        rewritten += 1;
        for (const change of structuralDiff(before, bound(place.specimen, text)))
          told.add(
            `${place.specimen.name}: ${change.kind} ${change.what} ${change.address} ${JSON.stringify(change.words)}`,
          );
      }
    }
    expect(rewritten).toBeGreaterThan(0);
    expect([...told], `seed ${seed}`).toEqual([]);
  });
});

describe('parts', () => {
  test.each(good.map((specimen) => [specimen.name, specimen] as const))('of %s make up its text', (_name, specimen) => {
    const join = (part: Part): string => {
      if (part.parts.length === 0) return textOf(part);
      const gaps = gapsOf(part);
      return gaps[0] + part.parts.map((child, index) => join(child) + gaps[index + 1]).join('');
    };
    expect(join(partsOf(bound(specimen, specimen.text)))).toBe(specimen.text);
  });
});

describe('changes', () => {
  const documents = good.map((specimen) => ({ specimen, before: bound(specimen, specimen.text) }));
  const words = documents.map(({ before }) => wordPlaces(before));
  const someWord = fc
    .nat(documents.length - 1)
    .chain((at) => fc.record({ at: fc.constant(at), word: fc.nat((words[at]?.length ?? 1) - 1), crlf: fc.boolean() }));

  test('one word is one change, at its address', () => {
    fc.assert(
      fc.property(someWord, ({ at, word, crlf }) => {
        const { specimen, before } = documents[at] as (typeof documents)[number];
        const { part, holder, range } = (words[at] as WordPlace[])[word] as WordPlace;
        const text = `${specimen.text.slice(0, range.start)}wombat${specimen.text.slice(range.end)}`;
        const after = bound(specimen, crlf ? text.replaceAll('\n', '\r\n') : text);
        const changes = structuralDiff(before, after);
        const own = holder?.kind === 'item' && part.kind === 'paragraph' ? holder.address : part.address;
        expect(changes.map(({ kind, address }) => `${kind} ${address}`)).toEqual([`changed ${own}`]);
        const [change] = changes;
        const segments = change?.words ?? [];
        const side = (left: string): string =>
          segments.flatMap(({ kind, text }) => (kind === left ? [] : [text])).join('');
        expect([side('added'), side('removed')]).toEqual([change?.before, change?.after]);
        expect(segments.filter(({ kind }) => kind === 'added')).toEqual([{ kind: 'added', text: 'wombat' }]);
      }),
      { seed, numRuns: thorough ? 5000 : 120 },
    );
  });
});

/** Comments say nothing to a reader. */
function isComment({ text, at }: Planted): boolean {
  return /^<!--[\s\S]*-->$/u.test(text.slice(at.start, at.end).trim());
}

const faults: readonly Fault[] = [...structureFaults, ...textFaults, ...fieldFaults, ...tableFaults, ...linkFaults];

describe('a planted fault is a difference', () => {
  test.each(faults.map((fault) => [fault.name, fault] as const))('%s', (_name, fault) => {
    const missed: string[] = [];
    for (const place of places) {
      const before = bound(place.specimen, place.text);
      for (const draw of draws().slice(0, thorough ? 60 : 1)) {
        const mutant = fault.plant(place, draw);
        if (mutant === null || mutant.text === place.text || isComment(mutant)) continue;
        if (structuralDiff(before, bound(place.specimen, mutant.text)).length > 0) continue;
        missed.push(`${place.specimen.name}: ${JSON.stringify(mutant.text.slice(mutant.at.start, mutant.at.end))}`);
      }
    }
    expect(missed, `seed ${seed}`).toEqual([]);
  });
});
