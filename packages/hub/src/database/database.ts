import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool, type PoolClient } from 'pg';
import { DatabaseGone, troubleIn } from './gone.ts';

/** What questions are asked through: the database itself, or a transaction on it. */
export type Queries = Omit<NodePgDatabase, 'transaction' | '$client'>;

/** The hub's database. */
export interface Database {
  /** Its address. */
  readonly url: string;
  readonly pool: Pool;
  /** For questions that need no transaction; what they throw when the database goes away in their midst, `goneIn` knows. */
  readonly queries: Queries;
  /**
   * Does everything in `work` or nothing of it. When the connection is lost, or others were in the way, `work` is done again, so it has
   * no effects but those on the database. Work that may have been committed is not done again before the database was asked whether it
   * was. Throws `DatabaseGone` when the database stays away, or has no room.
   */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** What is waited before work is done again, ms: long enough for a database that was killed to come back. */
const pauses = [20, 100, 400, 1_000, 2_000, 4_000];
/** After this time nothing is tried again, ms: whoever asked waits no longer. */
const longestAway = 10_000;

/** Opens connections to a database; none is made before the first question. */
export function openDatabase(url: string, connections = 10): Database {
  const pool = new PatientPool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    // A hub whose machine vanished in mid-work must not hold documents for ever.
    idle_in_transaction_session_timeout: 60_000,
  });
  // A connection that ends while nobody uses it is replaced; whoever has one hears of its end from the next question.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    url,
    pool,
    queries: drizzle(pool),
    transaction: (work) => transaction(pool, work),
    close: () => pool.end(),
  };
}

/** Waits for a database that is away for a moment, instead of failing at once. */
class PatientPool extends Pool {
  override connect(): Promise<PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<PoolClient> | undefined {
    const connected = again(
      () => super.connect(),
      () => 'undone',
    );
    if (callback === undefined) return connected;
    connected.then(
      (client) => callback(undefined, client, (release) => client.release(release)),
      (error) => callback(error, undefined, () => {}),
    );
    return undefined;
  }
}

type ConnectCallback = Extract<Parameters<Pool['connect']>[0], (...parameters: never) => unknown>;

async function transaction<Result>(pool: Pool, work: (queries: Queries) => Promise<Result>): Promise<Result> {
  let sent: Sent<Result> | null = null;
  const once = async (): Promise<Result> => {
    if (sent !== null && (await wasCommitted(pool, sent.transaction))) return sent.result;
    sent = null;
    const client = await pool.connect();
    let usable = false;
    try {
      await client.query('begin');
      const result = await work(drizzle(client));
      sent = { result, transaction: await numberOf(client) };
      await client.query('commit');
      usable = true;
      return result;
    } catch (error) {
      // An answer to the commit says that nothing was done; only silence leaves it open.
      if (troubleIn(error) !== 'away') sent = null;
      usable = await rolledBack(client);
      throw error;
    } finally {
      client.release(!usable);
    }
  };
  return again(once, () => (sent === null ? 'undone' : 'unknown'));
}

/** A transaction that was sent to be committed; its number is null when it wrote nothing. */
interface Sent<Result> {
  readonly result: Result;
  readonly transaction: string | null;
}

async function numberOf(client: PoolClient): Promise<string | null> {
  const { rows } = await client.query('select pg_current_xact_id_if_assigned()::text as number');
  return rows[0].number;
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  return client.query('rollback').then(
    () => true,
    () => false,
  );
}

/** Asks what became of a transaction whose connection was lost while it was committed. */
async function wasCommitted(pool: Pool, transaction: string | null): Promise<boolean> {
  if (transaction === null) return true;
  for (;;) {
    const { rows } = await pool.query('select pg_xact_status($1::xid8) as status', [transaction]);
    if (rows[0].status !== 'in progress') return rows[0].status === 'committed';
    await sleep(20);
  }
}

/** Does work until it succeeds, fails for a reason of its own, or the database has been away for too long. */
async function again<Result>(work: () => Promise<Result>, left: () => 'undone' | 'unknown'): Promise<Result> {
  const end = Date.now() + longestAway;
  for (let turn = 0; ; turn += 1) {
    try {
      return await work();
    } catch (error) {
      const trouble = troubleIn(error);
      const pause = pauses[turn];
      const ended = error instanceof DatabaseGone || pause === undefined || Date.now() + pause > end;
      if (trouble === 'full' || (trouble === 'away' && ended)) throw new DatabaseGone(trouble, left(), error);
      if (trouble === null || ended) throw error;
      await sleep(pause);
    }
  }
}
