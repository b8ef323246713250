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
