import type { BoundColumn, BoundDocument, BoundSection, BoundTable } from '../document/document.ts';
import { foldKey, kebabName } from '../template/names.ts';
import type { ColumnSchema, TableSchema } from '../template/schema.ts';
import type { Replacement } from '../text/edit.ts';
import { nearest } from '../text/nearest.ts';
import { endOfBody } from './add-entry.ts';
import { allowedValue, type Judging } from './allowed-value.ts';
import { insertBlock } from './blocks.ts';
import { lineEndOf } from './line-end.ts';
import { EditRefusal } from './refusal.ts';
import { oneLineOfTable } from './set-value.ts';
import { escapeCell, insertRow } from './tables.ts';

/** A value with the name of its column or part; null for the first. */
export interface NamedValue {
  readonly name: string | null;
  readonly value: string;
}

/**
 * Writes a row behind the last one of a table; columns that are not named get what the template fills in.
 * @throws {EditRefusal} for a column that is not there, a value it does not allow, and a table that cannot be taken apart.
 */
export function appendRow(
  document: BoundDocument,
  table: BoundTable,
  values: readonly NamedValue[],
  judging: Judging,
): Replacement {
  const cells = cellsFor(table.columns, values, judging);
  const edit = insertRow(document.source, table, table.rows.at(-1) ?? null, cells);
  if (edit === null) throw new EditRefusal(`The table at ${table.address} has no line of dashes under its header`);
  return edit;
}

/** Writes the template's table with one row at the end of a body that has none. */
export function addTable(
  document: BoundDocument,
  schema: TableSchema,
  home: BoundSection,
  values: readonly NamedValue[],
  judging: Judging,
): Replacement {
  const lines = document.schema.text.slice(schema.range.start, schema.range.end).split(/\r\n|\r|\n/u);
  const cells = cellsFor(
    schema.columns.map((column) => ({ schema: column, name: column.name })),
    values,
    judging,
  );
  const row = `| ${cells.map(escapeCell).join(' | ')} |`;
  const block = [...lines.slice(0, 2), row].join(lineEndOf(document.source.text));
  return insertBlock(document.source.text, endOfBody(home), block);
}

type Column = Pick<BoundColumn, 'name'> & { readonly schema: ColumnSchema | null };

function cellsFor(columns: readonly Column[], values: readonly NamedValue[], judging: Judging): string[] {
  const cells = columns.map(({ schema }) => schema?.default ?? '');
  const given = new Set<number>();
  for (const { name, value } of values) {
    const at = name === null ? 0 : columnCalled(columns, name);
    if (given.has(at)) throw new EditRefusal(`The column ${columns[at]?.name} is given twice`);
    given.add(at);
    const column = columns[at];
    cells[at] = oneLineOfTable(allowedValue(value, column?.schema ?? null, column?.name ?? '', judging));
  }
  return cells;
}

function columnCalled(columns: readonly Column[], name: string): number {
  const key = foldKey(kebabName(name));
  const at = columns.findIndex(({ schema, name: written }) =>
    [written, schema?.name, schema?.key].some((each) => each !== undefined && foldKey(kebabName(each)) === key),
  );
  if (at !== -1) return at;
  const all = columns.map((column) => column.name);
  const meant = nearest(name, all);
  throw new EditRefusal(
    `There is no column ${JSON.stringify(name)}`,
    meant === null ? `The columns are ${all.join(', ')}` : `Did you mean ${meant}?`,
  );
}
