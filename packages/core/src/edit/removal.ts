import type { Replacement } from '../text/edit.ts';
import type { LineIndex } from '../text/lines.ts';
import type { Range } from '../text/range.ts';
import { lineEndOf } from './line-end.ts';

/**
 * Takes a stretch away. Where it fills its lines they go with it, and one of the empty lines around them; within a line
 * the space goes that would be one too many.
 */
export function removal(lines: LineIndex, range: Range): Replacement {
  const { text } = lines;
  const first = lines.lineAt(range.start);
  const last = lines.lineAt(Math.max(range.start, range.end - 1));
  const lineStart = lines.startOfLine(first);
  const fills = isBlank(text, lineStart, range.start) && isBlank(text, range.end, lines.endOfLine(last));
  if (!fills) return withinLine(text, lines.endOfLine(last), range);
  const end = last >= lines.lineCount ? text.length : lines.startOfLine(last + 1);
  const openAbove = first === 1 || isBlank(text, lines.startOfLine(first - 1), lines.endOfLine(first - 1));
  const openBelow = last < lines.lineCount && isBlank(text, end, lines.endOfLine(last + 1));
  return { start: lineStart, end: openAbove && openBelow ? lines.startOfLine(last + 2) : end, text: '' };
}

/** Takes blocks away. At the end of a file the empty lines above go too; its final line end, or its want of one, stays. */
export function removeBlock(lines: LineIndex, range: Range): Replacement {
  const { text } = lines;
  if (text.slice(range.end).trim() !== '') return removal(lines, range);
  const start = text.slice(0, range.start).trimEnd().length;
  return { start, end: text.length, text: start > 0 && /[\r\n]$/u.test(text) ? lineEndOf(text) : '' };
}

function withinLine(text: string, lineEnd: number, range: Range): Replacement {
  const before = isBlank(text, range.start - 1, range.start);
  if (before && isBlank(text, range.end, lineEnd)) return { start: range.start - 1, end: range.end, text: '' };
  const both = before && range.end < lineEnd && isBlank(text, range.end, range.end + 1);
  return { start: range.start, end: both ? range.end + 1 : range.end, text: '' };
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit !== 32 && unit !== 9 && unit !== 13) return false;
  }
  return true;
}
