import type { LineIndex, Position } from '../text/lines.ts';
import type { Places } from './located.ts';

/** The lines of a text without the text: plain data that a worker can send and a cache can keep. */
export interface LineTable {
  /** Offset of the first unit of each line. */
  readonly starts: Uint32Array;
  /** Length of the text in UTF-16 units. */
  readonly length: number;
}

export function lineTableOf(lines: LineIndex): LineTable {
  return { starts: Uint32Array.from(lines.starts), length: lines.text.length };
}

/** The same places as the `LineIndex` that the table was made from. */
export function placesOf(table: LineTable): Places {
  const { starts, length } = table;
  return {
    positionAt(offset: number): Position {
      const clamped = Math.max(0, Math.min(offset, length));
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] as number) <= clamped) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: clamped - (starts[low] ?? 0) + 1, offset: clamped };
    },
  };
}
