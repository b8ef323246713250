import { sql } from 'drizzle-orm';
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

/** Tables that are made of documents and histories. */
export const madeTables = [
  ...['projection', 'field_value', 'turn', 'register_row', 'document_link'],
  ...['search_document', 'search_part'],
] as const;
