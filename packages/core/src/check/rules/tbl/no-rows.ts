import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { isBlankRow, tableName, tablesOf } from './bound-tables.ts';

export const noRows: DocumentRule = {
  scope: 'document',
  code: 'TBL409',
  name: 'no-rows',
  summary: 'A table has a header and no rows',
  why: 'A table without rows answers nothing, though it looks as if the section were written.',
  remedy: 'Fill in at least one row, or say in a row that there is nothing to list.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n## Risks\n\n| Risk | Mitigation |\n| --- | --- |\n| [Risk] | [How] |\n',
    bad: '# Queue\n\n## Risks\n\n| Risk | Mitigation |\n| --- | --- |\n',
    good: '# Queue\n\n## Risks\n\n| Risk | Mitigation |\n| --- | --- |\n| The broker fails | Retry |\n',
  },
  check: findEmpty,
};

function* findEmpty(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesOf(document).answering) {
    const { schema } = table;
    if (schema.min < 1 || !schema.required || schema.fixedRows.length > 0) continue;
    if (!table.rows.every(isBlankRow)) continue;
    yield {
      range: table.headerRange,
      message: `The table ${tableName(schema)} has no rows`,
      address: table.address,
      template: schema.range,
    };
  }
}
