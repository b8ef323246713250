import { type SQL, sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { document, projection } from '../database/tables/documents.ts';
import { searchDocument } from '../database/tables/search.ts';
import type { Caller } from '../rights/right.ts';
import { ask } from './ask.ts';
import { type Conditions, conditionsFor, type Filter, whole } from './conditions.ts';
import { momentOf, readCursor, writeCursor } from './cursor.ts';
import { fromIndexed, indexed } from './indexed.ts';
import { type ListedDocument, type ListedRow, listed, listedColumns } from './listed-document.ts';
import { newestHits, recentMonths } from './newest-hits.ts';

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

/** What documents are sorted by, as one value of a column, the same of a hit, and as the cursor gives it back. */
const orders: Readonly<
  Record<SortKey, { readonly value: SQL; readonly ofHit: SQL; readonly placed: (value: string) => SQL }>
> = {
  updated: { value: sql`${indexed.updatedAt}`, ofHit: sql`hit.updated_at`, placed: momentOf },
  title: { value: sql`${indexed.title}`, ofHit: sql`hit.title`, placed: (value) => sql`${value}` },
};

/**
 * A page of the documents that a caller may read and that meet all filters. Pages follow each other without gap or double
 * whatever changes between them, but for documents that change their own place. Throws `BadCursor`.
 */
export function listDocuments(database: Database, caller: Caller, input: ListInput): Promise<ListPage> {
  return ask(database, async (queries) => {
    const { workspace, filters } = input;
    const conditions = await conditionsFor(queries, caller, { workspace, query: { terms: [] }, filters });
    const rows = await rowsOf(queries, conditions, input);
    const last = rows.length > input.limit ? rows[input.limit - 1] : undefined;
    return {
      documents: rows.slice(0, input.limit).map(listed),
      next: last === undefined ? null : writeCursor(orderOf(input), [last.sorted, last.id]),
      unknown: conditions.unknown,
    };
  });
}

function orderOf({ sort }: ListInput): string {
  return `${sort.by}${sort.descending ? ' down' : ''}`;
}

type SortedRow = ListedRow & { readonly sorted: string };

/** The documents of a page, and one more when it is not the last. */
async function rowsOf(queries: Queries, conditions: Conditions, input: ListInput): Promise<SortedRow[]> {
  const ids = await idsOf(queries, conditions, input);
  const { rows } = await queries.execute<SortedRow>(sql`
    select ${listedColumns}, ${orders[input.sort.by].ofHit}::text as sorted
    from unnest(${sql.param(ids)}::text[]) with ordinality as shown(id, place)
    join ${searchDocument} as hit on hit.id = shown.id
    join ${document} on ${document.id} = shown.id
    join ${projection} on ${projection.document} = shown.id
    order by shown.place`);
  return rows;
}

async function idsOf(queries: Queries, conditions: Conditions, input: ListInput): Promise<string[]> {
  const { value, placed } = orders[input.sort.by];
  const [direction, beyond] = input.sort.descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const after = input.cursor === null ? null : readCursor(orderOf(input), input.cursor, ['', '']);
  const further =
    after === null ? null : sql`(${value}, ${indexed.document}) ${beyond} (${placed(String(after[0]))}, ${after[1]})`;
  const limit = input.limit + 1;
  if (input.sort.by === 'updated' && input.sort.descending)
    return newestHits(queries, conditions, {
      ...{ more: [], further, limit },
      recent: further === null ? await recentMonths(queries, conditions) : null,
    });
  // With signs the index of words is always the one to ask, however many documents PostgreSQL expects.
  const first = conditions.signs.length === 0 ? sql`` : sql`materialized`;
  const { rows } = await queries.execute<{ id: string }>(sql`
    with met as ${first} (
      select ${indexed.document} as id, ${value} as sorted from ${fromIndexed}
      where ${whole(conditions)} ${further === null ? sql`` : sql`and ${further}`}
    )
    select id from met order by sorted ${direction}, id ${direction} limit ${limit}`);
  return rows.map(({ id }) => id);
}
