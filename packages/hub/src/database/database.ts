import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';
import { goneIn } from './gone.ts';

/** What questions are asked through: the database itself, or a transaction on it. */
export type Queries = Pick<
  NodePgDatabase,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'execute' | '$count'
>;

/** The hub's database. */
export interface Database {
  readonly url: string;
  /** For a question that needs no transaction. */
  readonly queries: NodePgDatabase;
  readonly pool: Pool;
  /**
   * Does everything in `work` or nothing of it. `work` is done again when the connection was lost before anything was
   * committed, so it has no effects but those on the database. Throws `DatabaseGone` when the database stays away, or has no room.
   */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** How long is waited before a lost connection is tried again, ms; three times, then it is gone. */
const pauses = [50, 200, 800];

/** Opens connections to a database; none is made before the first question. */
export function openDatabase(url: string, connections = 10): Database {
  const pool = new Pool({ connectionString: url, max: connections, connectionTimeoutMillis: 10_000 });
  // A connection that ends while nobody uses it is replaced; whoever uses one hears of its end from the question.
  pool.on('error', () => {});
  // One that ends between two questions of a transaction fails the next of them; unheard, its end would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  const queries = drizzle(pool);
  return {
    url,
    queries,
    pool,
    transaction: (work) => again(() => queries.transaction(work)),
    close: () => pool.end(),
  };
}

async function again<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let turn = 0; ; turn += 1) {
    try {
      return await work();
    } catch (error) {
      const gone = goneIn(error);
      const pause = pauses[turn];
      if (gone === null) throw error;
      if (gone.reason === 'full' || pause === undefined) throw gone;
      await new Promise((done) => setTimeout(done, pause));
    }
  }
}
