import { sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { searchCounted } from '../database/tables/search.ts';
import type { Caller } from '../rights/right.ts';
import { ask } from './ask.ts';
import { type Conditions, conditionsFor, type Wanted, whole, withoutParts } from './conditions.ts';
import { fromIndexed, indexed } from './indexed.ts';

/** How many documents have each value, the most frequent first; months the newest first. Every value can be filtered by. */
export interface Facets {
  /** How many documents there are. */
  readonly count: number;
  /**
   * False when more documents than are looked into hold the words of a phrase side by side two by two: some of those that are counted,
   * or left out, may not hold the whole phrase.
   */
  readonly exact: boolean;
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
/** How many documents are looked into for a phrase. */
const mostLookedInto = 2_000;

/** Counts the documents that a caller asks for and may read, by what they can be chosen by. */
export function facetsOf(database: Database, caller: Caller, wanted: Wanted): Promise<Facets> {
  return ask(database, async (queries) => {
    const conditions = await conditionsFor(queries, caller, wanted);
    const exact = await canBeLookedInto(queries, conditions);
    return { exact, ...(await count(queries, exact ? conditions : bySigns(conditions))) };
  });
}

/** The same of phrases only by what the index of whole documents knows of them. */
function bySigns(conditions: Conditions): Conditions {
  return {
    ...conditions,
    parts: conditions.parts.filter(({ loose }) => loose !== null),
    noParts: conditions.noParts.filter(({ document }) => document === null),
    signs: [
      ...conditions.signs,
      ...conditions.noParts.flatMap(({ document }) => (document === null ? [] : [`!(${document})`])),
    ],
  };
}

/** True unless phrases would have to be looked for in too many documents. */
async function canBeLookedInto(queries: Queries, conditions: Conditions): Promise<boolean> {
  const { parts, noParts } = conditions;
  if (parts.every(({ loose }) => loose !== null) && noParts.every(({ document }) => document === null)) return true;
  const { rows } = await queries.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select 1 from ${fromIndexed} where ${withoutParts(conditions)} limit ${mostLookedInto + 1}
    ) hit`);
  return (rows[0]?.count ?? 0) <= mostLookedInto;
}

type Kind = 'standing' | 'authors' | 'turns';

async function count(queries: Queries, conditions: Conditions): Promise<Omit<Facets, 'exact'>> {
  const counted = await countedValues(queries, conditions);
  const sums = { status: new Map(), template: new Map(), updated: new Map(), author: new Map(), role: new Map() };
  let count = 0;
  for (const { kind, values, count: more } of counted) {
    const [status, template, month] = values;
    if (kind === 'standing') {
      count += more;
      add(sums.status, status, more);
      add(sums.template, template, more);
      add(sums.updated, month, more);
    } else for (const value of new Set(values)) add(kind === 'authors' ? sums.author : sums.role, value, more);
  }
  return {
    count,
    status: frequent(sums.status),
    template: frequent(sums.template),
    author: frequent(sums.author),
    role: frequent(sums.role),
    updated: frequent(sums.updated).sort((a, b) => (a.value < b.value ? 1 : -1)),
  };
}

/** Every list of values that documents have, with how many of them do. */
async function countedValues(queries: Queries, conditions: Conditions) {
  // Where every document is counted, reading the table from end to end is the quickest.
  if (conditions.signs.length === 0 && conditions.parts.length === 0)
    await queries.execute(sql`select set_config('enable_seqscan', 'on', true)`);
  const { rows } = await queries.execute<{ kind: Kind; values: string; count: number }>(sql`
    with hit as (
      select ${indexed.standing} as standing, ${indexed.authors} as authors, ${indexed.turns} as turns
      from ${fromIndexed} where ${whole(conditions)}
    ), counted as materialized (
      select coalesce(standing, authors, turns) as key, count(*)::int as count,
        case grouping(standing, authors, turns) when 3 then 'standing' when 5 then 'authors' else 'turns' end as kind
      from hit group by grouping sets ((standing), (authors), (turns))
    )
    select counted.kind as kind, counted.count as count, named.values as values
    from counted, lateral (
      select ${searchCounted.values} as values from ${searchCounted} where ${searchCounted.key} = counted.key limit 1
    ) named`);
  return rows.map((row) => ({ ...row, values: JSON.parse(row.values) as readonly (string | null)[] }));
}

function add(sums: Map<string, number>, value: string | null | undefined, more: number): void {
  if (value != null) sums.set(value, (sums.get(value) ?? 0) + more);
}

function frequent(sums: ReadonlyMap<string, number>): Counted[] {
  return Array.from(sums, ([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, mostValues);
}
