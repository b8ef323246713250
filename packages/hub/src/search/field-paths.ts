import { foldKey } from '@specwright/core/template/names.ts';
import { sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { fieldValue } from '../database/tables/documents.ts';

/** More kinds of fields than these are not looked through. */
const mostPaths = 5_000;

/** Every path that fields of documents have. Of no use but to read what somebody typed: it names fields of documents that they may not read. */
export async function fieldPaths(queries: Queries): Promise<string[]> {
  // Jumps from path to path in the index instead of reading the value of every document.
  const { rows } = await queries.execute<{ path: string | null }>(sql`
    with recursive found(path) as (
      (select ${fieldValue.path} from ${fieldValue} order by ${fieldValue.path} limit 1)
      union all
      select (select ${fieldValue.path} from ${fieldValue} where ${fieldValue.path} > found.path order by ${fieldValue.path} limit 1)
      from found where found.path is not null
    ) select path from found where path is not null limit ${mostPaths}`);
  return rows.flatMap(({ path }) => (path === null ? [] : [path]));
}

/**
 * The paths that somebody means: those that end as typed, case and marks aside; else those whose last names begin so or have
 * it as a later word (`risks.impact` for `risks-and-mitigations.impact`).
 */
export function pathsMeant(typed: string, paths: readonly string[]): string[] {
  const names = typed.split('.').map(foldKey);
  if (names.some((name) => name === '')) return [];
  const ends = (isMeant: (segment: string, name: string) => boolean): string[] =>
    paths.filter((path) => {
      const segments = path.split('.').slice(-names.length);
      return segments.length === names.length && names.every((name, place) => isMeant(segments[place] ?? '', name));
    });
  const exact = ends((segment, name) => foldKey(segment) === name);
  return exact.length > 0 ? exact : ends((segment, name) => beginsIn(segment, name));
}

function beginsIn(segment: string, name: string): boolean {
  const words = segment.split(/[-_ ]|(?<=\p{Ll})(?=\p{Lu})/u);
  return words.some((_, place) => foldKey(words.slice(place).join('-')).startsWith(name));
}
