import { sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import type { Caller } from '../rights/right.ts';
import { ask } from './ask.ts';
import { type Conditions, conditionsFor, type Wanted, whole } from './conditions.ts';
import { fromIndexed, indexed } from './indexed.ts';

/** How many documents have each value, the most frequent first; months the newest first. Every value can be filtered by. */
export interface Facets {
  /** How many documents there are. */
  readonly count: number;
  readonly status: readonly Counted[];
  readonly template: readonly Counted[];
  readonly author: readonly Counted[];
  /** Roles, teams and e-mail addresses that have a turn. */
  readonly role: readonly Counted[];
  /** Months of the last change, `YYYY-MM` in UTC. */
  readonly updated: readonly Counted[];
}

export interface Counted {
  readonly value: string;
  readonly count: number;
}

/** More values than these nobody reads. */
const mostValues = 100;

/** Counts the documents that a caller asks for and may read, by what they can be chosen by. */
export function facetsOf(database: Database, caller: Caller, wanted: Wanted): Promise<Facets> {
  return ask(database, async (queries) => count(queries, await conditionsFor(queries, caller, wanted)));
}

async function count(queries: Queries, conditions: Conditions): Promise<Facets> {
  // Without signs every document is counted, and reading the table from end to end is the quickest.
  if (conditions.signs.length === 0) await queries.execute(sql`select set_config('enable_seqscan', 'on', true)`);
  // Arrays are counted whole before they are taken apart: there are far fewer of them than documents.
  const { rows } = await queries.execute<{ kind: string; value: string | null; count: number }>(sql`
    with hit as (
      select ${indexed.status} as status, ${indexed.template} as template, ${indexed.month} as month,
        ${indexed.authors} as authors, ${indexed.turns} as turns
      from ${fromIndexed} where ${whole(conditions)}
    ), counted as (
      select grouping(status, authors, turns) as without, status, template, month, authors, turns, count(*)::int as count
      from hit group by grouping sets ((status, template, month), (authors), (turns))
    )
    select 'count' as kind, '' as value, sum(count)::int as count from counted where without = 3
    union all select 'status', status, sum(count)::int from counted where without = 3 group by status
    union all select 'template', template, sum(count)::int from counted where without = 3 group by template
    union all select 'updated', month, sum(count)::int from counted where without = 3 group by month
    union all select 'author', value, sum(count)::int
      from counted, lateral (select distinct value from unnest(authors) value) each where without = 5 group by value
    union all select 'role', value, sum(count)::int
      from counted, lateral (select distinct value from unnest(turns) value) each where without = 6 group by value`);
  const of = (kind: keyof Facets): Counted[] =>
    rows
      .flatMap((row) => (row.kind === kind && row.value !== null ? [{ value: row.value, count: row.count }] : []))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, mostValues);
  const months = of('updated').sort((a, b) => (a.value < b.value ? 1 : -1));
  return {
    count: of('count')[0]?.count ?? 0,
    status: of('status'),
    template: of('template'),
    author: of('author'),
    role: of('role'),
    updated: months,
  };
}
