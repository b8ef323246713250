import type { BoundColumn, BoundDocument, BoundRow } from '../../../document/document.ts';
import type { ColumnSchema } from '../../../template/schema.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { type AnsweringTable, columnAddress, isBlankRow, sureTable, tablesOf } from './bound-tables.ts';

export const cellEmpty: DocumentRule = {
  scope: 'document',
  code: 'TBL408',
  name: 'cell-empty',
  summary: 'A cell that needs a value is empty, or a whole row is',
  why: 'An empty cell may mean none, not known or forgotten. The next reader cannot tell.',
  remedy: 'Write the value, or say `none` or `unknown`. Delete a row that holds nothing.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n## Risks\n\n| Risk | Mitigation |\n| --- | --- |\n| [Risk] | [How] |\n',
    bad: '# Queue\n\n## Risks\n\n| Risk | Mitigation |\n| --- | --- |\n| The broker fails | |\n| Disk full | Alert |\n',
    good: '# Queue\n\n## Risks\n\n| Risk | Mitigation |\n| --- | --- |\n| The broker fails | Retry |\n| Disk full | Alert |\n',
  },
  check: findEmpty,
};

function* findEmpty(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesOf(document).answering) {
    const rows = table.rows.filter((row) => !isBlankRow(row));
    if (rows.length === 0) continue;
    yield* blankRows(table);
    for (const [place, column] of table.columns.entries()) {
      const { schema } = column;
      if (schema !== null && isWanted(table, schema)) yield* emptyCells(table, rows, place, column, schema);
    }
  }
}

function* blankRows(table: AnsweringTable): Iterable<Finding> {
  for (const row of table.rows) {
    if (!isBlankRow(row)) continue;
    yield { range: row.range, message: 'The row is empty', address: row.address, template: table.schema.range };
  }
}

/** A column that the template itself leaves blank, such as the date of a sign-off, is filled in later. */
function isWanted(table: AnsweringTable, schema: ColumnSchema): boolean {
  if (!schema.required || schema.confidence < sureTable) return false;
  if (schema.placeholder === null && schema.default === null && schema.choices === null) return false;
  return table.schema.role !== 'sign-offs' || (schema.type !== 'person' && schema.type !== 'date');
}

function* emptyCells(
  table: AnsweringTable,
  rows: readonly BoundRow[],
  place: number,
  column: BoundColumn,
  schema: ColumnSchema,
): Iterable<Finding> {
  const empty = rows.filter((row) => row.cells[place]?.value.state === 'empty');
  if (empty.length === rows.length && rows.length > 1) {
    yield {
      range: column.range,
      message: `Column "${column.name}" is empty in all ${rows.length} rows`,
      address: columnAddress(table, schema),
      template: schema.range,
    };
    return;
  }
  for (const row of empty) {
    const cell = row.cells[place];
    if (cell === undefined) continue;
    const first = row.cells[0]?.value.plain ?? '';
    const whose = place === 0 || first === '' ? '' : ` of "${first.slice(0, 40)}"`;
    yield {
      range: cell.value.range,
      message: `The ${column.name}${whose} is empty`,
      address: cell.address,
      template: schema.range,
    };
  }
}
