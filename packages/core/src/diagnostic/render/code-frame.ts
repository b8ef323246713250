import type { LineIndex, Position } from '../../text/lines.ts';
import type { LocatedDiagnostic } from '../located.ts';
import { type Cell, cellsOf, clip, printable, widthOf } from './cells.ts';
import type { Palette } from './palette.ts';

/** What code frames need from their surroundings. */
export interface FrameSetting {
  readonly palette: Palette;
  /** Cells across. */
  readonly width: number;
  /** Lines of a file as it was checked; null when they are not at hand. */
  linesOf(file: string): LineIndex | null;
}

/** Lines of a finding shown at most; the rest is counted. */
const shownLines = 3;

/**
 * One finding for a person: place, message, the lines with the place marked, the template's line that demands it, and
 * how to mend it.
 */
export function codeFrame(diagnostic: LocatedDiagnostic, setting: FrameSetting): string {
  const { palette, width } = setting;
  const { start, end, severity } = diagnostic;
  const place = `${printable(diagnostic.file)}:${start.line}:${start.column}`;
  const head = `${palette.strong(place)} ${palette[severity](severity)} ${palette.dim(`${diagnostic.code} ${diagnostic.name}`)}`;
  const lines = setting.linesOf(diagnostic.file);
  return [
    head,
    ...wrap(printable(diagnostic.message), width - 2).map((line) => `  ${line}`),
    ...(lines === null ? [] : excerpt(lines, start, end, palette[severity], setting)),
    ...templateLine(diagnostic, setting),
    ...fixLine(diagnostic, setting),
    '',
  ].join('\n');
}

function excerpt(
  lines: LineIndex,
  start: Position,
  end: Position,
  mark: (text: string) => string,
  { palette, width }: FrameSetting,
): string[] {
  const last = lastLine(lines, start, end);
  const shownLast = Math.min(last, start.line + shownLines - 1);
  const gutter = String(shownLast).length + 2;
  const room = Math.max(20, width - gutter - 3);
  const output: string[] = [];
  for (let line = start.line; line <= shownLast; line += 1) {
    const from = lines.startOfLine(line);
    const to = lines.endOfLine(line);
    const marked = { start: Math.max(start.offset, from) - from, end: Math.min(end.offset, to) - from };
    const view = viewOf(lines.text, from, to, marked, room);
    output.push(`${palette.dim(`${String(line).padStart(gutter)} │`)} ${view.text}`.trimEnd());
    if (view.width > 0) {
      const marks = mark('^'.repeat(view.width));
      output.push(`${palette.dim(`${' '.repeat(gutter)} │`)} ${' '.repeat(view.before)}${marks}`);
    }
  }
  if (last > shownLast) {
    output.push(palette.dim(`${' '.repeat(gutter)} │ … ${(last - shownLast).toLocaleString('en-US')} more lines`));
  }
  return output;
}

/** The last line of which the range holds something. */
function lastLine(lines: LineIndex, start: Position, end: Position): number {
  let last = end.line;
  while (last > start.line && end.offset <= lines.startOfLine(last)) last -= 1;
  return last;
}

interface LineView {
  readonly text: string;
  /** Cells before the mark. */
  readonly before: number;
  /** Cells of the mark; at least 1, or 0 when nothing of the line is in the range. */
  readonly width: number;
}

/** Units of a long line that are looked at around the mark; a line can be megabytes long. */
const nearby = 600;

/** The part of a line that fits, with the mark in view. `marked` counts from the start of the line. */
function viewOf(
  text: string,
  from: number,
  to: number,
  marked: { readonly start: number; readonly end: number },
  room: number,
): LineView {
  const cutStart = Math.max(0, marked.start - nearby);
  const cutEnd = Math.min(to - from, marked.start + nearby);
  const cells = cellsOf(text.slice(from + cutStart, from + cutEnd));
  const first = cells.findIndex((cell) => cutStart + cell.offset + cell.text.length > marked.start);
  const target = first === -1 ? cells.length : first;
  const begin = cutStart === 0 && fits(cells, 0, target, room - 10) ? 0 : scrollTo(cells, target, room);
  const shown: Cell[] = [];
  let taken = begin > 0 || cutStart > 0 ? 1 : 0;
  let at = begin;
  for (; at < cells.length; at += 1) {
    const cell = cells[at] as Cell;
    if (taken + cell.width > room - 1) break;
    shown.push(cell);
    taken += cell.width;
  }
  const more = at < cells.length || cutEnd < to - from;
  const head = begin > 0 || cutStart > 0 ? '…' : '';
  const isMarked = (cell: Cell): boolean =>
    cutStart + cell.offset < marked.end && cutStart + cell.offset >= marked.start;
  const before = head.length + sumWidth(cells.slice(begin, target));
  const width = sumWidth(shown.filter(isMarked));
  const empty = marked.end < marked.start || (marked.end === marked.start && to === from && marked.start > 0);
  return {
    text: head + shown.map((cell) => cell.text).join('') + (more ? '…' : ''),
    before,
    width: empty ? 0 : Math.max(1, width),
  };
}

function fits(cells: readonly Cell[], from: number, to: number, room: number): boolean {
  return sumWidth(cells.slice(from, to)) <= room;
}

/** The first cell to show so that a quarter of the room stands before the mark. */
function scrollTo(cells: readonly Cell[], target: number, room: number): number {
  let begin = target;
  let taken = 0;
  while (begin > 0 && taken < room / 4) {
    begin -= 1;
    taken += (cells[begin] as Cell).width;
  }
  return begin;
}

function sumWidth(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

function templateLine({ template }: LocatedDiagnostic, { palette, width, linesOf }: FrameSetting): string[] {
  if (template === null) return [];
  const place = `${printable(template.file)}:${template.start.line}`;
  const lines = linesOf(template.file);
  if (lines === null) return [palette.dim(`  ${place} demands it`)];
  const from = lines.startOfLine(template.start.line);
  const demanded = lines.text.slice(from, Math.min(lines.endOfLine(template.start.line), from + nearby)).trim();
  const lead = `  ${place} demands `;
  return [palette.dim(lead) + clip(printable(demanded), Math.max(20, width - widthOf(lead)))];
}

function fixLine({ fixes }: LocatedDiagnostic, { palette, width }: FrameSetting): string[] {
  const fix = fixes.find(({ kind }) => kind === 'safe') ?? fixes[0];
  if (fix === undefined) return [];
  const flag = fix.kind === 'safe' ? '--fix' : '--fix-suggested';
  const title = clip(printable(fix.title), Math.max(20, width - 10 - flag.length));
  return [`  ${palette.good('fix:')} ${title} ${palette.dim(`(${flag})`)}`];
}

/** Breaks at spaces; a word longer than the width stays whole, so that a path can be copied. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}
