import type { TableCell } from 'mdast';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';

/** Range of a cell's words; empty and inside the cell, one space from its bar, when it has none. */
export function cellTextRange(text: string, cell: TableCell): Range {
  const first = cell.children[0]?.position?.start.offset;
  const last = cell.children[cell.children.length - 1]?.position?.end.offset;
  if (first !== undefined && last !== undefined) return { start: first, end: last };
  const range = rangeOf(cell);
  let start = text[range.start] === '|' ? range.start + 1 : range.start;
  if (start < range.end && text[start] === ' ') start += 1;
  start = Math.min(start, range.end);
  return { start, end: start };
}
