import { sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import { searchDocument } from '../database/tables/search.ts';
import type { Caller } from '../rights/right.ts';
import { conditionsFor, type Wanted } from './conditions.ts';

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
export async function facetsOf(queries: Queries, caller: Caller, wanted: Wanted): Promise<Facets> {
  const { where } = await conditionsFor(queries, caller, wanted);
  // Arrays are counted whole before they are taken apart: there are far fewer of them than documents.
  const { rows } = await queries.execute<{ kind: string; value: string | null; count: number }>(sql`
    with hit as (
      select ${searchDocument.status} as status, ${searchDocument.template} as template, ${searchDocument.month} as month,
        ${searchDocument.authors} as authors, ${searchDocument.turns} as turns
      from ${searchDocument} join ${document} on ${document.id} = ${searchDocument.document}
      where ${where}
    ), counted as (
      select grouping(status, template, month, authors, turns) as without, status, template, month, authors, turns,
        count(*)::int as count
      from hit group by grouping sets ((status), (template), (month), (authors), (turns), ())
    )
    select 'count' as kind, '' as value, count from counted where without = 31
    union all select 'status', status, count from counted where without = 15
    union all select 'template', template, count from counted where without = 23
    union all select 'updated', month, count from counted where without = 27
    union all select 'author', value, sum(count)::int
      from counted, lateral (select distinct value from unnest(authors) value) each where without = 29 group by value
    union all select 'role', value, sum(count)::int
      from counted, lateral (select distinct value from unnest(turns) value) each where without = 30 group by value`);
  const of = (kind: keyof Facets): Counted[] =>
    rows
      .flatMap((row) => (row.kind === kind && row.value !== null ? [{ value: row.value, count: row.count }] : []))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, mostValues);
  const months = of('updated').sort((a, b) => (a.value < b.value ? 1 : -1));
  const count = of('count')[0]?.count ?? 0;
  return {
    count,
    status: of('status'),
    template: of('template'),
    author: of('author'),
    role: of('role'),
    updated: months,
  };
}
