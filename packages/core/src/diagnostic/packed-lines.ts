import type { LineIndex, Position } from '../text/lines.ts';
import type { Places } from './located.ts';

/**
 * The lines of a text as a short text of their own: the lengths of the lines in base 36. Reports carry it from thread
 * to thread and into caches; it is unpacked only for files whose findings are shown.
 */
export function packLines(lines: LineIndex): string {
  const { starts, text } = lines;
  let packed = '';
  for (let line = 1; line < starts.length; line += 1) {
    packed += `${((starts[line] as number) - (starts[line - 1] as number)).toString(36)} `;
  }
  return packed + (text.length - (starts[starts.length - 1] as number)).toString(36);
}

/** The same places as the `LineIndex` that was packed. */
export function unpackLines(packed: string): Places {
  const lengths = packed.split(' ');
  const starts = new Uint32Array(lengths.length);
  let length = 0;
  for (let line = 0; line < lengths.length; line += 1) {
    starts[line] = length;
    length += Number.parseInt(lengths[line] as string, 36);
  }
  return { positionAt: (offset) => placeIn(starts, Math.max(0, Math.min(offset, length))) };
}

function placeIn(starts: Uint32Array, offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, offset };
}
