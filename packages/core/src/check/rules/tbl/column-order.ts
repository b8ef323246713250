import type { BoundDocument } from '../../../document/document.ts';
import { reorderColumns } from '../../../edit/tables.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { type AnsweringTable, tableName, tablesOf } from './bound-tables.ts';

export const columnOrder: DocumentRule = {
  scope: 'document',
  code: 'TBL404',
  name: 'column-order',
  summary: 'The columns of a table stand in another order than in the template',
  why: 'Who reads many documents looks for a column at its place.',
  remedy: 'Put the columns into the order of the template; the fix moves the cells and leaves their text as it is.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template:
      '# [Name]\n\n## Risks\n\n| Risk | Impact | Mitigation |\n| --- | --- | --- |\n| [Risk] | High/Low | [How] |\n',
    bad: '# Queue\n\n## Risks\n\n| Risk | Mitigation | Impact |\n| --- | --- | --- |\n| The broker fails | Retry | High |\n',
    good: '# Queue\n\n## Risks\n\n| Risk | Impact | Mitigation |\n| --- | --- | --- |\n| The broker fails | High | Retry |\n',
  },
  check: findOrder,
};

function* findOrder(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesOf(document).answering) {
    const order = templateOrder(table);
    if (order === null || order.every((from, place) => from === place)) continue;
    const edits = reorderColumns(document.source, table, order);
    yield {
      range: table.headerRange,
      message: `The columns are not in the template's order ${tableName(table.schema)}`,
      address: table.address,
      template: table.schema.range,
      fixes: edits === null ? [] : [{ title: "Put the columns into the template's order", kind: 'safe', edits }],
    };
  }
}

/**
 * For each place the present place of the column that belongs there. Columns the template does not know stay where they
 * are. Null when two columns answer the same one.
 */
function templateOrder(table: AnsweringTable): readonly number[] | null {
  const ranks = table.columns.map(({ schema }) => (schema === null ? -1 : table.schema.columns.indexOf(schema)));
  const known = ranks.flatMap((rank, place) => (rank === -1 ? [] : [{ rank, place }]));
  known.sort((a, b) => a.rank - b.rank);
  if (known.some(({ rank }, index) => rank === known[index - 1]?.rank)) return null;
  let next = 0;
  return ranks.map((rank, place) => (rank === -1 ? place : (known[next++]?.place ?? place)));
}
