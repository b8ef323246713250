import type { BoundDocument } from '../../../document/document.ts';
import { replaceCell } from '../../../edit/tables.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { sureTable, tablesOf } from './bound-tables.ts';

export const cellChoiceCase: DocumentRule = {
  scope: 'document',
  code: 'TBL412',
  name: 'cell-choice-case',
  summary: 'A cell differs from the choice in the template only in upper and lower case',
  why: 'Specwright reads either, but other tools and plain text search often compare letter by letter.',
  remedy: 'Write the value as the template spells it; the fix does so.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| [Risk] | High/Med/Low |\n',
    bad: '# Queue\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| The broker fails | high |\n',
    good: '# Queue\n\n## Risks\n\n| Risk | Impact |\n| --- | --- |\n| The broker fails | High |\n',
  },
  check: findCase,
};

function* findCase(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesOf(document).answering) {
    for (const row of table.rows) {
      for (const { column, value, address } of row.cells) {
        const schema = column?.schema;
        if (schema?.choices == null || value.choice === null || schema.confidence < sureTable) continue;
        const { raw, choice } = value;
        if (raw === choice || raw.toLowerCase() !== choice.toLowerCase() || schema.choices.includes(raw)) continue;
        yield {
          range: value.range,
          message: `"${raw}" is spelled "${choice}" in the template`,
          address,
          template: schema.range,
          fixes: [
            { title: `Change to "${choice}"`, kind: 'safe', edits: [replaceCell(document.source, value, choice)] },
          ],
        };
      }
    }
  }
}
