import type { Queries } from '../database/database.ts';
import type { Conditions } from './conditions.ts';
import { newestHits, recentMonths } from './newest-hits.ts';

/**
 * How many documents that hold some words are ranked: those that hold them in their titles and those that hold them anywhere, of
 * either the ones that were changed last. Words that more documents hold tell little, and looking at all of those would take seconds.
 */
const most = 200;

/** Ids of the documents that are worth ranking. */
export async function candidates(queries: Queries, conditions: Conditions): Promise<string[]> {
  const { title, document } = conditions.words;
  if (document === null) return [];
  const recent = await recentMonths(queries, conditions);
  const newest = (more: readonly string[]): Promise<string[]> =>
    newestHits(queries, conditions, { more, further: null, limit: most, recent });
  // Where parts are looked into, once is enough.
  const inTitle = title === null || conditions.parts.length > 0 ? [] : await newest([title]);
  return [...new Set([...inTitle, ...(await newest([]))])];
}
