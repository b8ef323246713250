import type { List, ListItem, Paragraph, Table } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';
import { fieldRole, guessType } from './field-type.ts';
import { scanBrackets, stripBrackets } from './placeholder.ts';
import type { FieldNotation } from './schema.ts';
import { isOpenValue } from './stand-in.ts';

/** A `name: value` pair as a template writes it, before it is typed. */
export interface RawField {
  readonly name: string;
  readonly where: FieldNotation;
  readonly range: Range;
  /** Trimmed; empty and in its place when nothing is written. */
  readonly valueRange: Range;
  readonly value: string;
  /** True when the name is written in bold. */
  readonly bold?: boolean;
  /** Words beside the value that speak of it: an HTML or YAML comment. */
  readonly help: string | null;
}

const BOLD =
  /^[\s>]*(?:[-*+]\s+)?(?:\*\*|__)([^*_\n][^*\n]{0,80}?)(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)\s*(\([^()\n]{1,40}\))?\s*[:：]|(?<=[?？])(?:\*\*|__))/u;
const ITALIC = /^[\s>]*(?:\*|_)([^*_\n]{1,60}?)(?:[:：]\s*(?:\*|_)|(?:\*|_)\s*[:：])/u;
const PLAIN =
  /^[\s>]*([\p{L}\p{N}#][^:：\n|`[\]{}<>]{0,90}?)\s*(?:：|:(?!\/\/)(?=\s|$|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}[{<.…]))/u;
const REMARK =
  /^(?:note|nb|warning|important|tip|hint|example|e\.g|i\.e|caution|attention|todo|remember|instructions?|usage|how to (?:use|read|fill)\b.{0,30}|примечание|注意|hinweis|nota)$/iu;
const COMMENT = /<!--([\s\S]*?)-->/u;
const MAX_WORDS = 7;
/** The name of an item with nothing behind it may be a whole question. */
const MAX_WORDS_ALONE = 12;

/** Lines of a paragraph that are all fields; null when the paragraph is anything else. */
export function fieldsOfParagraph(text: string, paragraph: Paragraph): RawField[] | null {
  const range = rangeOf(paragraph);
  const pieces = splitPieces(text, range);
  const first = pieces[0];
  if (first === undefined) return null;
  const start = matchName(text.slice(first.start, first.end));
  if (start === null) return null;
  const fields: RawField[] = [];
  for (const piece of pieces) {
    const written = text.slice(piece.start, piece.end);
    const match = matchName(written);
    if (match !== null && match.where === start.where) fields.push(rawField(text, piece, match));
    else if (start.where === 'line') return null;
    else extendLast(text, fields, piece.end);
  }
  return fields;
}

interface NameMatch {
  readonly name: string;
  readonly where: 'bold' | 'line';
  /** Offset of the first unit after the colon, in the piece. */
  readonly end: number;
}

function matchName(written: string, maxWords = MAX_WORDS): NameMatch | null {
  const strong = BOLD.exec(written);
  const bold = strong ?? ITALIC.exec(written);
  const match = bold ?? PLAIN.exec(written);
  if (match === null) return null;
  const remark = strong?.[2] === undefined ? '' : ` ${strong[2]}`;
  const name = `${(match[1] as string).trim()}${remark}`;
  const isEmpty = written.slice(match[0].length).trim() === '';
  if (name.split(/\s+/u).length > maxWords || REMARK.test(name)) return null;
  if (bold === null && !isEmpty && name.length > 50) return null;
  if (strong === null && bold !== null && written.slice(match[0].length).trim() === '') return null;
  return { name, where: bold === null ? 'line' : 'bold', end: match[0].length };
}

/** After a separator: a bold name, or a plain one with its colon. */
const STARTS_FIELD = /^\s*(?:(?:\*\*|__)\S|\p{L}[^:：|·•\n[\]{}<>]{0,30}[:：](?:\s|\p{Lo}|[<[{]))/u;

/** Lines of a range, and parts of a line that `·`, `•` or `|` separates where the next part starts a field. */
function splitPieces(text: string, range: Range): Range[] {
  const pieces: Range[] = [];
  let start = range.start;
  for (let at = range.start; at <= range.end; at += 1) {
    const unit = at === range.end ? '\n' : (text[at] as string);
    const breaks =
      unit === '\n' || (isSeparator(unit) && STARTS_FIELD.test(text.slice(at + 1, Math.min(at + 48, range.end))));
    if (!breaks) continue;
    if (/[^\s>]/u.test(text.slice(start, at))) pieces.push({ start, end: at });
    start = at + 1;
  }
  return pieces;
}

function isSeparator(unit: string): boolean {
  return unit === '·' || unit === '•' || unit === '|' || unit === '│';
}

function rawField(text: string, piece: Range, match: NameMatch, where: FieldNotation = match.where): RawField {
  const valueRange = trimmedRange(text, { start: piece.start + match.end, end: piece.end });
  return withComment({
    name: match.name,
    where,
    bold: match.where === 'bold',
    range: trimmedRange(text, piece),
    valueRange,
    value: text.slice(valueRange.start, valueRange.end),
    help: null,
  });
}

/** A comment in the value is help; the value is what stands beside it. */
function withComment(field: RawField): RawField {
  const comment = COMMENT.exec(field.value);
  if (comment === null) return field;
  const value = field.value.replace(COMMENT, '').trim();
  const start = field.valueRange.start + Math.max(0, field.value.indexOf(value));
  return { ...field, value, valueRange: { start, end: start + value.length }, help: (comment[1] ?? '').trim() };
}

/** A line that starts no field carries the last one on. */
function extendLast(text: string, fields: RawField[], end: number): void {
  const last = fields.pop();
  if (last === undefined) return;
  const valueRange = trimmedRange(text, { start: last.valueRange.start, end });
  fields.push({
    ...last,
    range: { start: last.range.start, end: valueRange.end },
    valueRange,
    value: text.slice(valueRange.start, valueRange.end),
  });
}

/** The range without white space and hard-break marks at its ends. */
export function trimmedRange(text: string, range: Range): Range {
  let { start, end } = range;
  while (end > start && /[\s\\]/u.test(text[end - 1] as string)) end -= 1;
  while (start < end && /\s/u.test(text[start] as string)) start += 1;
  return start >= end ? { start: range.start, end: range.start } : { start, end };
}

/**
 * Items of a list that are all fields (`- Key: value`); null when one is anything else. Lists within items are left out.
 * `mostly`: one in three may be something else, such as a link, as it may where metadata stands.
 */
export function fieldsOfList(text: string, list: List, mostly = false): RawField[] | null {
  const fields = list.children.flatMap((item) => fieldOfItem(text, item) ?? []);
  const others = list.children.length - fields.length;
  return others === 0 || (mostly && fields.length > 1 && fields.length >= others * 2) ? fields : null;
}

function fieldOfItem(text: string, item: ListItem): RawField | null {
  const [first, nested] = item.children;
  if (first?.type !== 'paragraph' || typeof item.checked === 'boolean') return null;
  const range = rangeOf(first);
  const written = text.slice(range.start, range.end);
  const match = matchName(written, /[:：]\s*$/u.test(written) ? MAX_WORDS_ALONE : MAX_WORDS);
  if (match === null) return null;
  const field = rawField(text, range, match, 'bullet');
  if (
    field.value === '' &&
    nested?.type === 'list' &&
    nested.children.length > 1 &&
    match.name.split(/\s+/u).length > 3
  )
    return null;
  const only = nested?.type === 'list' && nested.children.length === 1 ? nested.children[0]?.children[0] : undefined;
  if (field.value !== '' || only === undefined) return field;
  const valueRange = trimmedRange(text, rangeOf(only));
  const value = text.slice(valueRange.start, valueRange.end).replace(/^`([^`]*)`$/u, '$1');
  return { ...field, range: { start: field.range.start, end: valueRange.end }, valueRange, value };
}

const HEADS_OF_NAMES =
  /^(?:fields?|key|property|attribute|item|name|metadata|aspect|champ|attributs?|property name|parameter|information|параметр|реквизит|属性|поле|项目|項目|항목|feld|campo|dato|alan|bilgi|thuộc tính|trường|mục)(?: \/ .{1,30})?$/iu;

/**
 * Rows of a two-column table as fields, its header too when it is a pair and no heading of columns. A table is one of
 * pairs when its head is empty or says so, or when all names are bold or most are names that metadata has.
 */
export function fieldsOfTable(text: string, table: Table): RawField[] | null {
  const rows = table.children;
  if (arePairsSideBySide(table)) return rows.flatMap((row) => [pairOfRow(text, row), pairOfRow(text, row, 2)]);
  if (rows.some((row) => row.children.length > 2) || rows[0]?.children.length !== 2) return null;
  const header = rows[0].children.map((cell) => cellRange(text, cell));
  const words = header.map((range) => stripBrackets(text.slice(range.start, range.end).replace(/[*_]/gu, '')));
  const [headName = '', headValue = ''] = words;
  const headed = words.every((word) => word === '') || HEADS_OF_NAMES.test(headName);
  const bold = rows.slice(1).every((row) => row.children[0]?.children[0]?.type === 'strong');
  const styled = bold && isBold(rows[0].children[0]) && !isBold(rows[0].children[1]);
  const headIsPair = !headed && (styled || (isKnownName(headName) && !isKnownName(headValue)));
  const pairs = (headIsPair ? rows : rows.slice(1)).map((row) => pairOfRow(text, row));
  const plausible = pairs.every(
    ({ name }) =>
      name !== '' &&
      name.split(/\s+/u).length <= MAX_WORDS &&
      scanBrackets(name, { start: 0, end: name.length }).length === 0,
  );
  if (pairs.length < 2 || !plausible) return null;
  const known = pairs.filter(({ name }) => isKnownName(name)).length * 2 > pairs.length;
  return headed || bold || known || (headIsPair && looksLikeMetadata(pairs)) ? pairs : null;
}

/** `| **Owner** | x | **Date** | y |`: two pairs in every row, with their names in bold. */
function arePairsSideBySide(table: Table): boolean {
  return table.children.every(
    ({ children }) =>
      children.length === 4 &&
      isBold(children[0]) &&
      !isBold(children[1]) &&
      isBold(children[2]) &&
      !isBold(children[3]),
  );
}

function isBold(cell: Table['children'][number]['children'][number] | undefined): boolean {
  return cell?.children[0]?.type === 'strong';
}

/** The pair that begins in a cell of a row. */
function pairOfRow(text: string, row: Table['children'][number], first = 0): RawField {
  const [nameCell, valueCell] = row.children.slice(first, first + 2).map((cell) => cellRange(text, cell));
  const valueRange = valueCell ?? { start: rangeOf(row).end, end: rangeOf(row).end };
  return withComment({
    name: text.slice(nameCell?.start ?? 0, nameCell?.end ?? 0).replace(/^[*_\s]+|[*_:：\s]+$|\*\*/gu, ''),
    where: 'table',
    range: row.children.length > 2 ? { start: nameCell?.start ?? valueRange.start, end: valueRange.end } : rangeOf(row),
    valueRange,
    value: text.slice(valueRange.start, valueRange.end),
    help: null,
  });
}

/** Range of a table cell's words, pipes and padding left out. */
export function cellRange(text: string, cell: Table['children'][number]['children'][number]): Range {
  const first = cell.children[0]?.position?.start.offset;
  const last = cell.children[cell.children.length - 1]?.position?.end.offset;
  if (first !== undefined && last !== undefined) return trimmedRange(text, { start: first, end: last });
  const range = rangeOf(cell);
  const start = text[range.start] === '|' ? range.start + 1 : range.start;
  return { start: Math.min(start, range.end), end: Math.min(start, range.end) };
}

/** True when the pairs speak as metadata does: values are empty, placeholders or choices, or names are well known. */
export function looksLikeMetadata(fields: readonly RawField[]): boolean {
  const telling = fields.filter(
    (field) => isOpenValue(field.value, field.name) || fieldRole(field.name) !== null,
  ).length;
  return telling * 2 >= fields.length;
}

/** True for a name that metadata is known to have, or that says its type. */
function isKnownName(name: string): boolean {
  return fieldRole(name) !== null || guessType(name, '').type !== 'text';
}
