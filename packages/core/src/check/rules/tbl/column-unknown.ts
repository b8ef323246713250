import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { tablesOf } from './bound-tables.ts';

export const columnUnknown: DocumentRule = {
  scope: 'document',
  code: 'TBL405',
  name: 'column-unknown',
  summary: 'A table has a column that the template does not know',
  why: 'Teams that compare many documents may want the same columns in all. The rule is off unless the configuration turns it on.',
  remedy: 'Remove the column, or add it to the template.',
  severity: { draft: 'off', settled: 'off' },
  example: {
    template: '# [Name]\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| [Risk] | High/Low |\n',
    bad: '# Queue\n\n## Risks\n\n| Risk | Impact | Owner |\n| --- | --- | --- |\n| The broker fails | High | Ada |\n',
    good: '# Queue\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| The broker fails | High |\n',
  },
  check: findUnknown,
};

function* findUnknown(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesOf(document).answering) {
    for (const column of table.columns) {
      if (column.schema !== null) continue;
      yield {
        range: column.range,
        message: `Column "${column.name}" is unknown to the template`,
        address: table.address,
        template: table.schema.range,
      };
    }
  }
}
