import fc from 'fast-check';
import type { RootContent } from 'mdast';
import { expect, test } from 'vitest';
import { bound, contextOf } from '../../../test/edit-bench.ts';
import { placesOf } from '../../../test/mutation/places.ts';
import { rewrites } from '../../../test/mutation/rewrites.ts';
import { type Specimen, specimens, today } from '../../../test/mutation/specimen.ts';
import { digestsOf } from '../../lifecycle/digest.ts';
import { policyOf } from '../../lifecycle/policy.ts';
import type { Review } from '../../lifecycle/review.ts';
import { commentsOf } from '../../markdown/comments.ts';
import { rangeOf } from '../../markdown/source.ts';
import { sha256Of } from '../../text/hash.ts';
import type { OpenReview } from '../history-context.ts';
import { type BriefingContext, type BriefingOutput, briefing } from './briefing.ts';
import { briefingParts } from './briefing-parts.ts';
import type { CountTokens } from './fit-parts.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);
const runs = { seed, numRuns: proof ? 3_000 : 150 };

const all = specimens();

/** Good documents, as they are and written in any other way that means the same. */
const written: fc.Arbitrary<Specimen> = fc
  .tuple(fc.constantFrom(...all), fc.constantFrom(null, ...rewrites), fc.nat(99))
  .map(([specimen, way, drawn]) => {
    const text = way === null ? null : way.rewrite(placesOf(specimen), (below) => drawn % below);
    const name = `${specimen.name}, ${way?.name ?? 'as it is'}`;
    return { ...specimen, name, text: text ?? specimen.text, toString: () => name };
  });

/** Words and marks, one by one: unlike any model's count, but as unfair to long rows. */
const byWord: CountTokens = (text) => text.match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu)?.length ?? 0;
/** Longer texts cost more than the sum of their pieces, so what was reckoned piece by piece does not fit. */
const growing: CountTokens = (text) => Math.ceil(text.length ** 1.1 / 8);

function inContext(specimen: Specimen, countTokens: CountTokens): BriefingContext {
  const document = bound(specimen, specimen.text);
  const review: Review = {
    history: null,
    claims: [],
    policy: policyOf(specimen.schema),
    current: { bound: document, digests: digestsOf(document, new Map()) },
    revisionOf: () => null,
    assuranceOf: () => 'claimed',
    authorship: { authors: new Set(), edits: new Map(), editsAt: () => new Map() },
    errors: [],
    today,
    sees: () => true,
  };
  const opened = { file: specimen.file, review, revision: sha256Of(specimen.text) } as OpenReview;
  return {
    ...contextOf(specimen, specimen.text),
    histories: {
      async *open() {
        yield opened;
      },
      asker: async () => Promise.reject(new Error('nobody acts here')),
      shown: async () => null,
      record: async () => Promise.reject(new Error('nothing is recorded here')),
    },
    countTokens,
    others: async () => [],
    display: (file) => file,
    howToShow: (file, address) => `show ${file} ${address}`,
  };
}

function brief(specimen: Specimen, budget: number, countTokens = byWord): Promise<BriefingOutput> {
  return briefing.run(inContext(specimen, countTokens), { budget, sections: [] });
}

const budgets = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 3000 }));

test(`is never longer than its budget, and cuts nothing in two (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(written, budgets, fc.constantFrom(byWord, growing), async (specimen, budget, countTokens) => {
      const output = await brief(specimen, budget, countTokens);
      if (output.kind === 'too-small') {
        expect(output.least).toBeGreaterThan(budget);
        return;
      }
      if (output.kind !== 'told') throw new Error(output.kind);
      expect(countTokens(output.text)).toBe(output.tokens);
      expect(output.tokens).toBeLessThanOrEqual(budget);
      const parts = new Map(briefingParts(bound(specimen, specimen.text)).map((part) => [part.address, part]));
      for (const { address, told, pieces } of output.parts) {
        expect(told).toBeLessThanOrEqual(pieces);
        for (const piece of parts.get(address)?.pieces.slice(0, told) ?? []) expect(output.text).toContain(piece.text);
        if (told < pieces) expect(output.text).toContain('## Left out');
      }
    }),
    runs,
  );
});

test(`holds every block of the document when there is room (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(written, async (specimen) => {
      const output = await brief(specimen, 1_000_000);
      if (output.kind !== 'told') throw new Error(output.kind);
      expect(output.text).not.toContain('## Left out');
      const { source, title, fields } = bound(specimen, specimen.text);
      const comments = new Set(commentsOf(source).map(({ node }) => node));
      const apart = (block: RootContent): boolean =>
        block.type === 'yaml' ||
        block.type === 'heading' ||
        (block.type === 'html' && comments.has(block)) ||
        fields.some(({ range }) => range.start >= rangeOf(block).start && range.end <= rangeOf(block).end);
      const blocks = source.tree.children.filter((block) => !apart(block));
      for (const { value } of fields) expect(output.text).toContain(value.plain);
      const texts = blocks.map(rangeOf).map(({ start, end }) => source.text.slice(start, end).trim());
      expect(texts.filter((text) => !output.text.includes(text))).toEqual([]);
      if (title !== null) expect(output.text).toContain(title.name);
    }),
    runs,
  );
});

test(`is content with exactly the room it needs, and with no less (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(written, async (specimen) => {
      const output = await brief(specimen, 1_000_000);
      if (output.kind !== 'told') throw new Error(output.kind);
      const exact = await brief(specimen, output.tokens);
      const less = await brief(specimen, output.tokens - 1);
      expect(exact).toMatchObject({ kind: 'told', text: output.text.replaceAll('1000000', String(output.tokens)) });
      if (less.kind === 'told') expect(less.text).not.toBe(output.text);
    }),
    runs,
  );
});
