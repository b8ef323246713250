import type { BoundCell, BoundColumn, BoundDocument, BoundRow, BoundTable } from '../../../document/document.ts';
import { tablesWithRole } from '../../../document/walk-document.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { isApproved } from '../../stage.ts';
import { claimedStage } from './approved-sections.ts';

export const signOffPending: DocumentRule = {
  scope: 'document',
  code: 'LIF603',
  name: 'sign-off-pending',
  summary: 'A sign-off is pending although the status says the document was approved',
  why: 'The status tells everyone that the people named in the sign-off table agreed. When one of them has not, the approval is only a word.',
  remedy: 'Ask for the sign-off and record it, remove a role that does not apply, or take the status back.',
  severity: { draft: 'off', settled: 'warning' },
  example: {
    template:
      '# [Name]\n\n**Status**: Draft | In Review | Approved\n\n## Sign-offs\n\n| Role | Name | Status | Date |\n|---|---|---|---|\n| Tech Lead | | Pending | |\n| Security | | Pending | |\n',
    bad: '# Retries\n\n**Status**: Approved\n\n## Sign-offs\n\n| Role | Name | Status | Date |\n|---|---|---|---|\n| Tech Lead | Ada | Approved | 2026-01-07 |\n| Security | Bo | Pending | |\n',
    good: '# Retries\n\n**Status**: Approved\n\n## Sign-offs\n\n| Role | Name | Status | Date |\n|---|---|---|---|\n| Tech Lead | Ada | Approved | 2026-01-07 |\n| Security | Bo | Approved | 2026-01-09 |\n',
  },
  check: findPending,
};

function* findPending(document: BoundDocument): Iterable<Finding> {
  const claim = claimedStage(document);
  if (claim === null || !isApproved(claim.stage)) return;
  for (const table of tablesWithRole(document, 'sign-offs')) {
    yield* pendingRows(table, table.schema?.range, claim.state);
  }
}

function* pendingRows(table: BoundTable, template: Finding['template'], state: string): Iterable<Finding> {
  const column = statusColumn(table);
  if (column === null) return;
  for (const row of table.rows) {
    const who = row.cells[0]?.value;
    const cell = row.cells.find((candidate) => candidate.column === column);
    if (who === undefined || who.state === 'empty' || who.state === 'placeholder' || cell === undefined) continue;
    if (!isPending(cell, column, row)) continue;
    yield {
      range: cell.value.range,
      message: `${who.plain} has not signed off although the status is "${state}"`,
      address: cell.address,
      template: template ?? null,
    };
  }
}

/** The column whose template cells hold a first answer (`Pending`) or a choice; never the first, which names the role. */
function statusColumn(table: BoundTable): BoundColumn | null {
  const answering = table.columns.filter(
    (column, index) =>
      index > 0 && column.schema !== null && (column.schema.default !== null || column.schema.type === 'choice'),
  );
  return answering.length === 1 ? (answering[0] ?? null) : null;
}

/** An empty verdict counts only where nothing else in the row tells of one, such as a date. */
function isPending(cell: BoundCell, column: BoundColumn, row: BoundRow): boolean {
  const { state, plain } = cell.value;
  if (state === 'unchosen' || state === 'placeholder') return true;
  if (state === 'empty')
    return row.cells.every((other, index) => index === 0 || other === cell || other.value.json === null);
  const first = column.schema?.default ?? null;
  return first !== null && plain.toLowerCase() === first.toLowerCase();
}
