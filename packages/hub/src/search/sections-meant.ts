import { sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { searchWord } from '../database/tables/search.ts';
import { sectionName } from './search-rows.ts';
import { quoted } from './word-vector.ts';

/** A name that more sections begin with is looked up as a beginning, which takes longer. */
const mostNames = 100;

/**
 * What parts meet that stand in a section whose names begin as typed, or have a later word that does; a `tsquery`. Names are asked for
 * whole where they are known: the index is far quicker with them than with beginnings.
 */
export async function sectionsMeant(queries: Queries, typed: string): Promise<string> {
  const names = typed
    .replace(/\[[^\]]*\]/gu, '')
    .split('.')
    .filter((name) => name.trim() !== '');
  const met: string[] = [];
  for (const name of names) met.push(await namesBeginning(queries, `§${sectionName(name)}`));
  return met.length === 0 ? quoted('§') : met.join(' & ');
}

async function namesBeginning(queries: Queries, sign: string): Promise<string> {
  const pattern = `${sign.replace(/[\\%_]/gu, '\\$&')}%`;
  const { rows } = await queries.execute<{ word: string }>(sql`
    select distinct ${searchWord.word} as word from ${searchWord} where ${searchWord.word} like ${pattern}
    limit ${mostNames + 1}`);
  if (rows.length > mostNames) return `${quoted(sign)}:*`;
  if (rows.length === 0) return quoted(sign);
  return `(${rows.map(({ word }) => quoted(word)).join(' | ')})`;
}
