import type { BoundDocument } from '../../../document/document.ts';
import { renameColumn } from '../../../edit/tables.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { columnAddress, isRenamed, tablesOf } from './bound-tables.ts';

export const columnRenamed: DocumentRule = {
  scope: 'document',
  code: 'TBL403',
  name: 'column-renamed',
  summary: 'A column has another name than in the template',
  why: 'People and tools that look for the column by its name do not find it, and a reader cannot know whether the same is meant.',
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
    for (const [place, column] of table.columns.entries()) {
      if (column.schema === null || !isRenamed(column)) continue;
      const { schema, name } = column;
      const edit = renameColumn(document.source, table, place, schema.name);
      yield {
        range: column.range,
        message:
          name === '' ? `Column "${schema.name}" has no name` : `Column "${name}" is "${schema.name}" in the template`,
        address: columnAddress(table, schema),
        template: schema.range,
        fixes: edit === null ? [] : [{ title: `Rename to "${schema.name}"`, kind: 'suggested', edits: [edit] }],
      };
    }
  }
}
