import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { proxyFor } from '../../test/cut-connection.ts';
import { testDatabase } from '../../test/database.ts';
import { openDatabase } from './database.ts';
import { DatabaseGone, goneIn } from './gone.ts';
import { hubId } from './hub-id.ts';

const database = await testDatabase();
await database.queries.execute(sql`create table word (id text primary key)`);
const put = (id: string) => sql`insert into word values (${id})`;
const words = async (): Promise<unknown[]> =>
  (await database.queries.execute(sql`select id from word order by id`)).rows.map(({ id }) => id);
const failureOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => null).catch((error) => error);

// Waits for as long as a hub does before it gives up, while the other tests run.
const nowhere = openDatabase('postgresql://nobody@127.0.0.1:1/none');
const away = failureOf(nowhere.transaction((queries) => queries.execute(sql`select 1`)));

test('a transaction happens whole or not at all', async () => {
  await database.transaction((queries) => queries.execute(put('a')));
  const failed = database.transaction(async (queries) => {
    await queries.execute(put('b'));
    throw new Error('no');
  });
  await expect(failed).rejects.toThrow('no');
  expect(await words()).toEqual(['a']);
});

test('what was sent to be committed when its connection was lost is done exactly once', async () => {
  const proxy = await proxyFor(database.url);
  const through = openDatabase(proxy.url);
  const runs = { there: 0, back: 0 };
  for (const cut of ['there', 'back'] as const) {
    proxy.cutNextCommit(cut);
    const told = await through.transaction(async (queries) => {
      runs[cut] += 1;
      await queries.execute(put(cut));
      return runs[cut];
    });
    expect(told).toBe(runs[cut]);
  }
  expect(runs).toEqual({ there: 2, back: 1 });
  expect(await words()).toEqual(['a', 'back', 'there']);
  await through.close();
  proxy.close();
});

test('work goes on when every connection is ended in its midst, as by a restart of the server', async () => {
  let run = 0;
  await database.transaction(async (queries) => {
    run += 1;
    await queries.execute(put('c'));
    // Outside the transaction: ends that of the first run, and whatever else the pool has.
    if (run > 1) return;
    await database.queries.execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
  });
  expect(run).toBe(2);
  expect(await words()).toContain('c');
});

test('of transactions that wait for each other in a ring all happen', async () => {
  await database.queries.execute(sql`create table seat (id int primary key, taken int not null default 0)`);
  await database.queries.execute(sql`insert into seat select * from generate_series(1, 2)`);
  const take = (first: number, second: number) =>
    database.transaction(async (queries) => {
      for (const id of [first, second]) {
        await queries.execute(sql`update seat set taken = taken + 1 where id = ${id}`);
        await queries.execute(sql`select pg_sleep(0.05)`);
      }
    });
  await Promise.all([take(1, 2), take(2, 1)]);
  expect((await database.queries.execute(sql`select taken from seat`)).rows).toEqual([{ taken: 2 }, { taken: 2 }]);
});

test('a full disk is told at once, and a mistake is nothing of the kind', async () => {
  let runs = 0;
  const full = await failureOf(
    database.transaction((queries) => {
      runs += 1;
      return queries.execute(sql`do $$ begin raise exception 'no space' using errcode = 'disk_full'; end $$`);
    }),
  );
  expect(full).toBeInstanceOf(DatabaseGone);
  expect(full).toMatchObject({ reason: 'full', work: 'undone' });
  expect(runs).toBe(1);
  expect(goneIn(await failureOf(Promise.resolve(database.queries.execute(put('a')))))).toBe(null);
});

test('several processes that ask first agree on the id of the hub', async () => {
  const [one, ...others] = await Promise.all([1, 2, 3, 4].map(() => hubId(database)));
  expect(others).toEqual([one, one, one]);
});

test('a database that stays away is gone, and nothing was done', async () => {
  expect(await away).toBeInstanceOf(DatabaseGone);
  expect(await away).toMatchObject({ reason: 'away', work: 'undone' });
  await nowhere.close();
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
