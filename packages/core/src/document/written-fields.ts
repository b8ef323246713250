import type { Blockquote, List, ListItem, Paragraph, RootContent, Table } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import { foldKey } from '../template/names.ts';
import type { FieldNotation, FieldSchema } from '../template/schema.ts';
import type { Range } from '../text/range.ts';
import { cellTextRange } from './cells.ts';
import type { FieldStart } from './field-starts.ts';
import { fieldStarts, startAt } from './field-starts.ts';

/** A `name: value` pair as the document writes it. */
export interface WrittenField {
  readonly schema: FieldSchema | null;
  readonly name: string;
  readonly nameRange: Range;
  readonly range: Range;
  /** Trimmed; empty and in its place when nothing is written. */
  readonly valueRange: Range;
  readonly where: FieldNotation;
}

/** Fields that a schema knows in one place, by `foldKey`. */
export type KnownFields = ReadonlyMap<string, FieldSchema>;

/** The pairs that a block is made of; empty when it is something else. */
export function fieldsOfBlock(text: string, block: RootContent, known: KnownFields): WrittenField[] {
  switch (block.type) {
    case 'paragraph':
      return fieldsOfParagraph(text, block, known);
    case 'list':
      return fieldsOfList(text, block, known);
    case 'table':
      return fieldsOfTable(text, block, known);
    case 'blockquote':
      return fieldsOfQuote(text, block, known);
    default:
      return [];
  }
}

function fieldsOfQuote(text: string, quote: Blockquote, known: KnownFields): WrittenField[] {
  return quote.children.flatMap((child) =>
    child.type === 'paragraph' || child.type === 'list' || child.type === 'table'
      ? fieldsOfBlock(text, child, known)
      : [],
  );
}

const MAX_WORDS = 7;

function fieldsOfParagraph(text: string, paragraph: Paragraph, known: KnownFields): WrittenField[] {
  const range = rangeOf(paragraph);
  const isKnown = (name: string): boolean => known.has(foldKey(name));
  const starts = fieldStarts(text, range, isKnown).filter((start) => start.colon || isKnown(start.name));
  if (starts.length === 0) return [];
  const someKnown = starts.some((start) => isKnown(start.name));
  const allBold =
    starts.every((start) => start.notation === 'bold') && starts.length > 1 && starts[0]?.start === range.start;
  if (!someKnown && !allBold) return [];
  const lines = countLines(text, range);
  const kept = starts.filter(
    (start) => isKnown(start.name) || (isShort(start.name) && (start.notation === 'bold' || starts.length >= lines)),
  );
  return kept.map((start, index) => written(text, start, kept[index + 1]?.start ?? range.end, start.notation, known));
}

function countLines(text: string, range: Range): number {
  let lines = 1;
  for (let at = text.indexOf('\n', range.start); at !== -1 && at < range.end; at = text.indexOf('\n', at + 1))
    lines += 1;
  return lines;
}

function isShort(name: string): boolean {
  return name.split(/\s+/u).length <= MAX_WORDS;
}

function written(text: string, start: FieldStart, end: number, where: FieldNotation, known: KnownFields): WrittenField {
  const valueRange = trimValue(text, { start: start.valueStart, end });
  return {
    schema: known.get(foldKey(start.name)) ?? null,
    name: start.name,
    nameRange: start.nameRange,
    range: { start: start.start, end: Math.max(valueRange.end, start.nameRange.end) },
    valueRange,
    where,
  };
}

/** The value without white space, hard-break marks and separators around it. Empty values stand just after the colon. */
export function trimValue(text: string, range: Range): Range {
  let { start, end } = range;
  for (;;) {
    while (end > start && TRAILING.test(text[end - 1] as string)) end -= 1;
    const breakMark = BREAK.exec(text.slice(Math.max(start, end - 6), end));
    if (breakMark === null) break;
    end -= breakMark[0].length;
  }
  while (start < end && /\s/u.test(text[start] as string)) start += 1;
  return start >= end ? { start: range.start, end: range.start } : { start, end };
}

const TRAILING = /[\s\\·|•∙│]/u;
const BREAK = /<br ?\/?>$/iu;

/** Items that are pairs. A list counts when the schema knows one of its names, or when all its items are bold pairs. */
function fieldsOfList(text: string, list: List, known: KnownFields): WrittenField[] {
  const isKnown = (name: string): boolean => known.has(foldKey(name));
  const starts: { item: ListItem; start: FieldStart }[] = [];
  for (const item of list.children) {
    const first = item.children[0];
    if (first?.type !== 'paragraph') continue;
    const range = rangeOf(first);
    const start = startAt(text, range.start, range.end, isKnown);
    if (start !== null) starts.push({ item, start });
  }
  const someKnown = starts.some(({ start }) => isKnown(start.name));
  if (!someKnown) return [];
  return starts
    .filter(({ start }) => isKnown(start.name) || isShort(start.name))
    .map(({ item, start }) => written(text, start, rangeOf(item).end, 'bullet', known));
}

/** Rows `name | value`, also two of them side by side, the header row included, or one row of values under names that the schema knows. */
function fieldsOfTable(text: string, table: Table, known: KnownFields): WrittenField[] {
  const [header, ...body] = table.children;
  if (header === undefined) return [];
  if (header.children.length === 4) {
    const sides = table.children.flatMap(({ children }) => [children.slice(0, 2), children.slice(2)]);
    const found = sides.map((cells) => pairOfRow(text, cells, known)).filter((pair) => pair?.schema != null);
    if (found.length > 2) return found as WrittenField[];
  }
  const wide = body.length === 1 ? fieldsOfWideTable(text, table, known) : [];
  if (wide.length > 0 || header.children.length !== 2) return wide;
  const pairs = table.children.map((row) => pairOfRow(text, row.children, known)).filter((pair) => pair !== null);
  const knownPairs = pairs.filter((pair) => pair.schema !== null).length;
  if (knownPairs === 0 || knownPairs * 3 < pairs.length) return [];
  return pairs.filter((pair) => pair.schema !== null || pair.range.start !== rangeOf(header).start);
}

function pairOfRow(
  text: string,
  cells: Table['children'][number]['children'],
  known: KnownFields,
): WrittenField | null {
  const [nameCell, valueCell] = cells;
  if (nameCell === undefined) return null;
  const nameRange = bareName(text, cellTextRange(text, nameCell));
  const name = text.slice(nameRange.start, nameRange.end);
  if (name === '' || name.length > 80) return null;
  const end = rangeOf(nameCell).end;
  const valueRange = valueCell === undefined ? { start: end, end } : cellTextRange(text, valueCell);
  return {
    schema: known.get(foldKey(name)) ?? null,
    name,
    nameRange,
    range: {
      start: rangeOf(nameCell).start,
      end: Math.max(end, valueCell === undefined ? end : rangeOf(valueCell).end),
    },
    valueRange,
    where: 'table',
  };
}

function bareName(text: string, range: Range): Range {
  let { start, end } = range;
  while (start < end && /[*_`\s]/u.test(text[start] as string)) start += 1;
  while (end > start && /[*_`:：\s]/u.test(text[end - 1] as string)) end -= 1;
  return { start, end };
}

function fieldsOfWideTable(text: string, table: Table, known: KnownFields): WrittenField[] {
  const names = table.children[0]?.children ?? [];
  const values = table.children[1]?.children ?? [];
  const fields = names.map((nameCell, index): WrittenField => {
    const nameRange = bareName(text, cellTextRange(text, nameCell));
    const name = text.slice(nameRange.start, nameRange.end);
    const valueCell = values[index];
    const end = rangeOf(table).end;
    const valueRange = valueCell === undefined ? { start: end, end } : cellTextRange(text, valueCell);
    return { schema: known.get(foldKey(name)) ?? null, name, nameRange, range: valueRange, valueRange, where: 'table' };
  });
  const found = fields.filter((field) => field.schema !== null).length;
  return found >= 2 && found * 2 >= fields.length ? fields : [];
}
