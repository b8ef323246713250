import { existsSync, readFileSync } from 'node:fs';
import type { Database } from '../packages/hub/src/database/database.ts';

/** What this process and its PostgreSQL have taken of a processor, ms: on a busy machine the fairer figure. Without `/proc` of this process alone. */
export async function processorTime(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const stat = `/proc/${rows[0]?.pid}/stat`;
  const ticks = existsSync(stat) ? readFileSync(stat, 'utf8').split(') ')[1]?.split(' ').slice(11, 13) : undefined;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + 10 * (ticks ?? []).reduce((sum, each) => sum + Number(each), 0);
}

/** How long something takes, ms. */
export async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** What a share of some times does not exceed. */
export function share(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
}
