import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bindDocument } from '../src/document/bind.ts';
import type { BoundDocument, BoundSection } from '../src/document/document.ts';
import { type DocumentDigests, digestsOf } from '../src/lifecycle/digest.ts';
import { mdastParser } from '../src/markdown/mdast-parser.ts';
import { nativeParser } from '../src/markdown/native-parser.ts';
import { readMarkdown } from '../src/markdown/source.ts';
import { hostileTexts } from './hostile-texts.ts';
import type { Draw } from './mutation/fault.ts';
import { harmlessNames, livingChanges } from './mutation/harmless.ts';
import { placesOf } from './mutation/places.ts';
import { realChanges } from './mutation/real-changes.ts';
import { type Rewrite, rewrites } from './mutation/rewrites.ts';
import { parser, type Specimen, specimens } from './mutation/specimen.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);
const all = specimens();

const names = fc.constantFrom(...all.map(({ name }) => name));
const numbers = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });

function specimenNamed(name: string): Specimen {
  return all.find((each) => each.name === name) as Specimen;
}

/** A stream of choices as the rewrites take them. */
function drawing(stream: readonly number[]): Draw {
  let next = 0;
  return (below) => {
    next += 1;
    return (stream[next % stream.length] as number) % below;
  };
}

function bound({ schema, file }: Specimen, text: string, by = parser): BoundDocument {
  return bindDocument({ file, source: readMarkdown(text, by), schema });
}

function digests(of: Specimen, text: string, by = parser): DocumentDigests {
  return digestsOf(bound(of, text, by));
}

/** Addresses whose digests differ, those that only one has included. */
function differing(one: ReadonlyMap<string, string>, two: ReadonlyMap<string, string>): string[] {
  return [...new Set([...one.keys(), ...two.keys()])].filter((address) => one.get(address) !== two.get(address)).sort();
}

const harmless = [...rewrites.filter(({ name }) => harmlessNames.includes(name)), ...livingChanges];

/** Rewrites of headings know those with number signs before them only. */
function rewritten(of: Specimen, rewrite: Rewrite['rewrite'], draw: Draw): string | null {
  const places = placesOf(of);
  const headings = places.headings.filter(({ words }) => !words.includes('\n') && !words.endsWith('#'));
  return rewrite({ ...places, headings }, draw);
}

describe('digests stay the same', () => {
  test('every harmless rewrite is one that exists', () => {
    expect(harmlessNames.filter((name) => !rewrites.some((rewrite) => rewrite.name === name))).toEqual([]);
  });

  test.each(harmless.map((rewrite) => [rewrite.name, rewrite] as const))('under %s', (_name, { rewrite }) => {
    let count = 0;
    fc.assert(
      fc.property(names, numbers, (name, stream) => {
        const of = specimenNamed(name);
        const text = rewritten(of, rewrite, drawing(stream));
        if (text === null) return;
        count += 1;
        const [before, after] = [digests(of, of.text), digests(of, text)];
        expect(differing(before.own, after.own)).toEqual([]);
        expect(differing(before.sections, after.sections)).toEqual([]);
        expect([...after.order]).toEqual([...before.order]);
        expect(after.document).toBe(before.document);
      }),
      { seed, numRuns: proof ? 500 : 40 },
    );
    expect(count, 'no specimen has a place for this').toBeGreaterThan(0);
  });

  test('under several rewrites one after the other', () => {
    const steps = fc.uniqueArray(fc.constantFrom(...harmless.map(({ name }) => name)), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(names, steps, numbers, (name, chosen, stream) => {
        const of = specimenNamed(name);
        const draw = drawing(stream);
        const text = chosen.reduce((now, step) => {
          // Places are found by line feeds.
          if (now.includes('\r') || now.startsWith('\uFEFF')) return now;
          const rewrite = harmless.find((each) => each.name === step)?.rewrite as Rewrite['rewrite'];
          return rewritten({ ...of, text: now }, rewrite, draw) ?? now;
        }, of.text);
        expect(digests(of, text).document).toBe(digests(of, of.text).document);
      }),
      { seed, numRuns: proof ? 2000 : 80 },
    );
  });

  test('with either parser', () => {
    for (const of of all) {
      const [one, two] = [digests(of, of.text, nativeParser), digests(of, of.text, mdastParser)];
      expect([...two.own]).toEqual([...one.own]);
      expect(two.document).toBe(one.document);
    }
  });
});

describe('digests change', () => {
  test.each(realChanges.map((change) => [change.name, change] as const))(
    'with %s, there and above',
    (_name, { change, where }) => {
      let changed = 0;
      fc.assert(
        fc.property(names, numbers, (name, stream) => {
          const of = specimenNamed(name);
          const found = change(bound(of, of.text), drawing(stream));
          if (found === null) return;
          changed += 1;
          const [before, after] = [digests(of, of.text), digests(of, found.text)];
          const note = JSON.stringify(found);
          expect(after.document, note).not.toBe(before.document);
          if (where === 'anywhere') return;
          expect(differing(before.own, after.own), note).toEqual([found.address]);
          expect(differing(before.sections, after.sections), note).toEqual(
            withAncestors(bound(of, of.text), found.address),
          );
        }),
        { seed, numRuns: proof ? 1000 : 60 },
      );
      expect(changed, 'no specimen has a place for this').toBeGreaterThan(0);
    },
  );
});

function withAncestors({ allSections }: BoundDocument, address: string): string[] {
  const above: string[] = address === '(document)' ? [] : [address];
  let section: BoundSection | null = allSections.find((each) => each.address === address)?.parent ?? null;
  for (; section !== null; section = section.parent) above.push(section.address);
  return above.sort();
}

describe('hostile texts', () => {
  test.each(Object.entries(hostileTexts))('%s', (_name, text) => {
    const of = all[0] as Specimen;
    const document = bound(of, text());
    const started = performance.now();
    expect(digestsOf(document).document).toMatch(/^v1:[0-9a-f]{64}$/u);
    expect(performance.now() - started).toBeLessThan(proof ? 60_000 : 10_000);
  });
});

describe('golden vectors', () => {
  /** Line ends and byte order marks as other systems write them. */
  const variants: Readonly<Record<string, (text: string) => string>> = {
    'as it is': (text) => text,
    'line ends of Windows': (text) => text.replaceAll('\n', '\r\n'),
    'a byte order mark': (text) => `\uFEFF${text}`,
    both: (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`,
  };

  test.each(Object.entries(variants))('are met on every system: %s', async (_name, variant) => {
    for (const by of [nativeParser, mdastParser]) {
      const vectors = all.map((of) => {
        const { document, sections } = digests(of, variant(of.text), by);
        return [of.name, { document, sections: Object.fromEntries(sections) }] as const;
      });
      const text = `${JSON.stringify(Object.fromEntries(vectors), null, 2)}\n`;
      await expect(text).toMatchFileSnapshot('digest-vectors.json');
    }
  });
});
