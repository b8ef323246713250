import type { Nodes } from 'mdast';
import type {
  BoundCell,
  BoundColumn,
  BoundContent,
  BoundDocument,
  BoundField,
  BoundGroup,
  BoundItem,
  BoundList,
  BoundRow,
  BoundSection,
  BoundTable,
  BoundTitle,
} from '../document/document.ts';
import { allLists, sectionAt } from '../document/walk-document.ts';
import { spansOf } from '../edit/tables.ts';
import type { MarkdownSource } from '../markdown/source.ts';
import { nodesAt } from '../markdown/walk.ts';
import { lastStarting, type Range } from '../text/range.ts';

/** What stands at an offset: the innermost part that the document binds there, with what stands around it. */
export type TextPlace = Surroundings &
  (
    | { readonly kind: 'title'; readonly title: BoundTitle }
    | { readonly kind: 'heading'; readonly section: BoundSection }
    | { readonly kind: 'field-name'; readonly field: BoundField }
    | { readonly kind: 'field-value'; readonly field: BoundField }
    /** The name of a column, in the header of its table. */
    | { readonly kind: 'column'; readonly table: BoundTable; readonly column: BoundColumn }
    | { readonly kind: 'cell'; readonly table: BoundTable; readonly row: BoundRow; readonly cell: BoundCell }
    | { readonly kind: 'item'; readonly list: BoundList; readonly item: BoundItem; readonly group: BoundGroup | null }
    /** The line that begins a group, and its description. */
    | { readonly kind: 'group'; readonly group: BoundGroup }
    /** Words that no part holds, and empty lines. */
    | { readonly kind: 'text' }
  );

interface Surroundings {
  /**
   * Where one is at this place: of a value and of a cell with the white space around it, so that it holds the offset also
   * where nothing is written yet. Of text the offset alone.
   */
  readonly range: Range;
  /** The section in whose body it stands; itself for a heading; null before the first. */
  readonly home: BoundSection | null;
  /** The nodes of the tree that hold the offset, outermost first; none on an empty line between blocks. */
  readonly nodes: readonly Nodes[];
}

/** What stands at an offset of the document's own text; offsets outside are clamped to it. An end belongs to what ends there. */
export function placeAt(document: BoundDocument, offset: number): TextPlace {
  const { source } = document;
  const at = Math.max(0, Math.min(offset, source.text.length));
  const home = sectionAt(document, at);
  const found = titleAt(document, at) ?? headingAt(source, home, at);
  const part = found ?? fieldAt(document, home, at) ?? partAt(document, home, at);
  return {
    range: { start: at, end: at },
    ...(part ?? { kind: 'text' }),
    home,
    nodes: nodesAt(source.tree, at).slice(1),
  };
}

/** A kind of place with its range; what stands around it is the same for all kinds. */
type Found = TextPlace extends infer Place ? (Place extends TextPlace ? Omit<Place, 'home' | 'nodes'> : never) : never;

function titleAt(document: BoundDocument, at: number): Found | null {
  const title = document.titles.find(({ range }) => holds(range, at));
  return title === undefined ? null : { kind: 'title', title, range: title.range };
}

function headingAt(source: MarkdownSource, home: BoundSection | null, at: number): Found | null {
  if (home === null) return null;
  const { start, end } = home.outline.headingRange;
  const range = { start, end: blanksBehind(source.text, end) };
  return holds(range, at) ? { kind: 'heading', section: home, range } : null;
}

/** Fields may stand before the first section, in a section, be a section, or be one within the section they belong to. */
function fieldAt(document: BoundDocument, home: BoundSection | null, at: number): Found | null {
  const around = [home?.field, ...(home?.content.fields ?? []), ...(home?.parent?.content.fields ?? [])];
  for (const field of [...document.fields, ...around]) {
    if (field == null || field.inCompanion) continue;
    const range = valueZone(document, home, field);
    if (holds(range, at)) return { kind: 'field-value', field, range };
    const { nameRange } = field;
    if (holds(nameRange, at)) return { kind: 'field-name', field, range: nameRange };
    const isBetween = at >= field.range.start && at < range.start;
    if (isBetween) return { kind: 'field-name', field, range: { start: field.range.start, end: range.start } };
  }
  return null;
}

function valueZone({ source }: BoundDocument, home: BoundSection | null, field: BoundField): Range {
  const { nameRange, value, where } = field;
  const { text, lines } = source;
  const { start, end } = value.range;
  if (where === 'table') return cellAround(source, value.range);
  if (where === 'heading') {
    const below = lines.startOfLine(lines.lineAt(nameRange.end) + 1);
    const isOwn = start === end && home?.outline.headingRange.start === nameRange.start;
    return { start: below, end: Math.max(below, isOwn ? home.outline.bodyRange.end : blanksBehind(text, end)) };
  }
  let from = start;
  while (from > nameRange.end && isBlank(text, from - 1)) from -= 1;
  return { start: from, end: blanksBehind(text, end) };
}

/** What stands between the bars of a row around a range. */
function cellAround({ text, lines }: MarkdownSource, { start, end }: Range): Range {
  const line = lines.lineAt(start);
  const spans = spansOf(text, { start: lines.startOfLine(line), end: lines.endOfLine(line) });
  return spans.cells.find((cell) => cell.start <= start && end <= cell.end) ?? { start, end };
}

function partAt(document: BoundDocument, home: BoundSection | null, at: number): Found | null {
  const content = home === null ? document.preamble : home.content;
  if (content === null) return null;
  return cellAt(document.source, content, at) ?? itemAt(content, at) ?? groupAt(content, at);
}

function cellAt({ text, lines }: MarkdownSource, { tables }: BoundContent, at: number): Found | null {
  const line = lines.lineAt(at);
  const table = tables.find(({ range }) =>
    holds({ start: range.start, end: lines.endOfLine(lines.lineAt(range.end)) }, at),
  );
  if (table === undefined) return null;
  const header = table.headerRange.start;
  const { rows } = table;
  const row = lastStarting(rows, lines.endOfLine(line), ({ range }) => range.start);
  const start = line === lines.lineAt(header) ? header : row?.range.start;
  if (start === undefined || lines.lineAt(start) !== line) return null;
  const { cells } = spansOf(text, { start, end: lines.endOfLine(line) });
  const index = cells.findIndex((cell) => holds(cell, at));
  const range = cells[index] ?? { start: at, end: at };
  const column = start === header ? table.columns[index] : undefined;
  if (column !== undefined) return { kind: 'column', table, column, range };
  const cell = start === header ? undefined : row?.cells[index];
  return row === undefined || cell === undefined ? null : { kind: 'cell', table, row, cell, range };
}

/** Of items within items the innermost. */
function itemAt(content: BoundContent, at: number): Found | null {
  const list = allLists(content).find(({ range }) => holds(range, at));
  const item = list?.items.findLast(({ range }) => holds(range, at));
  if (list === undefined || item === undefined) return null;
  const group = content.groups.find(({ lists }) => lists.includes(list)) ?? null;
  return { kind: 'item', list, item, group, range: item.range };
}

function groupAt({ groups }: BoundContent, at: number): Found | null {
  const group = groups.find(({ range }) => holds(range, at));
  return group === undefined ? null : { kind: 'group', group, range: group.range };
}

function holds({ start, end }: Range, at: number): boolean {
  return start <= at && at <= end;
}

function blanksBehind(text: string, from: number): number {
  let end = from;
  while (end < text.length && isBlank(text, end)) end += 1;
  return end;
}

/** True for a space or a tab. */
export function isBlank(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === 32 || unit === 9;
}
