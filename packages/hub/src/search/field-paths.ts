import { foldKey } from '@specwright/core/template/names.ts';
import { sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, fieldValue } from '../database/tables/documents.ts';
import type { Caller } from '../rights/right.ts';
import { readableDocuments } from '../rights/right-on.ts';
import type { Reach } from './reach.ts';

/** More kinds of fields than these are not looked through. */
const mostPaths = 5_000;
/** A key that means more of them means nothing. */
const mostMeant = 200;

/**
 * For each key as typed, the paths that it means among those of documents that the caller may read: the paths that end as typed,
 * case and marks aside; else those whose last names begin so or have it as a later word (`risks.impact` for
 * `risks-and-mitigations.impact`). None for a key that no such document has.
 */
export async function pathsMeant(
  queries: Queries,
  caller: Caller,
  reach: Reach,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (keys.length === 0) return new Map();
  const all = await allPaths(queries);
  const likely = new Set(keys.flatMap((key) => [...endingAs(key, all, isSame), ...endingAs(key, all, beginsIn)]));
  const readable = await readablePaths(queries, caller, reach, [...likely].slice(0, mostMeant));
  return new Map(
    keys.map((key) => {
      const exact = endingAs(key, readable, isSame);
      return [key, exact.length > 0 ? exact : endingAs(key, readable, beginsIn)];
    }),
  );
}

/** Every path that fields of documents have, whoever may read them. */
async function allPaths(queries: Queries): Promise<string[]> {
  // Jumps from path to path in the index instead of reading the value of every document.
  const { rows } = await queries.execute<{ path: string }>(sql`
    with recursive found(path) as (
      (select ${fieldValue.path} from ${fieldValue} order by ${fieldValue.path} limit 1)
      union all
      select (
        select ${fieldValue.path} from ${fieldValue}
        where ${fieldValue.path} > found.path order by ${fieldValue.path} limit 1
      )
      from found where found.path is not null
    )
    select path from found where path is not null limit ${mostPaths}`);
  return rows.map(({ path }) => path);
}

/** Those of some paths that a document which the caller may read has: what stands in others only is as unknown as what stands nowhere. */
async function readablePaths(
  queries: Queries,
  caller: Caller,
  reach: Reach,
  paths: readonly string[],
): Promise<string[]> {
  // Asked of one value after the other, for the first few nearly always tell.
  const anywhere = sql`exists (
    select 1 from ${fieldValue} where ${fieldValue.path} = asked.path and exists (
      select 1 from ${document} where ${document.id} = ${fieldValue.document} and ${readableDocuments(caller)} offset 0))`;
  const among = (documents: readonly string[]) => sql`exists (
    select 1 from ${fieldValue} join ${document} on ${document.id} = ${fieldValue.document}
    where ${document.id} = any(${sql.param(documents)}::text[]) and ${fieldValue.path} || '' = asked.path
      and ${readableDocuments(caller)})`;
  const isFew = reach !== 'everywhere' && reach.workspaces.length === 0;
  const { rows } = await queries.execute<{ path: string }>(sql`
    select asked.path as path from unnest(${sql.param(paths)}::text[]) as asked(path)
    where ${isFew ? among(reach.documents) : anywhere}`);
  return rows.map(({ path }) => path);
}

function endingAs(
  typed: string,
  paths: readonly string[],
  means: (segment: string, name: string) => boolean,
): string[] {
  const names = typed.split('.').map(foldKey);
  if (names.some((name) => name === '')) return [];
  return paths.filter((path) => {
    const segments = path.split('.').slice(-names.length);
    return segments.length === names.length && names.every((name, place) => means(segments[place] ?? '', name));
  });
}

function isSame(segment: string, name: string): boolean {
  return foldKey(segment) === name;
}

function beginsIn(segment: string, name: string): boolean {
  const words = segment.split(/[-_ ]|(?<=\p{Ll})(?=\p{Lu})/u);
  return words.some((_, place) => foldKey(words.slice(place).join('-')).startsWith(name));
}
