import type { Queries } from '../database/database.ts';
import type { Conditions } from './conditions.ts';
import { newestHits } from './newest-hits.ts';

/**
 * How many documents that hold some words are ranked: those that hold them in their titles and those that hold them anywhere, of
 * either the ones that were changed last. Words that more documents hold tell little, and looking at all of those would take seconds.
 */
const most = 300;
/** The same where parts have to be looked into. */
const mostByPart = 200;

/** Ids of the documents that are worth ranking. */
export async function candidates(queries: Queries, conditions: Conditions): Promise<string[]> {
  const { title, document } = conditions.words;
  const limit = conditions.parts.length === 0 ? most : mostByPart;
  // Where parts are looked into, once is enough.
  const inTitle =
    title === null || conditions.parts.length > 0
      ? []
      : await newestHits(queries, conditions, { more: [title], further: null, limit });
  const anywhere = document === null ? [] : await newestHits(queries, conditions, { more: [], further: null, limit });
  return [...new Set([...inTitle, ...anywhere])];
}
