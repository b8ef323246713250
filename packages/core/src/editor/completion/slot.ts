import type { BoundDocument, BoundField, BoundTable, BoundValue } from '../../document/document.ts';
import type { ValueSpec } from '../../document/fields/value-reader.ts';
import { setValue } from '../../edit/set-value.ts';
import { escapeCell, replaceCell } from '../../edit/tables.ts';
import { yamlValue } from '../../edit/yaml-value.ts';
import type { MarkdownSource } from '../../markdown/source.ts';
import type { FieldNotation, FieldRole } from '../../template/schema.ts';
import type { Replacement } from '../../text/edit.ts';
import type { Range } from '../../text/range.ts';
import { isBlank, type TextPlace } from '../place-at.ts';

/** A place on one line that takes a value: of a field or a cell, or one of several in it. */
export interface Slot {
  readonly spec: ValueSpec;
  readonly role: FieldRole | null;
  /** The field's or column's name as the template writes it. */
  readonly name: string;
  readonly help: string | null;
  readonly where: FieldNotation;
  /** The table that holds the cell; null for a field. */
  readonly table: BoundTable | null;
  /** What stands there; its range lies within the line. */
  readonly value: BoundValue;
  /** What stands before the cursor of it. */
  readonly typed: string;
  /** Puts a value in its place, in the notation of the place. The cursor is in the edit or touches it. */
  readonly put: (text: string) => Replacement;
}

/** The value at a place that the template says something of; null elsewhere, and for one value of several lines. */
export function slotAt(document: BoundDocument, place: TextPlace, cursor: number): Slot | null {
  if (place.kind === 'cell') return cellSlot(document, place, cursor);
  return place.kind === 'field-value' ? fieldSlot(document, place, cursor) : null;
}

function cellSlot(
  document: BoundDocument,
  { table, cell }: Extract<TextPlace, { kind: 'cell' }>,
  cursor: number,
): Slot | null {
  const { source } = document;
  const spec = cell.column?.schema ?? null;
  if (spec === null) return null;
  const { value } = cell;
  const slot = { spec, role: null, name: spec.name, help: null, where: 'table', table, value } as const;
  if (isOneOfSeveral(slot)) return partSlot(document, slot, cursor);
  const put = (text: string): Replacement =>
    reaching(source.text, replaceCell(source, value, likeMarked(value.raw, text)), cursor);
  return { ...slot, typed: typedOf(source.text, value.range, cursor), put };
}

function fieldSlot(
  document: BoundDocument,
  { field, home }: Extract<TextPlace, { kind: 'field-value' }>,
  cursor: number,
): Slot | null {
  const { schema, where } = field;
  if (schema === null) return null;
  const { source } = document;
  const { role, name, help } = schema;
  const slot = { spec: schema, role, name, help, where, table: null } as const;
  if (isOneOfSeveral({ ...slot, value: field.value }))
    return partSlot(document, { ...slot, value: field.value }, cursor);
  const value = valueOnLine(source, field, cursor);
  if (value === null) return null;
  const put = (text: string): Replacement => {
    if (where === 'heading' && value.raw === '') return { ...value.range, text };
    const written = where === 'frontmatter' ? text : likeMarked(value.raw, text);
    const part = { kind: 'field', address: field.address, home, field: { ...field, value } } as const;
    const edit = setValue(document, part, written, { today: '', force: true }).own[0] ?? { ...value.range, text };
    return reaching(source.text, apartFromComment(source.text, edit, where), cursor);
  };
  return { ...slot, value, typed: typedOf(source.text, value.range, cursor), put };
}

function typedOf(text: string, { start, end }: Range, cursor: number): string {
  return text.slice(start, Math.min(end, cursor));
}

/** True where a value stands among others, or may come to. A string in quotes is taken as one. */
function isOneOfSeveral({ spec, value, where }: Pick<Slot, 'spec' | 'value' | 'where'>): boolean {
  const isFilled = value.state === 'valid' || value.state === 'invalid';
  return takesSeveral(spec) && isFilled && !(where === 'frontmatter' && /^["']/u.test(value.raw));
}

/**
 * The value as far as it stands on the cursor's line, which must be the one that it begins on: a line that is only half
 * written is read as more of the value above it. Where nothing is written, the place is the cursor's own.
 */
function valueOnLine({ text, lines }: MarkdownSource, field: BoundField, cursor: number): BoundValue | null {
  const { value, where, nameRange } = field;
  const line = lines.lineAt(cursor);
  const { start, end } = value.range;
  if (where === 'table') return value;
  if (where !== 'heading' && lines.lineAt(nameRange.start) !== line) return null;
  if (start !== end && lines.lineAt(start) === line) {
    const last = Math.min(end, lines.endOfLine(line));
    const raw = text.slice(start, last).replace(/(?:[ \t]|\\|<br ?\/?>)+$/iu, '');
    return last === end ? value : { ...value, raw, plain: raw, range: { start, end: start + raw.length } };
  }
  const isBlankLine = text.slice(lines.startOfLine(line), lines.endOfLine(line)).trim() === '';
  if (start === end && where === 'heading' && !isBlankLine) return null;
  if (where === 'heading' && start !== end) return null;
  return { range: { start: cursor, end: cursor }, raw: '', plain: '', json: null, state: 'empty', choice: null };
}

const marked = /^([*_`]{1,3})(?=\S)[^\n]*?\1$/u;

/** A value between the marks that the present one stands between: `**Draft**`. */
function likeMarked(raw: string, text: string): string {
  const marks = marked.exec(raw)?.[1] ?? '';
  return marks + text + marks;
}

/** A comment of YAML begins behind a space. */
function apartFromComment(text: string, edit: Replacement, where: FieldNotation): Replacement {
  const isJoined = where === 'frontmatter' && text[edit.end] === '#';
  return isJoined ? { ...edit, text: `${edit.text} ` } : edit;
}

/** The edit stretched over the white space between it and the cursor, which stays. */
function reaching(text: string, edit: Replacement, cursor: number): Replacement {
  const start = Math.min(edit.start, cursor);
  const end = Math.max(edit.end, cursor);
  return { start, end, text: text.slice(start, edit.start) + edit.text + text.slice(edit.end, end) };
}

/**
 * The place narrowed to the one of several values that the cursor is in: what stands between commas, in the brackets of
 * YAML, or behind the marker of its line. Null when the cursor is in none.
 */
function partSlot({ source }: BoundDocument, slot: Omit<Slot, 'put' | 'typed'>, cursor: number): Slot | null {
  const { value: whole, where } = slot;
  const { text } = source;
  const range = partRange(source, whole.range, where === 'frontmatter' ? ',;[]' : ',;、，|', cursor);
  if (range === null) return null;
  const raw = text.slice(range.start, range.end);
  const value: BoundValue = { range, raw, plain: raw, json: null, state: raw === '' ? 'empty' : 'valid', choice: null };
  const put = (words: string): Replacement => {
    const written = where === 'frontmatter' ? yamlValue(words, '', false, '', '\n') : words;
    const apart = /[,;]/u.test(text[range.start - 1] ?? '') ? ' ' : '';
    return { ...range, text: apart + (where === 'table' ? escapeCell(written) : written) };
  };
  return { ...slot, value, typed: typedOf(text, range, cursor), put };
}

/** What may name several people or documents, whatever type the template's sample gives it. */
function takesSeveral({ type, role }: ValueSpec): boolean {
  return type === 'persons' || type === 'list' || (role != null && severalRoles.has(role));
}

const severalRoles: ReadonlySet<FieldRole> = new Set<FieldRole>([
  'author',
  'depends-on',
  'related',
  'supersedes',
  'superseded-by',
]);

const listMark = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+/u;

/** `dividers` are the units that part one value from the next. */
function partRange({ text, lines }: MarkdownSource, whole: Range, dividers: string, cursor: number): Range | null {
  const line = lines.lineAt(cursor);
  const lineStart = lines.startOfLine(line);
  const mark = listMark.exec(text.slice(lineStart, lines.endOfLine(line)))?.[0].length ?? 0;
  // Other lines may be anything that is only half written.
  const isItem = mark > 0 && listMark.test(text.slice(whole.start, whole.start + 20));
  const goesOn = line === lines.lineAt(whole.start) || isItem || text[whole.start] === '[';
  const from = Math.max(whole.start, lineStart + mark);
  const to = Math.max(from, Math.min(lines.endOfLine(line), Math.max(whole.end, cursor)));
  if (!goesOn || cursor < from || cursor > to) return null;
  let start = cursor;
  let end = cursor;
  while (start > from && !dividers.includes(text[start - 1] as string)) start -= 1;
  while (end < to && !dividers.includes(text[end] as string)) end += 1;
  while (start < cursor && isBlank(text, start)) start += 1;
  while (end > cursor && isBlank(text, end - 1)) end -= 1;
  return { start, end };
}
