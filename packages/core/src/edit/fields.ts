import type { BoundDocument, BoundField, BoundValue } from '../document/document.ts';
import type { FieldSchema } from '../template/schema.ts';
import type { Replacement } from '../text/edit.ts';
import type { LineIndex } from '../text/lines.ts';
import { neighboursOf, type OrderedFields } from './field-neighbours.ts';
import { lineEndOf } from './line-end.ts';

/**
 * Puts `text` in the place of the word `old` within a value, so that emphasis, links, quotes and words around it stay.
 * Null when `old` does not stand there exactly once.
 */
export function replaceWord(value: BoundValue, old: string, text: string): Replacement | null {
  if (old === '') return null;
  const at = value.raw.indexOf(old);
  if (at === -1 || value.raw.indexOf(old, at + old.length) !== -1) return null;
  const start = value.range.start + at;
  return { start, end: start + old.length, text };
}

/** Gives a field another name and leaves marks, separator and value as they are. */
export function renameField(field: BoundField, name: string): Replacement {
  return { ...field.nameRange, text: name };
}

/** Takes a field's lines away, line end included. `text` is the text that the field's ranges count in. */
export function removeField(text: string, lines: LineIndex, field: BoundField): Replacement {
  const first = lines.lineAt(field.range.start);
  const last = lines.lineAt(Math.max(field.range.start, field.range.end - 1));
  const end = last >= lines.lineCount ? text.length : lines.startOfLine(last + 1);
  return { start: lines.startOfLine(first), end, text: '' };
}

/** Fields that stand together in a text, in which their ranges count. */
export interface FieldBlock extends OrderedFields {
  readonly text: string;
  readonly lines: LineIndex;
}

/**
 * Writes a new field behind the nearest field that precedes it in the template, else before the nearest that follows,
 * in the notation of that neighbour: same marker, emphasis, separator, hard break and line end. Null when no neighbour
 * stands there, or when the neighbour shares its line with other words, so that its notation cannot be copied.
 */
export function insertField(block: FieldBlock, schema: FieldSchema, value: string): Replacement | null {
  const line = fieldLineIn(block, schema, value);
  const { before, after } = neighboursOf(block, schema);
  const model = before ?? after;
  if (line === null || model === null) return null;
  const end = lineEndOf(block.text);
  const apart = blankLineBehind(block, model) ? end : '';
  if (before === null) {
    const start = block.lines.startOfLine(block.lines.lineAt(model.range.start));
    return { start, end: start, text: `${line}${end}${apart}` };
  }
  const last = block.lines.lineAt(Math.max(model.range.start, model.range.end - 1));
  const at = block.lines.endOfLine(last);
  return { start: at, end: at, text: `${end}${apart}${line}` };
}

/** The line of a new field, margin and marker included, as the field nearest to it in the template is written. */
export function fieldLineIn(block: FieldBlock, schema: FieldSchema, value: string): string | null {
  const { before, after } = neighboursOf(block, schema);
  const model = before ?? after;
  if (model === null) return null;
  return model.where === 'frontmatter'
    ? yamlLine(block, model, schema.name, value)
    : fieldLine(block, model, schema.name, value);
}

/** The line of a field that no other stands beside, as the template writes it; null for fields that are no lines. */
export function firstFieldLine(schema: FieldSchema, value: string): string | null {
  const { name, where } = schema;
  const marks = { bold: `**${name}**:`, bullet: `- ${name}:`, line: `${name}:`, frontmatter: `${name}:` };
  if (where === 'heading' || where === 'table') return null;
  return `${marks[where]}${value === '' ? '' : ` ${value}`}`;
}

/** Writes the first field of a document that has none: in front matter, or under the title, as the template does. */
export function insertFirstField(document: BoundDocument, schema: FieldSchema, value: string): Replacement | null {
  const { text, lines } = document.source;
  const end = lineEndOf(text);
  const line = firstFieldLine(schema, value);
  if (line === null) return null;
  if (schema.where === 'frontmatter') {
    const yaml = document.outline.frontMatter;
    const at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    if (yaml === null) return { start: at, end: at, text: `---${end}${line}${end}---${end}${end}` };
    const opening = lines.startOfLine(lines.lineAt(yaml.position?.start.offset ?? 0) + 1);
    return { start: opening, end: opening, text: `${line}${end}` };
  }
  const title = document.title;
  const heading = document.outline.sections[0];
  if (title === null || heading === undefined || heading.headingRange.start > title.range.start) return null;
  const at = heading.headingRange.end;
  return { start: at, end: at, text: `${end}${end}${line}` };
}

/** A line of YAML as deep as `model`; null when the value cannot stand on one line. */
function yamlLine(block: FieldBlock, model: BoundField, name: string, value: string): string | null {
  if (/[\r\n]/u.test(value)) return null;
  const { text, lines } = block;
  const margin = text.slice(lines.startOfLine(lines.lineAt(model.nameRange.start)), model.nameRange.start);
  if (margin.trim() !== '') return null;
  return `${margin}${name.slice(name.lastIndexOf('.') + 1)}:${value === '' ? '' : ` ${value}`}`;
}

/** The new field's line as `model` writes its own; null when the line holds more than the one field. */
function fieldLine(block: FieldBlock, model: BoundField, name: string, value: string): string | null {
  const { text, lines } = block;
  const start = lines.startOfLine(lines.lineAt(model.nameRange.start));
  const before = text.slice(start, model.nameRange.start);
  if (hasWord.test(before)) return null;
  const separator = separatorOf(text, model);
  if (separator === null) return null;
  const lineEnd = lines.endOfLine(lines.lineAt(model.value.range.end));
  const behind = text.slice(model.value.range.end, lineEnd);
  const tail = hardBreak.test(behind) || model.where === 'table' ? behind : '';
  return `${before}${name}${separator}${value}${tail}`.replace(/[ \t]+$/u, tail === '' ? '' : '$&');
}

const hasWord = /[\p{L}\p{N}]/u;
const hardBreak = /^(?: {2,}|\\)$/u;

/** What stands between name and value, one space at its end when it has none; null when other words stand there. */
function separatorOf(text: string, model: BoundField): string | null {
  const written = text.slice(model.nameRange.end, model.value.range.start);
  if (hasWord.test(written) || /[\r\n]/u.test(written)) return null;
  return /\s$/u.test(written) ? written : `${written} `;
}

/** True when fields stand in paragraphs of their own, told by a blank line behind the model and another field after it. */
function blankLineBehind(block: FieldBlock, model: BoundField): boolean {
  if (model.where === 'frontmatter' || model.where === 'table') return false;
  const { lines, fields } = block;
  const at = fields.indexOf(model);
  const other = fields[at + 1] ?? fields[at - 1];
  if (other === undefined) return false;
  const [first, second] = other.range.start > model.range.start ? [model, other] : [other, model];
  const gap = lines.lineAt(second.range.start) - lines.lineAt(Math.max(first.range.start, first.range.end - 1));
  return gap > 1;
}
