import { sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { repeatedly } from '../database/repeatedly.ts';

/**
 * Puts words that were written just now into their places in the index. Until then they wait in a list, so that a write is spared most
 * of the work, and searches read that list from end to end, so that it has to stay short.
 */
export async function settleIndex(queries: Queries): Promise<void> {
  for (const index of ['search_document_words', 'search_part_words'])
    await queries.execute(sql`select gin_clean_pending_list(${index}::regclass)`);
}

/** Settles the index every second until stopped. */
export function startSettling(database: Database, failed: (error: unknown) => void): () => Promise<void> {
  return repeatedly(() => settleIndex(database.queries), failed, 1_000);
}
