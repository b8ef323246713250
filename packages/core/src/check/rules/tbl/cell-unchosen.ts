import type { BoundDocument } from '../../../document/document.ts';
import { replaceCell } from '../../../edit/tables.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { listOf } from '../did-you-mean.ts';
import { tablesOf } from './bound-tables.ts';

export const cellUnchosen: DocumentRule = {
  scope: 'document',
  code: 'TBL407',
  name: 'cell-unchosen',
  summary: 'A cell still shows all the values to choose from',
  why: 'Nobody has made the choice, so the row counts nowhere.',
  remedy: 'Keep the one value that is true and delete the others.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| [Risk] | High/Med/Low |\n',
    bad: '# Queue\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| The broker fails | High/Med/Low |\n',
    good: '# Queue\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| The broker fails | High |\n',
  },
  check: findUnchosen,
};

function* findUnchosen(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesOf(document).answering) {
    for (const row of table.rows) {
      for (const { column, value, address } of row.cells) {
        if (value.state !== 'unchosen' || column?.schema == null) continue;
        const choices = column.schema.choices ?? [];
        yield {
          range: value.range,
          message: `Choose the ${column.name}: ${listOf(choices)}`,
          address,
          template: column.schema.range,
          fixes: choices.map((choice) => ({
            title: `Choose "${choice}"`,
            kind: 'suggested',
            edits: [replaceCell(document.source, value, choice)],
          })),
        };
      }
    }
  }
}
