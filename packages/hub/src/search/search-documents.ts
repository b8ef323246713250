import { type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, projection } from '../database/tables/documents.ts';
import { searchDocument, searchPart } from '../database/tables/search.ts';
import type { Caller } from '../rights/right.ts';
import { type Conditions, conditionsFor, type Filter, type Wanted } from './conditions.ts';
import { momentOf, type Place, readCursor, writeCursor } from './cursor.ts';
import { type Excerpt, excerptOf } from './excerpt.ts';
import { type ListedDocument, type ListedRow, listed, listedColumns } from './listed-document.ts';
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

/**
 * How many of the documents that hold some words are ranked: those that hold them in their titles, then those changed last. Words
 * that more documents hold tell little, and looking at all would take seconds.
 */
const mostRanked = 1_000;
const mostPlaces = 3;

type FoundRow = ListedRow & { readonly score: number; readonly sorted: string };

/**
 * A page of the documents that a caller may read and that hold what was typed. Any text can be asked for. Throws `BadCursor`.
 */
export async function searchDocuments(queries: Queries, caller: Caller, input: SearchInput): Promise<SearchPage> {
  const query = parseQuery(input.text);
  const wanted: Wanted = { workspace: input.workspace, query, filters: input.filters };
  const conditions = await conditionsFor(queries, caller, wanted);
  const ranked = input.sort === 'rank' && conditions.words.document !== null;
  const order = ranked ? 'rank' : 'changed';
  const after = input.cursor === null ? null : readCursor(order, input.cursor, [0, '', '']);
  const { rows } = await queries.execute<FoundRow>(sql`
    with ranked as materialized (${ranked ? rankedHits(conditions) : datedHits(conditions, after, input.limit)})
    select ${listedColumns}, ranked.score as score, ranked.updated_at::text as sorted
    from ranked
    join ${document} on ${document.id} = ranked.id
    join ${projection} on ${projection.document} = ranked.id
    ${after === null ? sql`` : sql`where (ranked.score, ranked.updated_at, ranked.id) < (${after[0]}::float8, ${momentOf(after[1])}, ${after[2]})`}
    order by ranked.score desc, ranked.updated_at desc, ranked.id desc
    limit ${input.limit + 1}`);
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  const places = await placesIn(queries, page, conditions);
  const nothing = rows.length === 0 && after === null;
  return {
    query: printQuery(query),
    documents: page.map((row) => ({ ...listed(row), places: places.get(row.id) ?? [] })),
    next: last === undefined ? null : writeCursor(order, [last.score, last.sorted, last.id]),
    unknown: conditions.unknown,
    suggestions: nothing ? await suggestQueries(queries, caller, wanted) : [],
  };
}

function rankedHits({ where, words }: Conditions): SQL {
  const query = sql`${words.document}::tsquery`;
  return sql`
    select hit.id, hit.updated_at, ts_rank(ranking.words, ${query}, 1)::float8 + hit.top as score
    from (
      select ${searchDocument.document} as id, ${searchDocument.updatedAt} as updated_at,
        (${searchDocument.head} @@ ${query})::int as top
      from ${searchDocument} join ${document} on ${document.id} = ${searchDocument.document}
      where ${where}
      order by top desc, ${searchDocument.updatedAt} desc, ${searchDocument.document} desc
      limit ${mostRanked}
    ) hit join ${searchDocument} as ranking on ranking.document_id = hit.id`;
}

function datedHits({ where }: Conditions, after: Place | null, limit: number): SQL {
  const further =
    after === null
      ? sql``
      : sql`and (${searchDocument.updatedAt}, ${searchDocument.document}) < (${momentOf(after[1])}, ${after[2]})`;
  return sql`
    select ${searchDocument.document} as id, ${searchDocument.updatedAt} as updated_at, 0::float8 as score
    from ${searchDocument} join ${document} on ${document.id} = ${searchDocument.document}
    where ${where} ${further}
    order by ${searchDocument.updatedAt} desc, ${searchDocument.document} desc
    limit ${limit + 1}`;
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
      select ${searchPart.kind} as kind, ${searchPart.address} as address, ${searchPart.thread} as thread,
        ${searchPart.heading} as heading, ${searchPart.text} as text
      from ${searchPart}
      where ${searchPart.document} = asked.id and ${searchPart.words} @@ ${query}
      order by ts_rank(${searchPart.words}, ${query}) desc, ${searchPart.key}
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
