import { readdirSync, readFileSync } from 'node:fs';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

const database = await testDatabase();
const here = (path: string): URL => new URL(path, import.meta.url);
const read = (path: string): string => readFileSync(here(path), 'utf8');

const statements = (text: string): string[] => {
  const all = text.split(/;\s*(?:\n|$)/u).map((one) => one.trim());
  return all.filter((one) => one !== '').sort();
};

test('hubs that migrate one database at once do it once', async () => {
  await database.queries.execute(sql`drop schema public cascade`);
  await database.queries.execute(sql`drop schema drizzle cascade`);
  await database.queries.execute(sql`create schema public`);
  const hubs = [1, 2, 3].map(() => openDatabase(database.url));
  await Promise.all(hubs.map((one) => migrate(one)));
  await Promise.all(hubs.map((one) => one.close()));
  const { rows } = await database.queries.execute(sql`select hash from drizzle.__drizzle_migrations`);
  const { entries } = JSON.parse(read('../../migrations/meta/_journal.json'));
  expect(rows).toHaveLength(entries.length);
  expect((await database.queries.execute(sql`select to_regclass('hub') as hub`)).rows).toEqual([{ hub: 'hub' }]);
});

test('tables of a newer program are refused and left alone', async () => {
  await database.queries.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of tomorrow', 9999999999999)`,
  );
  await expect(migrate(database)).rejects.toThrow('The database has tables of a version of Specwright');
  expect((await database.queries.execute(sql`select count(*)::int as rows from hub`)).rows).toEqual([{ rows: 0 }]);
});

test('the migrations and schema.sql make the tables that the program asks for: npm run migrations -w @specwright/hub', async () => {
  const tables: Record<string, unknown> = {};
  for (const name of readdirSync(here('tables')).filter((name) => !name.endsWith('.test.ts')))
    Object.assign(tables, await import(here(`tables/${name}`).href));
  const asked = generateDrizzleJson(tables);
  const { entries } = JSON.parse(read('../../migrations/meta/_journal.json'));
  const newest = `../../migrations/meta/${String(entries.at(-1).idx).padStart(4, '0')}_snapshot.json`;
  expect(await generateMigration(JSON.parse(read(newest)), asked)).toEqual([]);
  const whole = await generateMigration(generateDrizzleJson({}), asked);
  // The order in which tables are read is not the same, and drizzle has no word for tables that a crash may empty.
  const written = read('../../schema.sql').replaceAll('CREATE UNLOGGED TABLE', 'CREATE TABLE');
  expect(statements(written)).toEqual(statements(whole.join('\n')));
});
