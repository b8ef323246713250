import PgBoss from 'pg-boss';
import type { Database } from '../database/database.ts';

/** Something that is done by the clock, once for all hubs on one database. Doing it twice does no harm. */
export interface Job {
  /** Lower case and hyphens. */
  readonly name: string;
  /** Five fields, in UTC. */
  readonly cron: string;
  readonly run: () => Promise<void>;
}

/** The number under which hubs that start at once wait for each other: laying queues out takes locks in no order. */
const lock = 7_305_418_333;

/** Jobs that are being done. */
export interface Jobs {
  /** Has one of the hubs do a job now, once however often it is asked for before that begins. */
  soon(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** Does jobs by the clock until stopped; each of their times falls to one of the hubs that run. */
export async function startJobs(
  database: Database,
  jobs: readonly Job[],
  failed: (error: unknown) => void,
  pollSeconds = 10,
): Promise<Jobs> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.pool.query(text, values) },
    schema: 'jobs',
  });
  boss.on('error', failed);
  await layOut(boss, database, jobs);
  const workers = new Map<string, string>();
  for (const { name, run } of jobs) {
    const worker = await boss.work(name, { pollingIntervalSeconds: pollSeconds }, async () => {
      try {
        await run();
      } catch (error) {
        failed(error);
        throw error;
      }
    });
    workers.set(name, worker);
  }
  return {
    soon: async (name) => {
      await boss.send(name, {});
      boss.notifyWorker(workers.get(name) ?? '');
    },
    stop: () => boss.stop({ graceful: true, wait: true, timeout: 20_000 }),
  };
}

async function layOut(boss: PgBoss, database: Database, jobs: readonly Job[]): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    await boss.start();
    for (const { name, cron } of jobs) {
      await boss.createQueue(name, { name, policy: 'short', retryLimit: 3, retryBackoff: true, expireInMinutes: 30 });
      await boss.schedule(name, cron);
    }
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock]).catch(() => {});
    client.release();
  }
}
