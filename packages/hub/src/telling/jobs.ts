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

/** Does jobs by the clock until stopped; each of their times falls to one of the hubs that run. */
export async function startJobs(
  database: Database,
  jobs: readonly Job[],
  failed: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.pool.query(text, values) },
    schema: 'jobs',
  });
  boss.on('error', failed);
  await boss.start();
  for (const { name, cron, run } of jobs) {
    await boss.createQueue(name, { name, policy: 'short', retryLimit: 3, retryBackoff: true, expireInMinutes: 30 });
    await boss.work(name, { pollingIntervalSeconds: 10 }, async () => {
      try {
        await run();
      } catch (error) {
        failed(error);
        throw error;
      }
    });
    await boss.schedule(name, cron);
  }
  return () => boss.stop({ graceful: true, wait: true, timeout: 20_000 });
}
