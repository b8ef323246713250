import type { BoundDocument } from '../../../document/document.ts';
import { insertColumn } from '../../../edit/tables.ts';
import type { ColumnSchema } from '../../../template/schema.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { type AnsweringTable, columnAddress, lackingColumns, sureTable, tablesOf } from './bound-tables.ts';

export const columnMissing: DocumentRule = {
  scope: 'document',
  code: 'TBL402',
  name: 'column-missing',
  summary: 'A table lacks a column that the template has',
  why: 'Each column is a question about every row. Without it nobody sees that the question was left out.',
  remedy: 'Add the column, or mark it as optional in the template.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template:
      '# [Name]\n\n## Risks\n\n| Risk | Impact | Mitigation |\n| --- | --- | --- |\n| [Risk] | High/Low | [How] |\n',
    bad: '# Queue\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| The broker fails | High |\n',
    good: '# Queue\n\n## Risks\n\n| Risk | Impact | Mitigation |\n| --- | --- | --- |\n| The broker fails | High | Retry |\n',
  },
  check: findMissing,
};

function* findMissing(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesOf(document).answering) {
    for (const schema of lackingColumns(table)) {
      if (schema.confidence < sureTable) continue;
      if (schema.required) yield missing(document, table, schema);
      // Names and dates of sign-offs come later, but the place for them must be there.
      else if (table.schema.role === 'sign-offs') yield { ...missing(document, table, schema), atMost: 'warning' };
    }
  }
}

function missing(document: BoundDocument, table: AnsweringTable, schema: ColumnSchema): Finding {
  const edits = insertColumn(document.source, table, placeFor(table, schema), schema.name);
  return {
    range: table.headerRange,
    message: `The table has no column "${schema.name}"`,
    address: columnAddress(table, schema),
    template: schema.range,
    fixes: edits === null ? [] : [{ title: `Insert column "${schema.name}"`, kind: 'suggested', edits }],
  };
}

/** Behind the nearest column that precedes it in the template, else first. */
function placeFor(table: AnsweringTable, schema: ColumnSchema): number {
  const { columns } = table.schema;
  for (let index = columns.indexOf(schema) - 1; index >= 0; index -= 1) {
    const place = table.columns.findIndex((column) => column.schema === columns[index]);
    if (place !== -1) return place + 1;
  }
  return 0;
}
