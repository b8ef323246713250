import { type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, projection } from '../database/tables/documents.ts';
import { searchDocument } from '../database/tables/search.ts';
import type { Caller } from '../rights/right.ts';
import { conditionsFor, type Filter } from './conditions.ts';
import { momentOf, type Place, readCursor, writeCursor } from './cursor.ts';
import { type ListedDocument, type ListedRow, listed, listedColumns } from './listed-document.ts';

export interface ListInput {
  /** Id; null for all workspaces. */
  readonly workspace: string | null;
  readonly filters: readonly Filter[];
  readonly sort: { readonly by: SortKey; readonly descending: boolean };
  /** From the page before; null for the first. */
  readonly cursor: string | null;
  /** The most documents of a page. */
  readonly limit: number;
}

export interface ListPage {
  readonly documents: readonly ListedDocument[];
  /** Null when this is the last page. */
  readonly next: string | null;
  /** Keys of filters that no document has. */
  readonly unknown: readonly string[];
}

export const sortKeys = ['updated', 'title'] as const;
export type SortKey = (typeof sortKeys)[number];

/** What documents are sorted by, as one value of a column and as the cursor gives it back. */
const orders: Readonly<Record<SortKey, { readonly value: SQL; readonly placed: (value: string) => SQL }>> = {
  updated: { value: sql`${searchDocument.updatedAt}`, placed: momentOf },
  title: { value: sql`${projection.title}`, placed: (value) => sql`${value}` },
};

/**
 * A page of the documents that a caller may read and that meet all filters. Pages follow each other without gap or double
 * whatever changes between them, but for documents that change their own place. Throws `BadCursor`.
 */
export async function listDocuments(queries: Queries, caller: Caller, input: ListInput): Promise<ListPage> {
  const { workspace, filters, sort, cursor, limit } = input;
  const { where, unknown } = await conditionsFor(queries, caller, { workspace, query: { terms: [] }, filters });
  const order = `${sort.by}${sort.descending ? ' down' : ''}`;
  const direction = sql.raw(sort.descending ? 'desc' : 'asc');
  const { value, placed } = orders[sort.by];
  const after = cursor === null ? null : readCursor(order, cursor, ['', '']);
  const further =
    after === null
      ? sql``
      : sql`and (${value}, ${searchDocument.document}) ${sql.raw(sort.descending ? '<' : '>')}
          (${placed(String(after[0]))}, ${String(after[1])})`;
  const { rows } = await queries.execute<ListedRow & { readonly sorted: string }>(sql`
    select ${listedColumns}, (${value})::text as sorted
    from ${searchDocument}
    join ${document} on ${document.id} = ${searchDocument.document}
    join ${projection} on ${projection.document} = ${searchDocument.document}
    where ${where} ${further}
    order by ${value} ${direction}, ${searchDocument.document} ${direction}
    limit ${limit + 1}`);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const place: Place | null = last === undefined ? null : [last.sorted, last.id];
  return {
    documents: rows.slice(0, limit).map(listed),
    next: place === null ? null : writeCursor(order, place),
    unknown,
  };
}
