import type { BoundDocument } from '../../../document/document.ts';
import { renameColumn } from '../../../edit/tables.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { type AnsweringTable, columnAddress, type RenamedColumn, renamedColumns, tablesOf } from './bound-tables.ts';

export const columnRenamed: DocumentRule = {
  scope: 'document',
  code: 'TBL403',
  name: 'column-renamed',
  summary: 'A column has another name than in the template',
  why: 'The column is not recognised, so its values are neither checked nor counted.',
  remedy: 'Give the column the name that the template has.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template:
      '# [Name]\n\n## Risks\n\n| Risk | Impact | Mitigation |\n| --- | --- | --- |\n| [Risk] | High/Low | [How] |\n',
    bad: '# Queue\n\n## Risks\n\n| Risk | Impct | Mitigation |\n| --- | --- | --- |\n| The broker fails | High | Retry |\n',
    good: '# Queue\n\n## Risks\n\n| Risk | Impact | Mitigation |\n| --- | --- | --- |\n| The broker fails | High | Retry |\n',
  },
  check: findRenamed,
};

function* findRenamed(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesOf(document).answering) {
    for (const pair of renamedColumns(table)) yield renamed(document, table, pair);
  }
}

function renamed(document: BoundDocument, table: AnsweringTable, { column, schema, alike }: RenamedColumn): Finding {
  const edit = renameColumn(document.source, table, table.columns.indexOf(column), schema.name);
  return {
    range: column.range,
    message: alike
      ? `Column "${column.name}" is "${schema.name}" in the template`
      : `Column "${column.name}" stands where the template has "${schema.name}"`,
    address: columnAddress(table, schema),
    template: schema.range,
    fixes: edit === null ? [] : [{ title: `Rename to "${schema.name}"`, kind: 'suggested', edits: [edit] }],
  };
}
