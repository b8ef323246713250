import type { BoundDocument, BoundField, BoundValue } from '../../document/document.ts';
import { allContents, allFields } from '../../document/walk-document.ts';
import { renameField, replaceWord } from '../../edit/fields.ts';
import { renameColumn, replaceCell } from '../../edit/tables.ts';
import type { MigrationStep, StepOf } from '../../template/compatibility-change.ts';
import { foldKey } from '../../template/names.ts';
import type { Replacement } from '../../text/edit.ts';
import { Conflict } from './pieces.ts';
import { isRange } from './plan.ts';

/** Replacements of one step, by the text they count in. */
export interface Wording {
  readonly document: Replacement[];
  readonly companion: Replacement[];
}

/**
 * New names for what stands in a document, which is bound to the old template. What an author wrote otherwise than the
 * template is left as it is. @throws {Conflict}
 */
export function wordingOf(document: BoundDocument, step: MigrationStep): Wording {
  const wording: Wording = { document: [], companion: [] };
  if (step.kind === 'retitle') for (const edit of retitle(document, step)) wording.document.push(edit);
  if (step.kind === 'rename-field') renameFields(document, step, wording);
  if (step.kind === 'rename-column') for (const edit of renameColumns(document, step)) wording.document.push(edit);
  if (step.kind === 'rename-choice') renameChoices(document, step, wording);
  return wording;
}

function* retitle({ title, source }: BoundDocument, step: StepOf<'retitle'>): Iterable<Replacement> {
  if (title === null || !title.matchesTemplate) return;
  const { start, end } = title.range;
  const raw = source.text.slice(start, end);
  const { prefix, suffix } = step;
  const isDone = prefix.new.trim() !== '' && raw.startsWith(prefix.new.trim());
  if (prefix.old !== prefix.new && raw.startsWith(prefix.old) && !isDone) {
    yield { start, end: start + prefix.old.length, text: prefix.new };
  }
  const hasSuffix = suffix.new.trim() !== '' && raw.endsWith(suffix.new.trim());
  if (suffix.old !== suffix.new && raw.endsWith(suffix.old) && !hasSuffix) {
    yield { start: end - suffix.old.length, end, text: suffix.new };
  }
}

function* fieldsAt(
  document: BoundDocument,
  step: { old: { start: number; end: number }; file: string | null },
): Iterable<BoundField> {
  const beside = document.fields.filter(({ inCompanion }) => inCompanion);
  for (const field of [...allFields(document), ...beside]) {
    const { schema } = field;
    if (schema !== null && isRange(schema.range, step.old) && (schema.file ?? null) === step.file) yield field;
  }
}

function renameFields(document: BoundDocument, step: StepOf<'rename-field'>, wording: Wording): void {
  const olds = [...fieldsAt(document, step)];
  const isOld = (field: BoundField): boolean =>
    foldKey(lastKey(field.name)) === foldKey(lastKey(field.schema?.name ?? ''));
  const renamed = olds.filter((field) => isOld(field) && foldKey(lastKey(field.name)) !== foldKey(step.name));
  if (renamed.length === 0) return;
  const taken = document.fields.find(({ schema, name }) => schema === null && foldKey(name) === foldKey(step.name));
  if (taken !== undefined && document.fields.includes(renamed[0] as BoundField)) {
    throw new Conflict(`it has both a field "${renamed[0]?.name}" and a field "${taken.name}"`);
  }
  for (const field of renamed) {
    if (field.where === 'heading') continue;
    (field.inCompanion ? wording.companion : wording.document).push(renameField(field, step.name));
  }
}

/** Keys of mappings within YAML are joined by dots. */
function lastKey(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function* renameColumns(document: BoundDocument, step: StepOf<'rename-column'>): Iterable<Replacement> {
  for (const { tables } of allContents(document)) {
    for (const table of tables) {
      for (const [place, { schema, name }] of table.columns.entries()) {
        if (schema === null || !isRange(schema.range, step.old) || foldKey(name) !== foldKey(schema.name)) continue;
        const edit = renameColumn(document.source, table, place, step.name);
        if (edit !== null) yield edit;
      }
    }
  }
}

function renameChoices(document: BoundDocument, step: StepOf<'rename-choice'>, wording: Wording): void {
  for (const field of fieldsAt(document, step)) {
    const edit = changeChoice(field.value, step);
    if (edit !== null) (field.inCompanion ? wording.companion : wording.document).push(edit);
  }
  for (const { tables } of allContents(document)) {
    for (const table of tables) {
      for (const row of table.rows) {
        for (const { column, value } of row.cells) {
          if (column?.schema == null || !isRange(column.schema.range, step.old)) continue;
          const edit = changeChoice(value, step);
          // A cell that holds nothing else keeps the width of its column.
          const isAll = edit !== null && edit.start === value.range.start && edit.end === value.range.end;
          if (edit !== null) wording.document.push(isAll ? replaceCell(document.source, value, step.name) : edit);
        }
      }
    }
  }
}

/** Puts the new choice in the place of the old one; emphasis, colour and words around it stay. */
function changeChoice(value: BoundValue, step: StepOf<'rename-choice'>): Replacement | null {
  if (value.state !== 'valid') return null;
  const chosen = value.choice ?? (typeof value.json === 'string' ? value.json : null);
  if (chosen === null || foldKey(chosen) !== foldKey(step.choice)) return null;
  const at = value.raw.toLowerCase().indexOf(step.choice.toLowerCase());
  const written = at === -1 ? value.raw : value.raw.slice(at, at + step.choice.length);
  return replaceWord(value, written, step.name);
}
