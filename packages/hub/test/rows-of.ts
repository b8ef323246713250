import { sql } from 'drizzle-orm';
import { leftOutTables } from '../src/backup/kept-tables.ts';
import type { Queries } from '../src/database/database.ts';

/** Every row of tables as text, in an order that follows from what they hold. */
export async function rowsOf(queries: Queries, tables: readonly string[]): Promise<Record<string, readonly string[]>> {
  const all: Record<string, readonly string[]> = {};
  for (const table of tables) {
    const { rows } = await queries.execute(sql`select row_to_json(one)::text as row from ${sql.identifier(table)} one`);
    all[table] = rows.map(({ row }) => String(row)).sort();
  }
  return all;
}

/** Tables that are made of documents and histories; those to which words and values only come are left out. */
export const madeTables = Object.entries(leftOutTables).flatMap(([table, why]) =>
  why.startsWith('made anew') && table !== 'search_word' && table !== 'search_counted' ? [table] : [],
);
