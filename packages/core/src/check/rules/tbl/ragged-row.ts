import type { BoundDocument, BoundRow, BoundTable } from '../../../document/document.ts';
import { dropExtraCells, escapePipesInCode, padRow } from '../../../edit/tables.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { isBlankRow, tablesOf } from './bound-tables.ts';

export const raggedRow: DocumentRule = {
  scope: 'document',
  code: 'TBL410',
  name: 'ragged-row',
  summary: 'A row has more or fewer cells than its table has columns',
  why: 'Cells beyond the last column are not shown at all, and a row with too few often has them under the wrong heads.',
  remedy: 'Add the cells that are missing. Where a cell holds a pipe, write it as `\\|`, in code too.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Risks\n\n| Risk | Impact | Owner |\n| --- | --- | --- |\n| [Risk] | High/Low | |\n',
    bad: '# Queue\n\n## Risks\n\n| Risk | Impact | Owner |\n| --- | --- | --- |\n| The broker fails | High |\n',
    good: '# Queue\n\n## Risks\n\n| Risk | Impact | Owner |\n| --- | --- | --- |\n| The broker fails | High | |\n',
  },
  check: findRagged,
};

function* findRagged(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesOf(document).all) {
    const [header, ...rows] = table.node.children;
    const count = header?.children.length ?? 0;
    for (const [index, row] of rows.entries()) {
      if (row.children.length === count) continue;
      const bound = table.rows[index];
      if (bound === undefined) continue;
      if (row.children.length > count) yield tooMany(document, bound, count);
      // In tables of the author's own making short rows are a habit and lose nothing.
      else if (table.schema !== null) yield* tooFew(document, table, bound);
    }
  }
}

function tooMany(document: BoundDocument, row: BoundRow, count: number): Finding {
  const finding = {
    range: row.range,
    message: `The row has ${row.cells.length} cells for ${count} columns`,
    address: row.address,
  };
  const drop = dropExtraCells(document.source, row, count);
  if (drop !== null)
    return {
      ...finding,
      fixes: [{ title: 'Remove the empty cells', kind: 'suggested', edits: [drop] }],
      atMost: 'info',
    };
  const edits = escapePipesInCode(document.source, row, count);
  return edits === null
    ? finding
    : { ...finding, fixes: [{ title: 'Escape the pipes in code', kind: 'suggested', edits }] };
}

function* tooFew(document: BoundDocument, table: BoundTable, row: BoundRow): Iterable<Finding> {
  if (isBlankRow(row)) return;
  const count = table.columns.length;
  const edit = padRow(document.source, row, count);
  yield {
    range: row.range,
    message: `The row has ${row.cells.length} ${row.cells.length === 1 ? 'cell' : 'cells'} for ${count} columns`,
    address: row.address,
    template: table.schema?.range ?? null,
    fixes: edit === null ? [] : [{ title: 'Add the missing cells', kind: 'safe', edits: [edit] }],
  };
}
