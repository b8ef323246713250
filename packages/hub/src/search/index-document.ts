import { createHash } from 'node:crypto';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import type { History } from '@specwright/core/lifecycle/fold.ts';
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { searchCounted, searchDocument, searchPart, searchWord } from '../database/tables/search.ts';
import { type Choices, choiceSigns } from './choices.ts';
import { type Part, type PartRow, searchRows, sectionSigns, wordsOfPart } from './search-rows.ts';
import { trigramsOf } from './trigrams.ts';
import type { DocumentWords } from './word-vector.ts';
import { wordsOf } from './words.ts';

/** What a document can be chosen and listed by beside its words. */
export interface Standing extends Omit<Choices, 'month'> {
  readonly title: string;
  readonly restricted: boolean;
  readonly removed: boolean;
  readonly updatedAt: Date;
}

/** A document as it is now. */
export interface IndexedDocument {
  readonly bound: BoundDocument;
  readonly history: History | null;
  readonly standing: Standing;
}

/** How many rows are written at once. */
const batch = 500;

/** Lets searches find a document as it is now, in the transaction that writes it. Rows that say the same already are left alone. */
export async function indexDocument(queries: Queries, { bound, history, standing }: IndexedDocument): Promise<void> {
  const { id } = standing;
  const { parts, words } = searchRows(bound, history);
  const changed = await changedParts(queries, id, parts);
  for (let start = 0; start < changed.length; start += batch) {
    const some = changed.slice(start, start + batch);
    await queries
      .with(queries.$with('learnt', {}).as(learning(some)))
      .insert(searchPart)
      .values(some.map((part) => ({ ...part, words: wordsOfPart(part), document: id })))
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
  await indexWhole(queries, standing, words);
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

async function indexWhole(queries: Queries, standing: Standing, words: DocumentWords): Promise<void> {
  const { id, workspace, restricted, removed, updatedAt, title, status, template, authors, turns } = standing;
  const month = updatedAt.toISOString().slice(0, 7);
  for (const sign of choiceSigns({ ...standing, month })) words.addSign(sign);
  const counted = [[status, template, month], [...authors], [...turns]].map(countedBy);
  const learnt = queries.$with('learnt', {}).as(sql`
    insert into ${searchCounted} select * from unnest(
      ${sql.param(counted.map(({ key }) => key))}::bigint[], ${sql.param(counted.map(({ values }) => values))}::text[]
    ) as counted(key, values)
    where not exists (select 1 from ${searchCounted} where ${searchCounted.key} = counted.key)`);
  const [ofStanding, ofAuthors, ofTurns] = counted.map(({ key }) => key) as [bigint, bigint, bigint];
  const keys = { standing: ofStanding, authors: ofAuthors, turns: ofTurns };
  const row = { workspace, restricted, removed, updatedAt, title, ...keys, words: words.toString() };
  await queries
    .with(learnt)
    .insert(searchDocument)
    .values({ ...row, document: id })
    .onConflictDoUpdate({ target: searchDocument.document, set: row });
}

/** Values that documents are counted by, with their key. */
export function countedBy(values: readonly (string | null)[]): { readonly key: bigint; readonly values: string } {
  const json = JSON.stringify(values);
  return { key: createHash('sha256').update(json).digest().readBigInt64BE(), values: json };
}

/** Keeps words for those who mistype them, and names of sections. Nobody waits for another writer here, so two may add the same word. */
function learning(parts: readonly Part[]): SQL {
  const told = parts.flatMap(({ heading, text }) => wordsOf(`${heading}\n${text}`)).map(({ lexeme }) => lexeme);
  const words = told.filter((word) => /^(?!\p{N}+$)[\p{L}\p{M}\p{N}]{4,30}$/u.test(word));
  const signs = parts.flatMap((part) => [...sectionSigns(part)]);
  const rows = [
    ...[...new Set(words)].map((word) => ({ word, trigrams: trigramsOf(word) })),
    ...[...new Set(signs)].map((word) => ({ word, trigrams: [] })),
  ];
  return sql`
    insert into ${searchWord} select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as told(word text, trigrams text[])
    where not exists (select 1 from ${searchWord} where ${searchWord.word} = told.word)`;
}
