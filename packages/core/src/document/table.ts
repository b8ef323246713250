import type { Table, TableRow } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import { foldKey, foldName, kebabName } from '../template/names.ts';
import type { ColumnSchema, TableSchema } from '../template/schema.ts';
import type { Range } from '../text/range.ts';
import { AddressPool, lastSegment } from './address-pool.ts';
import { cellTextRange } from './cells.ts';
import type { BoundCell, BoundColumn, BoundRow, BoundTable } from './document.ts';
import { readValue } from './fields/read-value.ts';
import { nearness } from './near.ts';
import { plainOfRange } from './plain-range.ts';

/** A table of a document. Columns and rows are read when first asked for, as most tables are in prose and never are. */
export class DocumentTable implements BoundTable {
  readonly schema: TableSchema | null;
  readonly node: Table;
  readonly address: string;
  private readonly text: string;
  private knownColumns: readonly BoundColumn[] | null = null;
  private knownRows: readonly BoundRow[] | null = null;

  constructor(text: string, node: Table, schema: TableSchema | null, address: string) {
    this.text = text;
    this.node = node;
    this.schema = schema;
    this.address = address;
  }

  get range(): Range {
    return rangeOf(this.node);
  }

  get headerRange(): Range {
    const header = this.node.children[0];
    return header === undefined ? this.range : rangeOf(header);
  }

  get columns(): readonly BoundColumn[] {
    this.knownColumns ??= readColumns(this.text, this.node, this.schema?.columns ?? []);
    return this.knownColumns;
  }

  get rows(): readonly BoundRow[] {
    this.knownRows ??= this.readRows();
    return this.knownRows;
  }

  private readRows(): BoundRow[] {
    const segments = columnSegments(this.columns);
    return this.node.children
      .slice(1)
      .map((row, index) => this.readRow(row, `${this.address}[${index + 1}]`, segments));
  }

  private readRow(row: TableRow, address: string, segments: readonly string[]): BoundRow {
    const cells = row.children.map((cell, index): BoundCell => {
      const column = this.columns[index] ?? null;
      const range = cellTextRange(this.text, cell);
      const raw = this.text.slice(range.start, range.end);
      const plain = plainOfRange(this.text, range, cell.children);
      return {
        column,
        address: `${address}.${segments[index] ?? `(cell-${index + 1})`}`,
        value: readValue({ raw, plain, data: undefined }, range, column?.schema ?? null),
      };
    });
    return { address, range: rangeOf(row), cells };
  }
}

/** One address segment for each column, all different. */
function columnSegments(columns: readonly BoundColumn[]): string[] {
  const pool = new AddressPool();
  return columns.map(({ schema, name }) => pool.claim(schema === null ? kebabName(name) : lastSegment(schema.address)));
}

/** Names in the header row, Markdown marks left out. */
export function columnNames(text: string, table: Table): string[] {
  return (table.children[0]?.children ?? []).map((cell) =>
    plainOfRange(text, cellTextRange(text, cell), cell.children),
  );
}

/**
 * Columns by name; then, for those that are left, by a similar name; then, in a table of as many columns that otherwise
 * fits, by position.
 */
function readColumns(text: string, table: Table, schemas: readonly ColumnSchema[]): BoundColumn[] {
  const cells = table.children[0]?.children ?? [];
  const columns = cells.map((cell) => {
    const range = cellTextRange(text, cell);
    return { name: plainOfRange(text, range, cell.children), range, schema: null as ColumnSchema | null };
  });
  if (schemas.length === 0) return columns;
  const open = new Set(schemas);
  const assign = (column: { schema: ColumnSchema | null }, schema: ColumnSchema | undefined): void => {
    if (schema === undefined || !open.delete(schema)) return;
    column.schema = schema;
  };
  const byKey = new Map(schemas.map((schema) => [foldKey(schema.name), schema]));
  for (const column of columns) assign(column, byKey.get(foldKey(column.name)));
  for (const column of columns)
    if (column.schema === null && open.size > 0) assign(column, nearColumn(column.name, open));
  const matched = columns.filter((column) => column.schema !== null).length;
  if (columns.length === schemas.length && matched * 2 >= schemas.length) {
    columns.forEach((column, index) => {
      if (column.schema === null) assign(column, schemas[index]);
    });
  }
  return columns;
}

function nearColumn(name: string, open: ReadonlySet<ColumnSchema>): ColumnSchema | undefined {
  const words = foldName(name).split(' ');
  let best: ColumnSchema | undefined;
  let most = 0;
  for (const schema of open) {
    const score = nearness(words, foldName(schema.name).split(' '))?.score ?? 0;
    if (score > most) {
      best = schema;
      most = score;
    }
  }
  return best;
}
