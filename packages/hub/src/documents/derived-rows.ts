import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Queries } from '../database/database.ts';
import { storableJson } from '../search/words.ts';

/** The rows that one document should have in a table of what is made of documents; its id is left out. */
export interface DerivedRows<Of extends PgTable = PgTable> {
  readonly table: Of;
  readonly rows: readonly Omit<Of['$inferInsert'], 'document'>[];
}

/**
 * Brings what tables hold of a document to what they should hold, each row once: those that are there stay untouched, others go and come.
 * All of it is one question, however many tables and rows there are.
 */
export async function replaceDerived(
  queries: Queries,
  document: string,
  derived: readonly DerivedRows[],
): Promise<void> {
  const parts = derived.map(({ table, rows }, at) => partOf(table, rows, document, at));
  await queries.execute(sql`with ${sql.join(parts, sql`, `)} select`);
}

function partOf(table: PgTable, rows: DerivedRows['rows'], document: string, at: number): SQL {
  const columns = Object.entries(getTableColumns(table)).filter(
    ([key, column]) => key !== 'document' && isKept(column),
  );
  const called = (name: string) => sql.identifier(`${name}_${at}`);
  const [now, was, gone, come] = [called('now'), called('was'), called('gone'), called('come')];
  const names = sql.join(
    columns.map(([, { name }]) => sql.identifier(name)),
    sql`, `,
  );
  const typed = columns.map(([, column]) => sql`${sql.identifier(column.name)} ${sql.raw(column.getSQLType())}`);
  const data = rows.map((row) =>
    Object.fromEntries(columns.map(([key, { name }]) => [name, (row as Record<string, unknown>)[key] ?? null])),
  );
  const isSame = columns.map(([, column]) => {
    const old = sql`old.${sql.identifier(column.name)}`;
    return column.notNull ? sql`${column} = ${old}` : sql`${column} is not distinct from ${old}`;
  });
  const isOfDocument = sql`${getTableColumns(table).document} = ${document}`;
  // What comes counts what is gone first, since a key that comes again must be free by then.
  return sql`${now} as (select * from jsonb_to_recordset(${storableJson(data)}::jsonb) as now(${sql.join(typed, sql`, `)})),
    ${was} as (select ${names} from ${table} where ${isOfDocument}),
    ${gone} as (delete from ${table} using (select * from ${was} except select * from ${now}) as old
      where ${isOfDocument} and ${sql.join(isSame, sql` and `)} returning 1),
    ${come} as (insert into ${table} (${sql.identifier('document_id')}, ${names})
      select ${document}, fresh.* from (select * from ${now} except select * from ${was}) as fresh
      where (select count(*) from ${gone}) >= 0)`;
}

/** False for what the database makes itself. */
function isKept({ generated, generatedIdentity }: PgColumn): boolean {
  return generated === undefined && generatedIdentity === undefined;
}
