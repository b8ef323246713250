import type { BoundDocument, BoundField, BoundSection } from '../../document/document.ts';
import { type FieldBlock, fieldLineIn, firstFieldLine } from '../../edit/fields.ts';
import { templateValue } from '../../edit/template-value.ts';
import type { FieldSchema } from '../../template/schema.ts';
import type { Range } from '../../text/range.ts';
import type { TextPlace } from '../place-at.ts';
import { plainMarkdown } from '../plain-markdown.ts';
import { templatePlace } from '../template-words.ts';
import type { Completion } from './completion.ts';

/** Fields that the document lacks, on a line where fields stand that is empty or holds the beginning of a name. */
export function missingFields(document: BoundDocument, place: TextPlace, cursor: number): Completion[] {
  const { source } = document;
  const line = source.lines.lineAt(cursor);
  const range = { start: source.lines.startOfLine(line), end: source.lines.endOfLine(line) };
  const written = source.text.slice(range.start, Math.min(range.end, range.start + longestLine));
  const inYaml = place.nodes[0]?.type === 'yaml';
  if (!(inYaml ? beginsKey : beginsName).test(written)) return [];
  if (place.nodes.some(({ type }) => opaque.has(type))) return [];
  return inYaml ? inFrontMatter(document, range, written) : amongLines(document, place, range, written);
}

const longestLine = 100;
const beginsKey = /^[ \t]*[\p{L}\p{N}_-]{0,60}[ \t]*$/u;
/** Nothing, or a marker of a list, marks of emphasis, and words without a colon. */
const beginsName =
  /^[\uFEFF \t>]{0,20}(?:[-*+](?:[ \t]+|$))?(?:\*{0,3}|_{0,3})(?:[\p{L}\p{N}][\p{L}\p{M}\p{N} ()/&'-]{0,60})?\*{0,3}$/u;
const opaque: ReadonlySet<string> = new Set(['code', 'html', 'table', 'heading']);

function inFrontMatter(document: BoundDocument, range: Range, written: string): Completion[] {
  const { source, schema } = document;
  const fields = ownFields(document).filter(({ where }) => where === 'frontmatter');
  const block = { text: source.text, lines: source.lines, fields, order: schema.fields };
  const isFence = source.text.slice(range.start, range.start + 3) === '---';
  return isFence
    ? []
    : completions(document, { block, range, written, inYaml: true, missing: missingOf(document, schema.fields) });
}

/** A line on which a field may be written, and the fields around it. */
interface FieldLine {
  readonly block: FieldBlock;
  readonly range: Range;
  readonly written: string;
  readonly inYaml: boolean;
  /** In template order. */
  readonly missing: readonly FieldSchema[];
}

function amongLines(document: BoundDocument, place: TextPlace, range: Range, written: string): Completion[] {
  const { source, schema } = document;
  const { text, lines } = source;
  const own = ownFields(document).filter(({ where }) => isLine(where));
  const isBesideOwn = own.some((field) => isBeside(document, field, range));
  if (isBesideOwn || (place.home === null && own.length === 0 && isUnderTitle(document, range))) {
    const block = { text, lines, fields: own, order: schema.fields };
    return completions(document, { block, range, written, inYaml: false, missing: missingOf(document, schema.fields) });
  }
  const { home } = place;
  const order = home?.schema?.content?.fields ?? [];
  if (home === null || order.length === 0) return [];
  const fields = home.content.fields.filter(({ where }) => isLine(where));
  const isFirst = fields.length === 0 && text.slice(home.content.range.start, range.start).trim() === '';
  if (!isFirst && !fields.some((field) => isBeside(document, field, range))) return [];
  const missing = order.filter((field) => !home.content.fields.some((each) => each.schema === field));
  return completions(document, { block: { text, lines, fields, order }, range, written, inYaml: false, missing });
}

function isLine(where: BoundField['where']): boolean {
  return where === 'bold' || where === 'bullet' || where === 'line';
}

function ownFields({ fields }: BoundDocument): readonly BoundField[] {
  return fields.filter(({ inCompanion }) => !inCompanion);
}

/** The document's own fields that stand nowhere: neither as a field nor as a section. */
function missingOf({ fields, allSections, title }: BoundDocument, order: readonly FieldSchema[]): FieldSchema[] {
  const headed = (schema: FieldSchema): boolean =>
    allSections.some(({ field }: BoundSection) => field?.schema === schema);
  return order.filter(
    (schema) =>
      !fields.some((field) => field.schema === schema) &&
      !headed(schema) &&
      schema.file === undefined &&
      !(schema.role === 'title' && title !== null),
  );
}

/** True for the line under a field, the lines that its value goes on over, and the line above one; at most one is empty. */
function isBeside({ source }: BoundDocument, { range, nameRange }: BoundField, line: Range): boolean {
  const { text, lines } = source;
  const own = lines.lineAt(line.start);
  const first = lines.lineAt(nameRange.start);
  const last = lines.lineAt(Math.max(nameRange.start, range.end - 1));
  if (own > first && own <= last) return true;
  if (own > last) return own - last <= 2 && text.slice(lines.endOfLine(last), line.start).trim() === '';
  return own < first && first - own <= 2 && text.slice(line.end, lines.startOfLine(first)).trim() === '';
}

function isUnderTitle({ source, title }: BoundDocument, line: Range): boolean {
  return (
    title !== null && title.range.end <= line.start && source.text.slice(title.range.end, line.start).trim() === ''
  );
}

function completions(document: BoundDocument, { block, range, written, missing, inYaml }: FieldLine): Completion[] {
  const isTyped = written.trim() !== '';
  const found: Completion[] = [];
  for (const schema of [
    ...missing.filter(({ required }) => required),
    ...missing.filter(({ required }) => !required),
  ]) {
    const value = templateValue(document, schema);
    const line = fieldLineIn(block, schema, value) ?? firstLine(schema, value, inYaml);
    if (line === null || schema.name.includes('.')) continue;
    const start = range.start + (/^\uFEFF/u.test(written) ? 1 : 0);
    found.push({
      kind: 'field',
      label: schema.name,
      detail: schema.required ? 'required field' : 'optional field',
      documentation: [schema.help, templatePlace(document.schema, schema)]
        .flatMap((words, index) => (words === null ? [] : [index === 0 ? plainMarkdown(words) : words]))
        .join('\n\n'),
      edit: { start, end: range.end, text: line },
      filter: isTyped ? line : null,
      rank: found.length,
    });
  }
  return found;
}

/** The line of a field that no other stands beside, in the notation of the place; null where it belongs elsewhere. */
function firstLine(schema: FieldSchema, value: string, inYaml: boolean): string | null {
  if (inYaml) return firstFieldLine({ ...schema, where: 'frontmatter' }, value);
  return schema.where === 'frontmatter' ? null : firstFieldLine(schema, value);
}
