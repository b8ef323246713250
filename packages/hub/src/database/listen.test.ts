import { sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { openListener } from './listen.ts';

const database = await testDatabase();

test('a listener hears what is committed, and tells when it may have missed something', async () => {
  const listener = await openListener(database);
  const heard: string[] = [];
  let missed = 0;
  await listener.on(
    'news',
    (payload) => heard.push(payload),
    () => {
      missed += 1;
    },
  );
  await database.transaction((queries) => queries.execute(sql`select pg_notify('news', 'one')`));
  await vi.waitFor(() => expect(heard).toEqual(['one']));
  await database.queries.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()`,
  );
  await vi.waitFor(() => expect(missed).toBe(1), 5_000);
  await database.queries.execute(sql`select pg_notify('news', 'two')`);
  await vi.waitFor(() => expect(heard).toEqual(['one', 'two']));
  await listener.close();
});
