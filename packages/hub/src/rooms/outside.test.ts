import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Doc, encodeStateAsUpdate } from 'yjs';
import { testDatabase } from '../../test/database.ts';
import { cutRevision, writeDocument, writeRevision } from '../../test/written-document.ts';
import { document, keptText, revision } from '../database/tables/documents.ts';
import { cutRoom, sequenceOf } from './cut.ts';
import { appendUpdates, beginRoom, docOf, foldLog, readAfter, textOf } from './log.ts';
import { applyOutside } from './outside.ts';
import { TEXT } from './written-update.ts';

const database = await testDatabase();
let made = 0;

/** A document whose room has begun. */
async function documentWith(text: string): Promise<string> {
  made += 1;
  const id = `d${made}`;
  await database.transaction(async (queries) => {
    await writeDocument(queries, id, text);
    await beginRoom(queries, id);
  });
  return id;
}

async function roomDoc(id: string): Promise<Doc> {
  return docOf((await readAfter(database.queries, id, 0))?.updates ?? []);
}

/** Somebody types in the room. */
async function type(id: string, who: string, change: (doc: Doc) => void): Promise<void> {
  const doc = await roomDoc(id);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.transact(() => change(doc));
  const entries = updates.map((bytes) => ({ bytes, who }));
  await database.transaction((queries) => appendUpdates(queries, id, entries, { process: '-', authors: [who] }));
}

async function writeElsewhere(id: string, base: string, text: string): Promise<void> {
  await database.transaction(async (queries) => {
    await queries.select().from(document).where(eq(document.id, id)).for('update');
    await writeRevision(queries, id, text, ['api@x.org'], 'api');
    await applyOutside(queries, { document: id, base, text, who: 'api@x.org' });
  });
}

async function newest(id: string): Promise<string> {
  const [found] = await database.queries
    .select({ text: keptText.text })
    .from(document)
    .innerJoin(keptText, eq(keptText.digest, document.revision))
    .where(eq(document.id, id));
  return found?.text ?? '';
}

const cut = (id: string) => database.transaction((queries) => cutRoom(queries, id, cutRevision));

test('a write from elsewhere is an edit among what people type', async () => {
  const base = 'The cat sat on the mat.\nIt slept.\n';
  const id = await documentWith(base);
  await type(id, 'ada@x.org', (doc) => doc.getText(TEXT).insert(4, 'old '));
  await writeElsewhere(id, base, 'The cat sat on the red mat.\nIt slept well.\n');
  expect(textOf(await roomDoc(id))).toBe('The old cat sat on the red mat.\nIt slept well.\n');
  expect(await cut(id)).toMatchObject({ sequence: 2 });
  expect(await newest(id)).toBe('The old cat sat on the red mat.\nIt slept well.\n');
  const authors = await database.queries
    .select({ authors: revision.authors, via: revision.via })
    .from(revision)
    .where(eq(revision.document, id))
    .orderBy(revision.version);
  expect(authors).toEqual([
    { authors: ['api@x.org'], via: 'api' },
    { authors: ['ada@x.org'], via: 'room' },
  ]);
});

test('a write that is based on an older revision is carried over to the newest', async () => {
  const base = 'One.\nTwo.\nThree.\n';
  const id = await documentWith(base);
  await type(id, 'ada@x.org', (doc) => doc.getText(TEXT).insert(0, 'Zero.\n'));
  await cut(id);
  await type(id, 'ada@x.org', (doc) => doc.getText(TEXT).insert(10, '!'));
  await database.transaction((queries) =>
    applyOutside(queries, { document: id, base, text: 'One.\nTwo and a half.\nThree.\n', who: 'git@x.org' }),
  );
  expect(textOf(await roomDoc(id))).toBe('Zero.\nOne.!\nTwo and a half.\nThree.\n');
});

test('what people typed within words that a write on an older revision takes away stays', async () => {
  const base = 'One two three four.\n';
  const id = await documentWith(base);
  await type(id, 'ada@x.org', (doc) => {
    doc.getText(TEXT).delete(8, 5);
    doc.getText(TEXT).insert(8, 'kept');
  });
  await cut(id);
  await database.transaction((queries) =>
    applyOutside(queries, { document: id, base, text: 'One new.\n', who: 'git@x.org' }),
  );
  expect(textOf(await roomDoc(id))).toBe('One newkept.\n');
});

test('a revision that was written without telling the room is in it when the next one is cut', async () => {
  const id = await documentWith('One.\n');
  await type(id, 'ada@x.org', (doc) => doc.getText(TEXT).insert(0, 'Zero.\n'));
  await database.transaction((queries) => writeRevision(queries, id, 'One.\nTwo.\n', ['api@x.org'], 'api'));
  await cut(id);
  expect(await newest(id)).toBe('Zero.\nOne.\nTwo.\n');
  expect(await database.transaction((queries) => sequenceOf(queries, id))).toEqual({
    sequence: 2,
    revisionSequence: 2,
  });
});

test('what is written while the log is folded stays', async () => {
  const id = await documentWith('');
  await type(id, 'ada@x.org', (doc) => doc.getText(TEXT).insert(0, 'one '));
  const state = encodeStateAsUpdate(await roomDoc(id));
  await type(id, 'ada@x.org', (doc) => doc.getText(TEXT).insert(0, 'two '));
  await foldLog(database.queries, id, 1, state);
  expect(await readAfter(database.queries, id, 0)).toMatchObject({ sequence: 2, snapshotSequence: 1 });
  expect(textOf(await roomDoc(id))).toBe('two one ');
  expect((await readAfter(database.queries, id, 1))?.updates).toHaveLength(1);
});

/** Puts marked words in, each where the text is so far through, and takes away letters before it that were in the base. */
function change(base: string, changes: readonly { at: number; gone: number }[], mark: string): string {
  let now = base;
  for (const [index, { at, gone }] of changes.entries()) {
    const place = Math.floor(at * now.length);
    const before = now.slice(0, place);
    const isWithinMark = before.lastIndexOf('‹') > before.lastIndexOf('›');
    const kept = before.slice(Math.max(0, place - gone)).includes('›')
      ? before
      : before.slice(0, Math.max(0, place - gone));
    now = isWithinMark ? `${now}‹${mark}${index}›` : `${kept}‹${mark}${index}›${now.slice(place)}`;
  }
  return now;
}

test('no word that either side writes is lost, wherever both write', async () => {
  const words = fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), gone: fc.nat(9) }), {
    minLength: 1,
    maxLength: 6,
  });
  const base = `${'The quick brown fox jumps over the lazy dog.\n\n'.repeat(6)}終わり\n`;
  await fc.assert(
    fc.asyncProperty(words, words, fc.boolean(), async (inside, outside, cutBetween) => {
      const id = await documentWith(base);
      const typed = change(base, inside, 'in');
      await database.transaction((queries) =>
        applyOutside(queries, { document: id, base, text: typed, who: 'a@x.org' }),
      );
      if (cutBetween) await cut(id);
      const text = change(base, outside, 'out');
      await database.transaction((queries) => applyOutside(queries, { document: id, base, text, who: 'b@x.org' }));
      const now = textOf(await roomDoc(id));
      for (const [index] of inside.entries()) expect(now).toContain(`‹in${index}›`);
      for (const [index] of outside.entries()) expect(now).toContain(`‹out${index}›`);
    }),
    { numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 1_000 : 40, endOnFailure: true },
  );
});
