import type { BoundColumn, BoundContent, BoundDocument, BoundRow, BoundTable } from '../../../document/document.ts';
import { foldName } from '../../../template/names.ts';
import type { ColumnSchema, TableSchema } from '../../../template/schema.ts';
import { clearNearest } from '../did-you-mean.ts';

/** A table that answers one of the template's. */
export interface AnsweringTable extends BoundTable {
  readonly schema: TableSchema;
}

interface DocumentTables {
  readonly all: readonly BoundTable[];
  /** Those that answer the template; tables whose rows are fields are left to the rules about fields. */
  readonly answering: readonly AnsweringTable[];
}

const tablesByDocument = new WeakMap<BoundDocument, DocumentTables>();

/** Every table of a document, in text order. Read once for a document. */
export function tablesOf(document: BoundDocument): DocumentTables {
  let tables = tablesByDocument.get(document);
  if (tables === undefined) {
    tables = readTables(document);
    tablesByDocument.set(document, tables);
  }
  return tables;
}

function readTables(document: BoundDocument): DocumentTables {
  const all: BoundTable[] = [];
  const answering: AnsweringTable[] = [];
  const add = (content: BoundContent, free: boolean): void => {
    for (const table of content.tables) {
      all.push(table);
      if (!free && isAnswering(table)) answering.push(table);
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

/** A column of the document that stands for a column of the template under another name. */
export interface RenamedColumn {
  readonly column: BoundColumn;
  readonly schema: ColumnSchema;
  /** False when only its place speaks for it. */
  readonly alike: boolean;
}

const renamedByTable = new WeakMap<AnsweringTable, readonly RenamedColumn[]>();
const none: readonly RenamedColumn[] = [];

/**
 * Columns under another name: the name is a near miss or shares its words, or it is the one column out of place in a
 * table of as many columns as the template's.
 */
export function renamedColumns(table: AnsweringTable): readonly RenamedColumn[] {
  const lacking = lackingColumns(table);
  const unknown = table.columns.filter((column) => column.schema === null);
  if (lacking.length === 0 || unknown.length === 0) return none;
  let renamed = renamedByTable.get(table);
  if (renamed === undefined) {
    renamed = pairColumns(table, lacking, unknown);
    renamedByTable.set(table, renamed);
  }
  return renamed;
}

function pairColumns(
  table: AnsweringTable,
  lacking: readonly ColumnSchema[],
  unknown: readonly BoundColumn[],
): readonly RenamedColumn[] {
  const pairs: RenamedColumn[] = [];
  const open = new Set(lacking);
  for (const column of unknown) {
    const schema = alikeColumn(column.name, [...open]);
    if (schema === null) continue;
    open.delete(schema);
    pairs.push({ column, schema, alike: true });
  }
  const [schema] = open;
  const left = unknown.filter((column) => !pairs.some((pair) => pair.column === column));
  const [column] = left;
  if (open.size !== 1 || left.length !== 1 || schema === undefined || column === undefined) return pairs;
  const samePlace = table.columns.indexOf(column) === table.schema.columns.indexOf(schema);
  if (samePlace && table.columns.length === table.schema.columns.length) pairs.push({ column, schema, alike: false });
  return pairs;
}

function alikeColumn(name: string, schemas: readonly ColumnSchema[]): ColumnSchema | null {
  const meant = clearNearest(
    name,
    schemas.map((schema) => schema.name),
  );
  if (meant !== null) return schemas.find((schema) => schema.name === meant) ?? null;
  const words = ` ${foldName(name)} `;
  const sharing = schemas.filter((schema) => {
    const other = ` ${foldName(schema.name)} `;
    return words.trim() !== '' && other.trim() !== '' && (words.startsWith(other) || other.startsWith(words));
  });
  return sharing.length === 1 ? (sharing[0] ?? null) : null;
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
