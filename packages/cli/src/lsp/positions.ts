import { LineIndex } from '@specwright/core/text/lines.ts';
import type { Range as TextRange } from '@specwright/core/text/range.ts';
import type { Position, Range } from 'vscode-languageserver';

/** Offsets of one text as lines and columns from 1. */
export type Places = Pick<LineIndex, 'positionAt'>;

export function positionOf(places: Places, offset: number): Position {
  const { line, column } = places.positionAt(offset);
  return { line: line - 1, character: column - 1 };
}

export function rangeOf(places: Places, { start, end }: TextRange): Range {
  return { start: positionOf(places, start), end: positionOf(places, end) };
}

/** UTF-16 offset of a position; what lies outside the text is clamped to it, and a column past its line to the line's end. */
export function offsetOf(lines: LineIndex, { line, character }: Position): number {
  if (!(line >= 0)) return 0;
  if (line >= lines.lineCount) return lines.text.length;
  const number = Math.floor(line) + 1;
  return Math.min(lines.startOfLine(number) + Math.max(0, Math.floor(character) || 0), lines.endOfLine(number));
}

export function textRangeOf(lines: LineIndex, { start, end }: Range): TextRange {
  const [first = 0, last = 0] = [offsetOf(lines, start), offsetOf(lines, end)].sort((a, b) => a - b);
  return { start: first, end: last };
}

/** Places in a file's text as an editor counts them that would open it: without the byte order mark. */
export function fileLines(text: string): Places {
  const lines = new LineIndex(text);
  if (!text.startsWith('\u{FEFF}')) return lines;
  return {
    positionAt(offset) {
      const { line, column, offset: at } = lines.positionAt(offset);
      return { line, column: line === 1 ? Math.max(1, column - 1) : column, offset: at };
    },
  };
}
