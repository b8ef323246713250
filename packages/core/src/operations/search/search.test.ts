import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bound, contextOf } from '../../../test/edit-bench.ts';
import { type Specimen, specimens } from '../../../test/mutation/specimen.ts';
import { type SearchInput, type SearchOutput, search } from '../search.ts';

const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);
const numRuns = process.env.SPECWRIGHT_PROOF === '1' ? 2_000 : 100;
const all = specimens();

function find(input: Partial<SearchInput>, documents: readonly Specimen[] = all): Promise<SearchOutput> {
  const [first] = documents as [Specimen];
  const context = contextOf(first, first.text);
  const opened = documents.map((specimen) => ({
    bound: bound(specimen, specimen.text),
    template: { file: specimen.schema.file, origin: 'option', score: null } as const,
  }));
  return search.run(
    { ...context, documents: { ...context.documents, open: async () => opened } },
    { words: '', field: null, where: [], limit: 200, ...input },
  );
}

test(`finds every document by any word of it, at a line that holds the word (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...all), fc.nat(), async (specimen, nat) => {
      const document = bound(specimen, specimen.text);
      const words = document.allSections.flatMap(({ content: { range } }) =>
        [...specimen.text.slice(range.start, range.end).matchAll(/[\p{L}\p{N}]+/gu)].map(([word]) => word),
      );
      const word = words[nat % words.length] as string;
      const { documents } = await find({ words: word });
      const found = documents.filter(({ file }) => file === specimen.file);
      expect(found.length).toBeGreaterThan(0);
      for (const { file, places } of documents) {
        const texts = all.filter((one) => one.file === file).map(({ text }) => text.split('\n'));
        for (const { line } of places) {
          const held = texts.some((lines) => lines[line - 1]?.toLowerCase().includes(word.toLowerCase()));
          expect(held).toBe(true);
        }
      }
    }),
    { seed, numRuns },
  );
});

test('puts documents with all of the words before those with some, and a title before a body', async () => {
  const [one] = all as [Specimen];
  const written = (file: string, title: string, body: string): Specimen => ({
    ...one,
    file,
    text: `# ${title}\n\n## Problem\n\n${body}\n`,
  });
  const documents = [
    written('a.md', 'Boats', 'anchors anchors anchors anchors'),
    written('b.md', 'Trains', 'anchors and chains'),
    written('c.md', 'Anchors', 'of ships'),
  ];
  const { documents: found } = await find({ words: 'anchors chains' }, documents);
  expect(found.map(({ file }) => file)).toEqual(['b.md', 'c.md', 'a.md']);
  const quoted = await find({ words: '"anchors and chains"' }, documents);
  expect(quoted.documents.map(({ file }) => file)).toEqual(['b.md']);
  // Words begin where words begin: `chors` is none.
  expect((await find({ words: 'chors' }, documents)).found).toBe(0);
  expect((await find({ words: 'anch' }, documents)).found).toBe(3);
});

test('looks into one field, and says when nothing has it', async () => {
  const risky = await find({ words: 'the', field: ['risks'] });
  for (const { places } of risky.documents) for (const { address } of places) expect(address).toContain('risk');
  expect(risky.unknownField).toBe(false);
  expect(await find({ words: 'the', field: ['no-such-field'] })).toMatchObject({ unknownField: true, found: 0 });
});

test('gives no more than was asked for, and counts all', async () => {
  const many = await find({ words: 'the' });
  const few = await find({ words: 'the', limit: 2 });
  expect(few.documents).toEqual(many.documents.slice(0, 2));
  expect(few.found).toBe(many.found);
});

test('a long line is cut around the word', async () => {
  const [one] = all as [Specimen];
  const text = `# Long\n\n## Problem\n\n${'far away '.repeat(200)}needle ${'beyond '.repeat(200)}\n`;
  const { documents } = await find({ words: 'needle' }, [{ ...one, file: 'long.md', text }]);
  const [place] = documents[0]?.places ?? [];
  expect(place?.text).toContain('needle');
  expect(place?.text.length).toBeLessThanOrEqual(162);
});
