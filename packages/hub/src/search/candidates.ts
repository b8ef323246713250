import { type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { searchDocument, searchPart } from '../database/tables/search.ts';
import { monthSign } from './choices.ts';
import { type Conditions, whole, withoutParts } from './conditions.ts';
import { fromIndexed, indexed } from './indexed.ts';
import type { WantedPart } from './wanted-words.ts';
import { quoted } from './word-vector.ts';

/**
 * How many documents that hold some words are ranked: those that hold them in their titles and those that hold them anywhere, of
 * either the ones that were changed last. Words that more documents hold tell little, and looking at all of those would take seconds.
 */
const most = 300;
/** The same where parts have to be looked into. */
const mostByPart = 200;
/** How many of the newest documents are looked through before all are. */
const newest = 5_000;
/** A longer list of months is no gain. */
const mostMonths = 60;

/** Ids of the documents that are worth ranking. */
export async function candidates(queries: Queries, conditions: Conditions): Promise<string[]> {
  const { title, document } = conditions.words;
  const recent = (await areFew(queries, conditions.parts)) ? null : await recentMonths(queries);
  // Where parts are looked into, once is enough.
  const inTitle =
    title === null || conditions.parts.length > 0 ? [] : await newestOf(queries, conditions, [title], recent);
  const anywhere = document === null ? [] : await newestOf(queries, conditions, [], recent);
  return [...new Set([...inTitle, ...anywhere])];
}

/** True when the parts that can be meant are so few that all of them can be looked into. */
async function areFew(queries: Queries, parts: readonly WantedPart[]): Promise<boolean> {
  for (const { loose } of parts) {
    const { rows } = await queries.execute<{ count: number }>(sql`
      select count(*)::int as count from (
        select 1 from ${searchPart} where ${searchPart.words} @@ ${loose}::tsquery limit ${newest}
      ) part`);
    if ((rows[0]?.count ?? 0) === newest) return false;
  }
  return parts.length > 0;
}

async function newestOf(
  queries: Queries,
  conditions: Conditions,
  more: readonly string[],
  recent: string | null,
): Promise<string[]> {
  const limit = conditions.parts.length === 0 ? most : mostByPart;
  const ids = async (question: SQL): Promise<string[]> =>
    (await queries.execute<{ id: string }>(question)).rows.map(({ id }) => id);
  if (recent !== null) {
    const found = await ids(recentHits(conditions, [...more, recent], limit));
    if (found.length === limit) return found;
  }
  return ids(sql`
    select ${indexed.document} as id from ${fromIndexed} where ${whole(conditions, more)}
    order by ${indexed.updatedAt} desc, ${indexed.document} desc limit ${limit}`);
}

/** Looks into the parts of one document after the other until there are enough. */
function recentHits(conditions: Conditions, more: readonly string[], limit: number): SQL {
  // An offset keeps PostgreSQL from looking into the parts of all documents first.
  const met = conditions.parts.map(
    ({ query }) => sql`and exists (
      select 1 from ${searchPart} where ${searchPart.document} = hit.id and ${searchPart.words} @@ ${query}::tsquery offset 0)`,
  );
  return sql`
    select hit.id from (
      select ${indexed.document} as id from ${fromIndexed} where ${withoutParts(conditions, more)}
      order by ${indexed.updatedAt} desc, ${indexed.document} desc limit ${met.length === 0 ? limit : newest}
    ) hit where true ${sql.join(met, sql` `)} limit ${limit}`;
}

/** The signs of the months in which the newest documents were changed; null when there are few documents, or many months. */
async function recentMonths(queries: Queries): Promise<string | null> {
  const { rows } = await queries.execute<{ month: string }>(sql`
    select to_char(month, 'YYYY-MM') as month from generate_series(
      date_trunc('month', (select ${searchDocument.updatedAt} at time zone 'UTC' from ${searchDocument}
        order by ${searchDocument.updatedAt} desc offset ${newest} limit 1)),
      (select max(${searchDocument.updatedAt}) at time zone 'UTC' from ${searchDocument}),
      interval '1 month') month
    limit ${mostMonths + 1}`);
  if (rows.length === 0 || rows.length > mostMonths) return null;
  return `(${rows.map(({ month }) => quoted(monthSign(month))).join(' | ')})`;
}
