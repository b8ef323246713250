import { type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { searchDocument, searchPart } from '../database/tables/search.ts';
import { monthSign } from './choices.ts';
import { type Conditions, partsMet, withoutParts } from './conditions.ts';
import { fromIndexed, indexed } from './indexed.ts';
import { quoted } from './word-vector.ts';

/** How many of the newest documents are looked through before all are. */
const newest = 5_000;
/** A longer list of months is no gain. */
const mostMonths = 60;

export interface HitsInput {
  /** Signs that are to be met beside the conditions. */
  readonly more: readonly string[];
  /** Where a page begins; none of the hits stands before it. */
  readonly further: SQL | null;
  readonly limit: number;
  /** What is looked through first, as `recentMonths` gives it. */
  readonly recent: string | null;
}

/**
 * Ids of the documents that meet all conditions, those changed last first. Words that stand nearly everywhere are mostly met by the
 * newest documents alone, so these are looked through first.
 */
export async function newestHits(queries: Queries, conditions: Conditions, input: HitsInput): Promise<string[]> {
  const { recent } = input;
  if (recent !== null) {
    const found = await lookThrough(queries, conditions, { ...input, more: [...input.more, recent] }, newest);
    if (found.length === input.limit) return found;
  }
  return lookThrough(queries, conditions, input, null);
}

/** True when the parts that can be meant are so few that all of them can be looked into. */
async function areFew(queries: Queries, { parts }: Conditions): Promise<boolean> {
  const loose = parts.flatMap((part) => part.loose ?? []);
  for (const query of loose) {
    const { rows } = await queries.execute<{ count: number }>(sql`
      select count(*)::int as count from (
        select 1 from ${searchPart} where ${searchPart.words} @@ ${query}::tsquery limit ${newest}
      ) part`);
    if ((rows[0]?.count ?? 0) === newest) return false;
  }
  return loose.length > 0;
}

/** Looks into the parts of one document after the other until there are enough; `most`: of so many documents, null for all. */
async function lookThrough(
  queries: Queries,
  conditions: Conditions,
  { more, further, limit }: HitsInput,
  most: number | null,
): Promise<string[]> {
  const beyond = further === null ? sql`` : sql`and ${further}`;
  const met = partsMet(conditions, sql`hit.id`, most === null);
  // Without signs the index by date gives them in their order; with signs that of words is always the one to ask.
  const first = conditions.signs.length === 0 ? sql`` : sql`materialized`;
  const looked = met.length === 0 ? limit : most;
  const { rows } = await queries.execute<{ id: string }>(sql`
    with met as ${first} (
      select ${indexed.document} as id, ${indexed.updatedAt} as updated_at from ${fromIndexed}
      where ${withoutParts(conditions, more)} ${beyond}
    )
    select hit.id as id from (
      select id from met order by updated_at desc, id desc limit ${looked} offset 0
    ) hit where true ${sql.join(
      met.map((each) => sql`and ${each}`),
      sql` `,
    )} limit ${limit}`);
  return rows.map(({ id }) => id);
}

/**
 * The signs of the months in which the newest documents were changed; null when looking through these first is no gain: where there are
 * few documents, or where there is no index that gives those of a month.
 */
export async function recentMonths(queries: Queries, conditions: Conditions): Promise<string | null> {
  if (conditions.signs.length === 0 || (await areFew(queries, conditions))) return null;
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
