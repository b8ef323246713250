import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { document, projection } from '../database/tables/documents.ts';
import { searchPart } from '../database/tables/search.ts';
import type { Caller } from '../rights/right.ts';
import { ask } from './ask.ts';
import { candidates } from './candidates.ts';
import { type Conditions, conditionsFor, type Filter, type Wanted } from './conditions.ts';
import { momentOf, type Place, readCursor, writeCursor } from './cursor.ts';
import { type Excerpt, excerptOf } from './excerpt.ts';
import { fromIndexed, indexed } from './indexed.ts';
import { type ListedDocument, type ListedRow, listed, listedColumns } from './listed-document.ts';
import { newestHits, recentMonths } from './newest-hits.ts';
import { parseQuery, printQuery } from './search-query.ts';
import { suggestQueries } from './suggest-queries.ts';

export interface SearchInput {
  /** Id; null for all workspaces. */
  readonly workspace: string | null;
  /** As typed. */
  readonly text: string;
  readonly filters: readonly Filter[];
  /** `rank`: the best first; `updated`: those changed last first. */
  readonly sort: 'rank' | 'updated';
  /** From the page before; null for the first. */
  readonly cursor: string | null;
  /** The most documents of a page. */
  readonly limit: number;
}

export interface SearchPage {
  /** The query as it was understood. */
  readonly query: string;
  readonly documents: readonly FoundDocument[];
  /** Null when this is the last page. */
  readonly next: string | null;
  /** Keys that no document has; what was typed with them was looked for as words. */
  readonly unknown: readonly string[];
  /** Queries that find something, where this one found nothing. */
  readonly suggestions: readonly string[];
}

export interface FoundDocument extends ListedDocument {
  /** The best places in it, at most three; none where no words were asked for. */
  readonly places: readonly FoundPlace[];
}

export interface FoundPlace {
  readonly kind: 'title' | 'metadata' | 'people' | 'section' | 'thread';
  /** Of the section, or of what a thread is about. */
  readonly address: string;
  /** The id of the thread; null elsewhere. */
  readonly thread: string | null;
  readonly heading: Excerpt;
  readonly text: Excerpt;
}

const mostPlaces = 3;

type FoundRow = ListedRow & { readonly score: number; readonly sorted: string };

/**
 * A page of the documents that a caller may read and that hold what was typed. Any text can be asked for. Throws `BadCursor`.
 */
export function searchDocuments(database: Database, caller: Caller, input: SearchInput): Promise<SearchPage> {
  return ask(database, async (queries) => {
    const query = parseQuery(input.text);
    const wanted: Wanted = { workspace: input.workspace, query, filters: input.filters };
    const conditions = await conditionsFor(queries, caller, wanted);
    const rows = await foundRows(queries, conditions, input);
    const page = rows.slice(0, input.limit);
    const last = rows.length > input.limit ? page.at(-1) : undefined;
    const places = await placesIn(queries, page, conditions);
    const nothing = rows.length === 0 && input.cursor === null;
    return {
      query: printQuery(query),
      documents: page.map((row) => ({ ...listed(row), places: places.get(row.id) ?? [] })),
      next: last === undefined ? null : writeCursor(orderOf(conditions, input), [last.score, last.sorted, last.id]),
      unknown: conditions.unknown,
      suggestions: nothing ? await suggestQueries(queries, caller, wanted) : [],
    };
  });
}

/** Without words there is nothing to rank by. */
function orderOf({ words }: Conditions, { sort }: SearchInput): 'rank' | 'updated' {
  return words.rank === null ? 'updated' : sort;
}

/** The documents of a page, and one more when it is not the last. */
async function foundRows(queries: Queries, conditions: Conditions, input: SearchInput): Promise<FoundRow[]> {
  const order = orderOf(conditions, input);
  const after = input.cursor === null ? null : readCursor(order, input.cursor, [0, '', '']);
  const hits =
    order === 'rank'
      ? rankedHits(await candidates(queries, conditions), conditions)
      : datedHits(await newestIds(queries, conditions, after, input.limit + 1));
  const further =
    after === null
      ? sql``
      : sql`where (hit.score, hit.updated_at, hit.id) < (${after[0]}::float8, ${momentOf(after[1])}, ${after[2]})`;
  const { rows } = await queries.execute<FoundRow>(sql`
    with hit as materialized (${hits}),
    shown as materialized (
      select * from hit ${further} order by hit.score desc, hit.updated_at desc, hit.id desc limit ${input.limit + 1}
    )
    select ${listedColumns}, shown.score as score, shown.updated_at::text as sorted
    from shown
    join ${document} on ${document.id} = shown.id
    join ${projection} on ${projection.document} = shown.id
    order by shown.score desc, shown.updated_at desc, shown.id desc`);
  return rows;
}

async function newestIds(
  queries: Queries,
  conditions: Conditions,
  after: Place | null,
  limit: number,
): Promise<string[]> {
  const further =
    after === null ? null : sql`(${indexed.updatedAt}, ${indexed.document}) < (${momentOf(after[1])}, ${after[2]})`;
  const recent = after === null ? await recentMonths(queries, conditions) : null;
  return newestHits(queries, conditions, { more: [], further, limit, recent });
}

/**
 * Candidates with what their best part scores: a title that holds all words more than a heading, a heading more than a text, and words
 * that stand often and close together more than others. Rights are asked for once more where documents are named.
 */
function rankedHits(ids: readonly string[], { readable, words }: Conditions): SQL {
  const close = sql`${words.rank}::tsquery`;
  return sql`
    select ${indexed.document} as id, ${indexed.updatedAt} as updated_at, best.score as score
    from ${fromIndexed}, lateral (
      select coalesce(max(ts_rank(part.words, ${close}) + ts_rank(part.words, ${words.shown}::tsquery)
        + (part.words @@ ${words.heading}::tsquery)::int * (case part.kind when 'title' then 4 else 2 end)), 0)::float8 as score
      from (${partsOf(indexed.document)}) part where part.words @@ ${words.shown}::tsquery
    ) best
    where ${indexed.document} = any(${sql.param(ids)}::text[]) and ${readable}`;
}

function datedHits(ids: readonly string[]): SQL {
  return sql`
    select ${indexed.document} as id, ${indexed.updatedAt} as updated_at, 0::float8 as score
    from ${fromIndexed} where ${indexed.document} = any(${sql.param(ids)}::text[])`;
}

/** The parts of one document; the offset keeps PostgreSQL from looking for their words in all documents. */
function partsOf(id: SQLWrapper): SQL {
  return sql`select * from ${searchPart} where ${searchPart.document} = ${id} offset 0`;
}

/** By document the parts that hold the words best. */
async function placesIn(
  queries: Queries,
  page: readonly FoundRow[],
  { words }: Conditions,
): Promise<Map<string, FoundPlace[]>> {
  const places = new Map<string, FoundPlace[]>();
  if (page.length === 0 || words.shown === null) return places;
  const query = sql`${words.shown}::tsquery`;
  const { rows } = await queries.execute<Omit<FoundPlace, 'heading' | 'text'> & PlaceRow>(sql`
    select asked.id as id, part.* from unnest(${sql.param(page.map(({ id }) => id))}::text[]) as asked(id),
    lateral (
      select part.kind, part.address, part.thread, part.heading, part.text
      from (${partsOf(sql`asked.id`)}) part
      where part.words @@ ${query}
      order by ts_rank(part.words, ${query}) desc, part.key
      limit ${mostPlaces}
    ) part`);
  for (const { id, heading, text, kind, address, thread } of rows) {
    const place = { kind, address, thread };
    const shown = { heading: excerptOf(heading, words.marked), text: excerptOf(text, words.marked) };
    places.set(id, [...(places.get(id) ?? []), { ...place, ...shown }]);
  }
  return places;
}

type PlaceRow = { readonly id: string; readonly heading: string; readonly text: string };
