import type { BoundRow, BoundTable, BoundValue } from '../document/document.ts';
import type { MarkdownSource } from '../markdown/source.ts';
import type { Replacement } from '../text/edit.ts';
import type { Range } from '../text/range.ts';
import { lineEndOf } from './line-end.ts';

/** One line of a table, taken apart at its pipes. */
export interface RowSpans {
  /** From the first unit of the row to its last, container marks (`> `) left out. */
  readonly range: Range;
  /** Between the pipes, white space included. */
  readonly cells: readonly Range[];
  readonly leadingPipe: boolean;
  readonly trailingPipe: boolean;
}

/** The cells of a row as GFM 4.10 splits them: at every pipe that has no backslash before it. */
export function spansOf(text: string, range: Range): RowSpans {
  let { start, end } = range;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  const cells: Range[] = [];
  const leadingPipe = text.charCodeAt(start) === PIPE;
  let from = leadingPipe ? start + 1 : start;
  let trailingPipe = false;
  for (let at = from; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === BACKSLASH) at += 1;
    else if (unit === PIPE) {
      cells.push({ start: from, end: at });
      from = at + 1;
      trailingPipe = from === end;
    }
  }
  if (!trailingPipe) cells.push({ start: from, end });
  return { range: { start, end }, cells, leadingPipe, trailingPipe };
}

/** Header, delimiter row and rows of a table in text order. Null when the delimiter row is not where GFM wants it. */
export function linesOfTable(source: MarkdownSource, table: BoundTable): readonly RowSpans[] | null {
  const delimiter = delimiterRange(source, table);
  if (delimiter === null) return null;
  const header = spansOf(source.text, table.headerRange);
  return [header, spansOf(source.text, delimiter), ...table.rows.map((row) => spansOf(source.text, row.range))];
}

function delimiterRange(source: MarkdownSource, table: BoundTable): Range | null {
  const line = source.lines.lineAt(table.headerRange.start) + 1;
  if (line > source.lines.lineCount) return null;
  const range = { start: source.lines.startOfLine(line), end: source.lines.endOfLine(line) };
  const found = delimiterRow.exec(source.text.slice(range.start, range.end));
  return found === null ? null : { start: range.start + (found[1] as string).length, end: range.end };
}

const delimiterRow = /^([^|:-]*)[|:\- \t]+$/u;

/** Puts `text` into a cell; pipes in it are escaped and the column's width is kept where the cell has room. */
export function replaceCell(source: MarkdownSource, value: BoundValue, text: string): Replacement {
  const { start, end } = value.range;
  const isBare = start === end && source.text.charCodeAt(start - 1) === PIPE;
  const written = isBare ? ` ${escapeCell(text)}` : escapeCell(text);
  let room = end;
  while (source.text.charCodeAt(room) === SPACE) room += 1;
  if (source.text.charCodeAt(room) !== PIPE) return { start, end, text: written };
  if (room - end < 2) return { start, end, text: start === end && room === end ? `${written} ` : written };
  const width = Math.max(written.length + 1, room - start);
  return { start, end: room, text: written.padEnd(width) };
}

/** Text that may stand in a cell: line ends become spaces and bare pipes are escaped. */
export function escapeCell(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/gu, ' ').replace(/\\[\\|]|\|/gu, (found) => (found === '|' ? '\\|' : found));
}

/**
 * Puts the columns into another order: `order[n]` is the present place of the column that comes to stand at `n`. Cells
 * keep their bytes, white space included. Null when the table's lines cannot be taken apart.
 */
export function reorderColumns(
  source: MarkdownSource,
  table: BoundTable,
  order: readonly number[],
): readonly Replacement[] | null {
  const lines = linesOfTable(source, table);
  return lines === null ? null : lines.flatMap((line) => reorderLine(source.text, line, order));
}

function reorderLine(text: string, line: RowSpans, order: readonly number[]): readonly Replacement[] {
  const bare = !line.leadingPipe || !line.trailingPipe;
  const cells = bare ? line.cells.map((cell) => trimmed(text, cell)) : line.cells;
  const contents = order.map((from) => {
    const cell = cells[from];
    return cell === undefined ? ' ' : text.slice(cell.start, cell.end);
  });
  if (cells.length >= order.length) {
    const moved = contents.map((content, index) => ({ ...(cells[index] as Range), text: content }));
    return moved.filter((_, index) => order[index] !== index);
  }
  const joint = bare ? ' | ' : '|';
  const edge = bare ? ' ' : '';
  return [{ ...line.range, text: `|${edge}${contents.join(joint)}${edge}|` }];
}

/** Puts a new column with empty cells at `place`, counted from 0. Rows too short to reach it stay as they are. */
export function insertColumn(
  source: MarkdownSource,
  table: BoundTable,
  place: number,
  name: string,
): readonly Replacement[] | null {
  const lines = linesOfTable(source, table);
  if (lines === null) return null;
  const title = escapeCell(name);
  const spaced = source.text.charCodeAt((lines[1] as RowSpans).range.start + 1) === SPACE;
  const dashes = spaced ? ` ${'-'.repeat(Math.max(3, title.length))} ` : '-'.repeat(Math.max(3, title.length + 2));
  const blank = ' '.repeat(title.length + 2);
  return lines.flatMap((line, index) => {
    const content = index === 0 ? ` ${title} ` : index === 1 ? dashes : blank;
    const edit = insertCell(line, place, content);
    return edit === null ? [] : [edit];
  });
}

function insertCell(line: RowSpans, place: number, content: string): Replacement | null {
  const next = line.cells[place];
  if (next !== undefined) {
    const start = next.start;
    const text = place === 0 && !line.leadingPipe ? `|${content}| ` : `${content}|`;
    return { start, end: start, text };
  }
  if (place > line.cells.length) return null;
  const end = line.range.end;
  return { start: end, end, text: line.trailingPipe ? `${content}|` : ` |${content}|` };
}

/** Gives the column at `place` another name and keeps its width where the header has room. */
export function renameColumn(
  source: MarkdownSource,
  table: BoundTable,
  place: number,
  name: string,
): Replacement | null {
  const cell = spansOf(source.text, table.headerRange).cells[place];
  if (cell === undefined) return null;
  const inner = trimmed(source.text, cell);
  const written = escapeCell(name);
  const room = cell.end - inner.end;
  if (room < 2) return { ...inner, text: written };
  return {
    start: inner.start,
    end: cell.end,
    text: written.padEnd(Math.max(written.length + 1, cell.end - inner.start)),
  };
}

/** Adds the empty cells that a row lacks to have `count` of them. */
export function padRow(source: MarkdownSource, row: BoundRow, count: number): Replacement | null {
  const line = spansOf(source.text, row.range);
  const missing = count - line.cells.length;
  if (missing <= 0) return null;
  const { end } = line.range;
  return { start: end, end, text: `${line.trailingPipe ? '' : ' |'}${'  |'.repeat(missing)}` };
}

/** Takes away the cells from `count` on. Null when one of them holds text. */
export function dropExtraCells(source: MarkdownSource, row: BoundRow, count: number): Replacement | null {
  const line = spansOf(source.text, row.range);
  const last = line.cells[count - 1];
  const extra = line.cells.slice(count);
  if (last === undefined || extra.length === 0) return null;
  if (extra.some((cell) => source.text.slice(cell.start, cell.end).trim() !== '')) return null;
  return { start: last.end + (line.trailingPipe ? 1 : 0), end: line.range.end, text: '' };
}

/**
 * Escapes the pipes within code of a row, which divide cells all the same (GFM 4.10). Null when that does not leave
 * `count` cells.
 */
export function escapePipesInCode(source: MarkdownSource, row: BoundRow, count: number): readonly Replacement[] | null {
  const { text } = source;
  const line = spansOf(text, row.range);
  const inCode: Replacement[] = [];
  let ticks = 0;
  for (const cell of line.cells.slice(0, -1)) {
    for (let at = cell.start; at < cell.end; at += 1) if (text.charCodeAt(at) === BACKTICK) ticks += 1;
    if (ticks % 2 === 1) inCode.push({ start: cell.end, end: cell.end + 1, text: '\\|' });
  }
  return inCode.length > 0 && line.cells.length - inCode.length === count ? inCode : null;
}

/** Writes a new row behind `before`, or as the first when it is null, as wide as the delimiter row's columns. */
export function insertRow(
  source: MarkdownSource,
  table: BoundTable,
  before: BoundRow | null,
  cells: readonly string[],
): Replacement | null {
  const lines = linesOfTable(source, table);
  if (lines === null) return null;
  const delimiter = lines[1] as RowSpans;
  const model = before === null ? delimiter.range : before.range;
  const line = source.lines.lineAt(model.start);
  const margin = source.text.slice(source.lines.startOfLine(line), model.start);
  const at = source.lines.endOfLine(line);
  const written = cells.map((cell, index) => {
    const column = delimiter.cells[index];
    const width = column === undefined ? 0 : column.end - column.start - 2;
    const words = escapeCell(cell);
    return ` ${table.node.align?.[index] === 'right' ? words.padStart(width) : words.padEnd(width)} `;
  });
  return { start: at, end: at, text: `${lineEndOf(source.text)}${margin}|${written.join('|')}|` };
}

/** Takes rows away with their lines. */
export function removeRows(source: MarkdownSource, table: BoundTable, rows: readonly BoundRow[]): Replacement[] {
  const lines = table.rows.map(({ range }) => source.lines.lineAt(range.start));
  return rows.map((row) => {
    const line = lines[table.rows.indexOf(row)] ?? source.lines.lineAt(row.range.start);
    return { start: source.lines.endOfLine(line - 1), end: source.lines.endOfLine(line), text: '' };
  });
}

function trimmed(text: string, range: Range): Range {
  let { start, end } = range;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return { start, end };
}

function isBlank(unit: number): boolean {
  return unit === SPACE || unit === 9 || unit === 10 || unit === 13;
}

const PIPE = 124;
const BACKSLASH = 92;
const BACKTICK = 96;
const SPACE = 32;
