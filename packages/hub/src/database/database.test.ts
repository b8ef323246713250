import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { hub } from './tables/hub.ts';

const database = await testDatabase();

test('a transaction happens whole or not at all', async () => {
  await database.transaction((queries) => queries.insert(hub).values({ id: 'one' }));
  expect(await database.queries.select({ id: hub.id }).from(hub)).toEqual([{ id: 'one' }]);
  const failed = database.transaction(async (queries) => {
    await queries.update(hub).set({ id: 'two' });
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await database.queries.select({ id: hub.id }).from(hub)).toEqual([{ id: 'one' }]);
});

test('a transaction whose connection is cut between two questions is done again', async () => {
  let turns = 0;
  const done = await database.transaction(async (queries) => {
    turns += 1;
    const { rows } = await queries.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
    if (turns === 1) await database.queries.execute(sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`);
    await new Promise((heard) => setTimeout(heard, 50));
    await queries.execute(sql`select 1`);
    return 'done';
  });
  expect([done, turns]).toEqual(['done', 2]);
});
