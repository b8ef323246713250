import PgBoss from 'pg-boss';
import { expect, test, vi } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { startJobs } from './jobs.ts';

const database = await testDatabase();

test('a job falls to one of two hubs, is done again after it failed, and is scheduled once', async () => {
  const runs: string[] = [];
  const reports: unknown[] = [];
  const hub = (name: string) => {
    const run = async (): Promise<void> => {
      runs.push(name);
      if (runs.length === 1) throw new Error('not yet');
    };
    return startJobs(database, [{ name: 'digests', cron: '0 0 1 1 *', run }], (error) => reports.push(error), 0.5);
  };
  const hubs = await Promise.all([hub('one'), hub('two')]);
  const boss = new PgBoss({ db: { executeSql: (text, values) => database.pool.query(text, values) }, schema: 'jobs' });
  await boss.start();
  expect((await boss.getSchedules()).map(({ name, cron }) => [name, cron])).toEqual([['digests', '0 0 1 1 *']]);
  await boss.send('digests', {}, { retryDelay: 1, retryBackoff: false });
  await vi.waitFor(() => expect(runs.length).toBe(2), 15_000);
  await Promise.all([...hubs.map((jobs) => jobs.stop()), boss.stop({ graceful: false })]);
  expect(reports.map(String)).toEqual(['Error: not yet']);
  expect(runs.length).toBe(2);
});

test('a job that is asked for is done at once, and once for all who ask before it begins', async () => {
  let runs = 0;
  let asked = (): void => {};
  const all = new Promise<void>((done) => {
    asked = done;
  });
  const run = async (): Promise<void> => {
    runs += 1;
    await all;
  };
  const job = { name: 'asked-for', cron: '0 0 1 1 *', run };
  const jobs = await startJobs(database, [job], (error) => expect.unreachable(String(error)), 600);
  await Promise.all(Array.from({ length: 20 }, () => jobs.soon('asked-for')));
  await vi.waitFor(() => expect(runs).toBe(1), 5_000);
  asked();
  await jobs.stop();
  expect(runs).toBeLessThanOrEqual(2);
});
