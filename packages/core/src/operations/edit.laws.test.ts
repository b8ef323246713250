import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asWindows, bound, contextOf, editOf, plainly, textAfter } from '../../test/edit-bench.ts';
import { placesOf } from '../../test/mutation/places.ts';
import { type Rewrite, rewrites } from '../../test/mutation/rewrites.ts';
import { type Specimen, specimens } from '../../test/mutation/specimen.ts';
import { addressMap } from '../document/addresses.ts';
import type { BoundDocument } from '../document/document.ts';
import { type Part, partsOf } from '../edit/parts.ts';
import { applyEdit, type Edit, invertEdit } from '../text/edit.ts';
import { add } from './edit-add.ts';
import { remove } from './edit-remove.ts';
import { resolve } from './edit-resolve.ts';
import { set } from './edit-set.ts';
import { tick, untick } from './edit-tick.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);
const runs = { seed, numRuns: proof ? 3_000 : 100 };

const all = specimens();
const ways: readonly Rewrite[] = [{ name: 'as it is', rewrite: ({ text }) => text }, ...rewrites];

/** A good document, written as it is or in any other way that means the same. */
const written: fc.Arbitrary<Specimen> = fc
  .tuple(fc.constantFrom(...all), fc.constantFrom(...ways), fc.array(fc.nat(99), { minLength: 8, maxLength: 8 }))
  .map(([specimen, way, drawn]) => {
    let next = 0;
    const draw = (below: number): number => {
      next += 1;
      return (drawn[next % drawn.length] as number) % below;
    };
    const text = way.rewrite(placesOf(specimen), draw);
    return { ...specimen, name: `${specimen.name}, ${way.name}`, text: text ?? specimen.text };
  });

interface Place {
  readonly specimen: Specimen;
  readonly part: Part;
  toString(): string;
}

/** A document with one of its parts for which `wanted` holds. */
function partWhere(wanted: (part: Part) => boolean): fc.Arbitrary<Place> {
  return fc
    .tuple(written, fc.nat())
    .map(([specimen, nat]) => {
      const parts = [...partsOf(bound(specimen, specimen.text)).values()].filter(wanted);
      const part = parts[nat % Math.max(1, parts.length)];
      return part === undefined ? null : { specimen, part, toString: () => `${specimen.name} at ${part.address}` };
    })
    .filter((place) => place !== null);
}

function partOf(...kinds: readonly Part['kind'][]): fc.Arbitrary<Place> {
  return partWhere(({ kind }) => kinds.includes(kind));
}

const words = fc
  .array(fc.constantFrom('retry', 'Größe', '地図', '40 %', 'p95', 'a', 'Ω', '3'), { minLength: 1, maxLength: 6 })
  .map((list) => `New ${list.join(' ')}`);
const hostile = fc.oneof(
  fc.constantFrom(
    'a | b',
    'a \\| b',
    '`x | y`',
    'ends in \\',
    '# no heading',
    '<!-- open',
    '```',
    '- an item',
    'x\n\n## Heading\n\ny',
    'x\n**Status**: Approved',
    '[link](other.md#here)',
    '"quoted": yes # no comment',
    "it's",
    '[a, b]',
    'true',
    '007',
    '1.10',
    '---',
    '> quote',
    '| a | b |',
    '   ',
    'line\nline',
    '🙂'.repeat(20),
  ),
  fc.string({ minLength: 1, maxLength: 30 }),
);

/** A value that the template allows at a part. */
function allowedAt(part: Part, drawn: string, nat: number): string {
  const spec = part.kind === 'field' ? part.field.schema : part.kind === 'cell' ? part.cell.column?.schema : null;
  if (spec?.choices != null && spec.choices.length > 0) return spec.choices[nat % spec.choices.length] as string;
  if (spec?.type === 'date') return `2026-0${1 + (nat % 9)}-1${nat % 10}`;
  if (spec?.type === 'number') return String(nat);
  return drawn;
}

/** What stands at every leaf, read from the text by the public map of addresses. */
function leaves(document: BoundDocument, but: (address: string) => boolean): Map<string, string> {
  const { text } = document.source;
  const kinds = partsOf(document);
  return new Map(
    [...addressMap(document)]
      .filter(([address]) => !['section', 'row', 'table', 'group', 'preamble'].includes(kinds.get(address)?.kind ?? ''))
      .filter(([address]) => !but(address))
      .map(([address, { start, end }]) => [address, text.slice(start, end)]),
  );
}

function expectOnlyRangesChanged(text: string, edit: Edit): void {
  const after = applyEdit(text, edit);
  expect(applyEdit(after, invertEdit(text, edit))).toBe(text);
  let at = 0;
  let shift = 0;
  for (const { start, end, text: put } of edit) {
    expect(after.slice(at + shift, start + shift)).toBe(text.slice(at, start));
    shift += put.length - (end - start);
    at = end;
  }
  expect(after.slice(at + shift)).toBe(text.slice(at));
}

describe('set', () => {
  it('writes what is then read, and changes what is read nowhere else', async () => {
    await fc.assert(
      fc.asyncProperty(partOf('field', 'cell', 'item', 'description'), words, fc.nat(99), async (place, drawn, nat) => {
        const { text } = place.specimen;
        const { address } = place.part;
        const value = allowedAt(place.part, drawn, nat);
        const output = await set.run(contextOf(place.specimen, text), { values: [{ address, value }], ...plainly });
        const after = textAfter(output, place.specimen, text);
        expectOnlyRangesChanged(text, editOf(output, place.specimen.file) as Edit);
        const document = bound(place.specimen, after);
        const range = addressMap(document).get(address);
        const read = range === undefined ? null : after.slice(range.start, range.end);
        const isTerm = place.part.kind === 'item' && place.part.item.term !== null;
        if (isTerm) expect(read?.trimEnd().endsWith(value)).toBe(true);
        else expect(read?.replace(/^(["'])(.*)\1$/u, '$2')).toBe(value);
        const others = leaves(bound(place.specimen, text), (other) => other === address);
        expect(leaves(document, (other) => other === address)).toEqual(others);
      }),
      runs,
    );
  });

  it('holds any value or refuses it', async () => {
    await fc.assert(
      fc.asyncProperty(
        partOf('field', 'cell', 'item', 'description', 'title', 'section'),
        hostile,
        async (place, value) => {
          const { text } = place.specimen;
          const { address } = place.part;
          const context = contextOf(place.specimen, text);
          const edit = editOf(
            await set.run(context, { values: [{ address, value }], ...plainly, force: true }),
            place.specimen.file,
          );
          if (typeof edit === 'string') return;
          expectOnlyRangesChanged(text, edit);
          const isOwn = (other: string): boolean => other.startsWith(address);
          const before = leaves(bound(place.specimen, text), isOwn);
          expect(leaves(bound(place.specimen, applyEdit(text, edit)), isOwn)).toEqual(before);
        },
      ),
      runs,
    );
  });

  it('writes the same in files of Windows', async () => {
    await fc.assert(
      fc.asyncProperty(
        partOf('field', 'cell', 'item', 'description', 'section'),
        words,
        fc.nat(99),
        async (place, drawn, nat) => {
          const { text } = place.specimen;
          fc.pre(!isOfWindows(text));
          const values = [{ address: place.part.address, value: allowedAt(place.part, `${drawn}`, nat) }];
          const run = (content: string) =>
            set.run(contextOf(place.specimen, content), { values, ...plainly, force: true });
          const plain = textAfter(await run(text), place.specimen, text);
          const windows = asWindows(text);
          expect(textAfter(await run(windows), place.specimen, windows)).toBe(asWindows(plain));
        },
      ),
      runs,
    );
  });
});

/** Addresses of what holds items, rows and entries. */
function basesOf(each: Specimen): string[] {
  const parts = [...partsOf(bound(each, each.text)).values()];
  const bases = parts.flatMap((part) => {
    const isEntry = part.kind === 'row' || part.kind === 'group' || (part.kind === 'item' && part.item.depth === 0);
    const isRepeated = part.kind === 'section' && part.section.schema?.repeat != null;
    return isEntry || isRepeated ? [part.address.replace(/\[\d+\]$/u, '')] : [];
  });
  return [...new Set(bases)];
}

const holder = fc
  .tuple(written, fc.nat())
  .map(([each, nat]) => {
    const bases = basesOf(each);
    const base = bases[nat % Math.max(1, bases.length)];
    return base === undefined ? null : { specimen: each, base, toString: () => `${each.name} at ${base}` };
  })
  .filter((place) => place !== null);

const isOfWindows = (text: string): boolean => /[\r\uFEFF]/u.test(text);

describe('add and remove', () => {
  it('undo each other', async () => {
    await fc.assert(
      fc.asyncProperty(holder, words, fc.boolean(), async ({ specimen: each, base }, drawn, windows) => {
        const text = windows && !isOfWindows(each.text) ? asWindows(each.text) : each.text;
        const isGlossary = partsOf(bound(each, text)).get(`${base}[1]`);
        const isTerm = isGlossary?.kind === 'item' && isGlossary.item.term !== null;
        const added = await add.run(contextOf(each, text), {
          address: base,
          words: [isTerm ? `Term=${drawn}` : drawn],
          ...plainly,
        });
        const grown = textAfter(added, each, text);
        expect(grown.length).toBeGreaterThan(text.length);
        expectOnlyRangesChanged(text, editOf(added, each.file) as Edit);
        const address = added.kind === 'edited' ? (added.addresses[0] as string) : '';
        const gone = await remove.run(contextOf(each, grown), { addresses: [address], ...plainly });
        expect(textAfter(gone, each, grown)).toBe(text);
        if (text !== each.text) {
          const plain = await add.run(contextOf(each, each.text), {
            address: base,
            words: [isTerm ? `Term=${drawn}` : drawn],
            ...plainly,
          });
          expect(grown).toBe(asWindows(textAfter(plain, each, each.text)));
        }
      }),
      runs,
    );
  });

  it('takes away one part and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(partOf('item', 'row', 'group', 'section'), async ({ specimen: each, part }) => {
        const output = await remove.run(contextOf(each, each.text), { addresses: [part.address], ...plainly });
        const after = textAfter(output, each, each.text);
        expect(after.length).toBeLessThan(each.text.length);
        expect(/\n$/u.test(after)).toBe(/\n$/u.test(each.text));
        if (isOfWindows(each.text)) return;
        const windows = asWindows(each.text);
        const run = await remove.run(contextOf(each, windows), { addresses: [part.address], ...plainly });
        expect(textAfter(run, each, windows)).toBe(asWindows(after));
      }),
      runs,
    );
  });
});

describe('tick, untick and resolve', () => {
  const boxed = partWhere((part) => part.kind === 'item' && part.item.boxRange !== null);

  it('ticking and unticking undo each other', async () => {
    await fc.assert(
      fc.asyncProperty(boxed, async ({ specimen: each, part }) => {
        if (part.kind !== 'item') return;
        const [first, second] = part.item.checked === true ? [untick, tick] : [tick, untick];
        const input = { addresses: [part.address], ...plainly };
        const once = textAfter(await first.run(contextOf(each, each.text), input), each, each.text);
        expect(once.length).toBe(each.text.length);
        expect(once).not.toBe(each.text);
        // A tick in capitals comes back as a small one.
        const small = (text: string): string => text.replaceAll('[X]', '[x]');
        expect(small(textAfter(await second.run(contextOf(each, once), input), each, once))).toBe(small(each.text));
      }),
      runs,
    );
  });

  it('an answer given again replaces the first', async () => {
    await fc.assert(
      fc.asyncProperty(boxed, words, words, async ({ specimen: each, part }, one, two) => {
        const answered = async (text: string, answer: string): Promise<string> =>
          textAfter(
            await resolve.run(contextOf(each, text), { address: part.address, answer, ...plainly }),
            each,
            text,
          );
        const first = await answered(each.text, one);
        expect(await answered(first, two)).toBe(await answered(each.text, two));
        expect(await answered(first, one)).toBe(first);
      }),
      runs,
    );
  });
});

it('edits that want the same text are refused, whatever they are', async () => {
  await fc.assert(
    fc.asyncProperty(partOf('field', 'item'), words, async ({ specimen: each, part }, drawn) => {
      const value = allowedAt(part, drawn, 1);
      const values = [
        { address: part.address, value },
        { address: part.address, value: `${value} too` },
      ];
      const output = await set.run(contextOf(each, each.text), { values, ...plainly, force: true });
      expect(output).toMatchObject({ kind: 'refused' });
    }),
    runs,
  );
});
