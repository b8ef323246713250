import type { LineIndex, Position } from '../text/lines.ts';
import type { Places } from './located.ts';

/** Code of the character for an empty line: the first that JSON writes as itself and that is no quotation mark. */
const empty = 35;
/** Stands for so many units of a line that goes on. */
const more = 255;
const units = more - empty;

/**
 * The lines of a text as a short text of their own: for each line one character that tells its length, more of them when
 * it is long. Reports carry it from thread to thread and into caches; it is unpacked only for files whose findings are
 * shown.
 */
export function packLines({ starts, text }: LineIndex): string {
  let packed = '';
  for (let line = 0; line < starts.length; line += 1) {
    let length = (starts[line + 1] ?? text.length) - (starts[line] as number);
    for (; length >= units; length -= units) packed += String.fromCharCode(more);
    packed += String.fromCharCode(empty + length);
  }
  return packed;
}

/** The same places as the `LineIndex` that was packed. */
export function unpackLines(packed: string): Places {
  const starts = [0];
  let length = 0;
  for (let at = 0; at < packed.length; at += 1) {
    const code = packed.charCodeAt(at);
    length += code - empty;
    if (code !== more) starts.push(length);
  }
  // Behind the last line none begins.
  starts.pop();
  return { positionAt: (offset) => placeIn(starts, Math.max(0, Math.min(offset, length))) };
}

function placeIn(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1, offset };
}
