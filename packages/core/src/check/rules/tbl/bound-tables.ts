import type { BoundColumn, BoundContent, BoundDocument, BoundRow, BoundTable } from '../../../document/document.ts';
import { foldKey } from '../../../template/names.ts';
import type { ColumnSchema, TableSchema } from '../../../template/schema.ts';
import { lastAnswer } from '../../../text/last-answer.ts';
import { isUntouched } from '../plh/untouched.ts';

/** A table that answers one of the template's. */
export interface AnsweringTable extends BoundTable {
  readonly schema: TableSchema;
}

interface DocumentTables {
  readonly all: readonly BoundTable[];
  /**
   * Those that answer the template. Tables whose rows are fields are left to the rules about fields, and a document in
   * which nothing was written yet is one finding of its own.
   */
  readonly answering: readonly AnsweringTable[];
}

/** Every table of a document, in text order. Read once for a document. */
export const tablesOf: (document: BoundDocument) => DocumentTables = lastAnswer(readTables);

function readTables(document: BoundDocument): DocumentTables {
  const all: BoundTable[] = [];
  const answering: AnsweringTable[] = [];
  const untouched = isUntouched(document);
  const add = (content: BoundContent, free: boolean): void => {
    for (const table of content.tables) {
      all.push(table);
      if (!free && !untouched && isAnswering(table)) answering.push(table);
    }
  };
  if (document.preamble !== null) add(document.preamble, false);
  for (const section of document.allSections) {
    if (section.content.tables.length > 0) add(section.content, section.schema?.free === true);
  }
  return { all, answering };
}

function isAnswering(table: BoundTable): table is AnsweringTable {
  return table.schema !== null && !table.schema.keyValue && table.schema.confidence >= sureTable;
}

/** Readings of less confidence demand nothing. */
export const sureTable = 0.5;

/** Columns of the template that a table lacks. */
export function lackingColumns(table: AnsweringTable): readonly ColumnSchema[] {
  return table.schema.columns.filter((schema) => !table.columns.some((column) => column.schema === schema));
}

/** True when a column answers the template's under another name: a similar one, or another at the same place. */
export function isRenamed(column: BoundColumn): boolean {
  const { schema, name } = column;
  return schema !== null && name !== schema.name && foldKey(name) !== foldKey(schema.name);
}

/** True when no cell of the row holds anything. */
export function isBlankRow(row: BoundRow): boolean {
  return row.cells.every((cell) => cell.value.state === 'empty');
}

/** The address of a column that a table lacks. */
export function columnAddress(table: BoundTable, schema: ColumnSchema): string {
  return `${table.address}.${schema.address.slice(schema.address.lastIndexOf('.') + 1)}`;
}

/** The table in words for a message: the names of its first columns. */
export function tableName(schema: TableSchema): string {
  const names = schema.columns.slice(0, 4).map((column) => column.name);
  return `${names.join(' | ')}${schema.columns.length > names.length ? ' | …' : ''}`;
}
