import { sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';

/** On which processes tell each other that somebody's rights, account, session or token may have changed. */
export const rightsChannel = 'rights';

/** Has every process ask again what those may do who are connected to it, once the transaction is committed. */
export async function rightsChanged(queries: Queries): Promise<void> {
  await queries.execute(sql`select pg_notify(${rightsChannel}, '')`);
}
