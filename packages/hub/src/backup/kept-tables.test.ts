import { readdirSync } from 'node:fs';
import { getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { keptTables, leftOutTables } from './kept-tables.ts';

const folder = new URL('../database/tables/', import.meta.url);
const tables: PgTable[] = [];
for (const file of readdirSync(folder).filter((name) => !name.endsWith('.test.ts')))
  for (const one of Object.values(await import(new URL(file, folder).href))) if (is(one, PgTable)) tables.push(one);

test('every table is kept, or left out for a reason', () => {
  const named = [...keptTables, ...Object.keys(leftOutTables)];
  expect(named.sort()).toEqual(tables.map(getTableName).sort());
  expect(Object.entries(leftOutTables).filter(([, why]) => why === '')).toEqual([]);
});

test('each kept table refers to none behind it, and to none that is left out', () => {
  const behind = tables.flatMap((table) => {
    const place = keptTables.indexOf(getTableName(table));
    return getTableConfig(table).foreignKeys.flatMap((key) => {
      const to = keptTables.indexOf(getTableName(key.reference().foreignTable));
      return place !== -1 && (to === -1 || to > place) ? [key.getName()] : [];
    });
  });
  expect(behind).toEqual([]);
});
