import type { DocumentRule, Finding, RuleOptions } from '../../check/rule.ts';
import { fieldMissing } from '../../check/rules/met/field-missing.ts';
import { columnMissing } from '../../check/rules/tbl/column-missing.ts';
import { columnOrder } from '../../check/rules/tbl/column-order.ts';
import { requiredRowMissing } from '../../check/rules/tbl/required-row-missing.ts';
import { tableMissing } from '../../check/rules/tbl/table-missing.ts';
import { defaultSettings } from '../../check/settings.ts';
import type { BoundDocument } from '../../document/document.ts';
import { allContents } from '../../document/walk-document.ts';
import { replaceCell } from '../../edit/tables.ts';
import type { MigrationStep } from '../../template/compatibility-change.ts';
import { type Edit, makeEdit } from '../../text/edit.ts';
import { Conflict } from './pieces.ts';
import { isRange } from './plan.ts';

/** Dates mean nothing to these rules. */
const options: RuleOptions = defaultSettings('2000-01-01').options;

const rules: Readonly<Partial<Record<MigrationStep['kind'], DocumentRule>>> = {
  'insert-field': fieldMissing,
  'insert-table': tableMissing,
  'insert-column': columnMissing,
  'order-columns': columnOrder,
  'insert-row': requiredRowMissing,
};

/** One edit of a document or of the file beside it. */
export interface Insertion {
  readonly inCompanion: boolean;
  readonly edit: Edit;
}

/**
 * What is next to put into a document, bound to the new template, for a step: the fix of the rule that finds the new part
 * missing. Null when nothing is missing. @throws {Conflict} when no place for it is certain.
 */
export function insertionOf(document: BoundDocument, step: MigrationStep): Insertion | null {
  const rule = rules[step.kind];
  if (rule === undefined || !('new' in step)) return null;
  for (const finding of rule.check(document, options)) {
    if (!isAbout(finding, step) || finding.fixes === undefined) continue;
    const { fixes } = finding;
    // Some fixes guess that the author meant it by another word; only pure insertions lose nothing.
    const fix = fixes.find(
      ({ edits }) => step.kind === 'order-columns' || edits.every(({ start, end }) => start === end),
    );
    if (fix === undefined) throw new Conflict(`${decapitalise(finding.message)}, and no place for it is certain`);
    const inCompanion = finding.file !== undefined && finding.file === document.companion?.file;
    const { length } = inCompanion ? (document.companion?.text ?? '') : document.source.text;
    return { inCompanion, edit: makeEdit(fix.edits, length) };
  }
  return null;
}

function isAbout(finding: Finding, step: Extract<MigrationStep, { readonly new: object }>): boolean {
  if (finding.template == null || !isRange(finding.template, step.new)) return false;
  if ('file' in step && (finding.templateFile ?? null) !== step.file) return false;
  return step.kind !== 'insert-row' || finding.message.startsWith(`Row "${step.name}"`);
}

function decapitalise(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** Fills the empty cells of a column that was just put in with what the template writes there. Null when there are none. */
export function fillOf(document: BoundDocument, step: MigrationStep): Edit | null {
  if (step.kind !== 'insert-column' || step.fill === '') return null;
  const filled = [...allContents(document)].flatMap(({ tables }) =>
    tables.flatMap(({ rows }) =>
      rows.flatMap(({ cells }) =>
        cells.flatMap(({ column, value }) =>
          column?.schema != null && isRange(column.schema.range, step.new) && value.state === 'empty'
            ? [replaceCell(document.source, value, step.fill)]
            : [],
        ),
      ),
    ),
  );
  return filled.length === 0 ? null : makeEdit(filled, document.source.text.length);
}
