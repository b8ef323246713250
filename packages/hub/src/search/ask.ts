import { sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { codeOf } from '../postgres/cannot-start.ts';

/** A question that took longer than anybody waits; a narrower one is answered. */
export class TooBroad extends Error {
  constructor(cause: unknown) {
    super('The search takes too long', { cause });
    this.name = 'TooBroad';
  }
}

/** How long a search may take. */
const longest = '10s';

/**
 * Asks questions of searches as they are answered best: PostgreSQL takes words that are stored apart for as cheap as others, and
 * would read those of every document. Throws `TooBroad`.
 */
export async function ask<Answer>(
  database: Database,
  questions: (queries: Queries) => Promise<Answer>,
): Promise<Answer> {
  try {
    return await database.transaction(async (queries) => {
      await queries.execute(sql`select set_config('enable_seqscan', 'off', true), set_config('work_mem', '32MB', true),
        set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true), set_config('statement_timeout', ${longest}, true)`);
      return questions(queries);
    });
  } catch (error) {
    if (isTimeout(error)) throw new TooBroad(error);
    throw error;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && (codeOf(error) === '57014' || isTimeout(error.cause));
}
