import type { Fix } from '../../../diagnostic/diagnostic.ts';
import type { BoundDocument, BoundRow } from '../../../document/document.ts';
import { insertRow, replaceCell } from '../../../edit/tables.ts';
import { foldName } from '../../../template/names.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { clearNearest } from '../did-you-mean.ts';
import { type AnsweringTable, tablesOf } from './bound-tables.ts';

export const requiredRowMissing: DocumentRule = {
  scope: 'document',
  code: 'TBL411',
  name: 'required-row-missing',
  summary: 'A table lacks a row that the template fixes',
  why: 'The template names the rows because each must be answered: a role that must sign, a case that must be weighed.',
  remedy: 'Add the row. When it does not apply, keep it and say so in its cells.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template:
      '# [Name]\n\n## Sign-offs\n\n| Role | Name | Status |\n| --- | --- | --- |\n| Tech Lead | | Pending |\n| Security | | Pending |\n',
    bad: '# Queue\n\n## Sign-offs\n\n| Role | Name | Status |\n| --- | --- | --- |\n| Tech Lead | Ada | Approved |\n',
    good: '# Queue\n\n## Sign-offs\n\n| Role | Name | Status |\n| --- | --- | --- |\n| Tech Lead | Ada | Approved |\n| Security | Grace | Pending |\n',
  },
  check: findMissing,
};

function* findMissing(document: BoundDocument): Iterable<Finding> {
  for (const table of tablesOf(document).answering) {
    const { fixedRows } = table.schema;
    if (fixedRows.length === 0 || !table.schema.required) continue;
    const place = table.columns.findIndex((column) => column.schema === table.schema.columns[0]);
    if (place === -1) continue;
    const answers = answersOf(table, place);
    for (const name of fixedRows) if (!answers.has(name)) yield missing(document, table, place, answers, name);
  }
}

/** Which row answers which fixed one: the same name, or one that begins with it (`Tech Lead (backend)`). */
function answersOf(table: AnsweringTable, place: number): ReadonlyMap<string, BoundRow> {
  const answers = new Map<string, BoundRow>();
  const names = table.rows.map((row) => ` ${foldName(row.cells[place]?.value.plain ?? '')} `);
  for (const fixed of table.schema.fixedRows) {
    const folded = ` ${foldName(fixed)} `;
    const at = names.indexOf(folded);
    const index = at === -1 ? names.findIndex((name) => name.startsWith(folded)) : at;
    const row = table.rows[index];
    if (row !== undefined) answers.set(fixed, row);
  }
  return answers;
}

function missing(
  document: BoundDocument,
  table: AnsweringTable,
  place: number,
  answers: ReadonlyMap<string, BoundRow>,
  name: string,
): Finding {
  const taken = new Set(answers.values());
  const free = table.rows.filter((row) => !taken.has(row) && (row.cells[place]?.value.plain ?? '') !== '');
  const near = free.find((row) => clearNearest(row.cells[place]?.value.plain ?? '', [name]) !== null);
  const cell = near?.cells[place];
  if (near !== undefined && cell !== undefined) {
    return {
      range: cell.value.range,
      message: `Row "${name}" is missing; did you mean it by "${cell.value.plain}"?`,
      address: near.address,
      template: table.schema.range,
      fixes: [
        {
          title: `Change to "${name}"`,
          kind: 'suggested',
          edits: [replaceCell(document.source, cell.value, name)],
        },
      ],
    };
  }
  return {
    range: table.headerRange,
    message: `Row "${name}" is missing`,
    address: table.address,
    template: table.schema.range,
    fixes: insertFix(document, table, answers, name),
  };
}

function insertFix(
  document: BoundDocument,
  table: AnsweringTable,
  answers: ReadonlyMap<string, BoundRow>,
  name: string,
): readonly Fix[] {
  const { fixedRows, columns } = table.schema;
  const cells = table.columns.map(({ schema }) => (schema === columns[0] ? name : (schema?.default ?? '')));
  let before: BoundRow | null = null;
  for (let index = fixedRows.indexOf(name) - 1; index >= 0 && before === null; index -= 1)
    before = answers.get(fixedRows[index] as string) ?? null;
  if (before === null && answers.size === 0) before = table.rows.at(-1) ?? null;
  const edit = insertRow(document.source, table, before, cells);
  return edit === null ? [] : [{ title: `Insert row "${name}"`, kind: 'suggested', edits: [edit] }];
}
