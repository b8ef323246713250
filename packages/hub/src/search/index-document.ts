import type { BoundDocument } from '@specwright/core/document/document.ts';
import type { History } from '@specwright/core/lifecycle/fold.ts';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, projection, turn } from '../database/tables/documents.ts';
import { searchDocument, searchPart, searchWord } from '../database/tables/search.ts';
import { choiceSigns } from './choices.ts';
import { type PartRow, searchRows } from './search-rows.ts';
import { trigramsOf } from './trigrams.ts';
import type { WordVector } from './word-vector.ts';

/** A document as it is now. */
export interface IndexedDocument {
  /** Its id. */
  readonly document: string;
  readonly bound: BoundDocument;
  readonly history: History | null;
}

/** How many rows are written at once. */
const batch = 500;

/**
 * Lets searches find a document as it is now, in the transaction that writes it. Call it when its projection and its turns are
 * written, for their status, authors and roles are what searches choose by. Rows that say the same already are left alone.
 */
export async function indexDocument(
  queries: Queries,
  { document: id, bound, history }: IndexedDocument,
): Promise<void> {
  const { parts, words } = searchRows(bound, history);
  const changed = await changedParts(queries, id, parts);
  for (let start = 0; start < changed.length; start += batch) {
    const rows = changed.slice(start, start + batch).map((part) => ({ ...part, document: id }));
    await queries
      .insert(searchPart)
      .values(rows)
      .onConflictDoUpdate({
        target: [searchPart.document, searchPart.key],
        set: {
          heading: sql`excluded.heading`,
          text: sql`excluded.text`,
          words: sql`excluded.words`,
          digest: sql`excluded.digest`,
        },
      });
  }
  if (changed.length > 0) await learnWords(queries, words);
  await indexWhole(queries, id, words);
}

/** Lets searches find nothing, before every document is indexed anew. */
export async function emptyIndex(queries: Queries): Promise<void> {
  for (const table of [searchDocument, searchPart, searchWord]) await queries.delete(table);
}

/** Lets searches find a document no more, before it is indexed anew in the same transaction. */
export async function forgetIndexed(queries: Queries, id: string): Promise<void> {
  await queries.delete(searchDocument).where(eq(searchDocument.document, id));
  await queries.delete(searchPart).where(eq(searchPart.document, id));
}

/** Takes away the rows of parts that are gone, and says which are to be written. */
async function changedParts(queries: Queries, id: string, parts: readonly PartRow[]): Promise<PartRow[]> {
  const stored = await queries
    .select({ key: searchPart.key, digest: searchPart.digest })
    .from(searchPart)
    .where(eq(searchPart.document, id));
  const known = new Map(stored.map(({ key, digest }) => [key, digest]));
  const kept = new Set(parts.map(({ key }) => key));
  const gone = [...known.keys()].filter((key) => !kept.has(key));
  if (gone.length > 0)
    await queries.delete(searchPart).where(and(eq(searchPart.document, id), inArray(searchPart.key, gone)));
  return parts.filter(({ key, digest }) => known.get(key) !== digest);
}

async function indexWhole(queries: Queries, id: string, words: WordVector): Promise<void> {
  const [stands] = await queries
    .select({
      workspace: document.workspace,
      restricted: document.restricted,
      removed: document.removed,
      updatedAt: document.updatedAt,
      title: sql<string>`coalesce(${projection.title}, '')`,
      status: projection.status,
      template: projection.template,
      authors: sql<string[]>`coalesce(${projection.author}, '{}')`,
      archived: sql<boolean>`coalesce(${projection.archived}, false)`,
    })
    .from(document)
    .leftJoin(projection, eq(projection.document, document.id))
    .where(eq(document.id, id));
  if (stands === undefined) return;
  const waiting = await queries
    .selectDistinct({ who: turn.who })
    .from(turn)
    .where(eq(turn.document, id))
    .orderBy(turn.who);
  const turns = waiting.map(({ who }) => who);
  const month = stands.updatedAt.toISOString().slice(0, 7);
  for (const sign of choiceSigns({ ...stands, id, turns, month })) words.addSign(sign);
  const row = { ...stands, turns, month, words: words.toString() };
  await queries
    .insert(searchDocument)
    .values({ ...row, document: id })
    .onConflictDoUpdate({ target: searchDocument.document, set: row });
}

/** Keeps words for those who mistype them. Nobody waits for another writer here, so two may add the same word. */
async function learnWords(queries: Queries, vector: WordVector): Promise<void> {
  const words = vector.words().filter((word) => /^(?!\p{N}+$)[\p{L}\p{M}\p{N}]{4,30}$/u.test(word));
  for (let start = 0; start < words.length; start += batch) {
    const some = words.slice(start, start + batch);
    const stored = await queries
      .select({ word: searchWord.word })
      .from(searchWord)
      .where(inArray(searchWord.word, some));
    const known = new Set(stored.map(({ word }) => word));
    const fresh = some.filter((word) => !known.has(word));
    if (fresh.length > 0)
      await queries.insert(searchWord).values(fresh.map((word) => ({ word, trigrams: trigramsOf(word) })));
  }
}
