import type { PlacedTrio } from './merge-children.ts';
import { type Segment, settled } from './merged-text.ts';
import { type Part, textOf } from './part.ts';

/** The merged columns of a table, in order. */
export type MergedColumns = readonly PlacedTrio[];

/**
 * A row that one side (1 the left, 2 the right) added, with a cell for each merged column. Where that side's columns are
 * the merged ones the row keeps its bytes. A word under a column that the other side took away makes a clash.
 */
export function addedRow(row: Part, side: 1 | 2, columns: MergedColumns): Segment {
  const places = columns.map(({ at }) => at[side]);
  const own = row.parts.length;
  const isAsWritten = places.every((place, index) => place === index) && own <= places.length;
  const text = textOf(row);
  if (isAsWritten) return settled(text);
  const cells = places.map((place) => textOfCell(row.parts[place]));
  const written = `| ${cells.join(' | ')} |`;
  const lost = row.parts.filter((cell, place) => !places.includes(place) && textOf(cell) !== '');
  if (lost.length === 0) return settled(written);
  const sides = side === 1 ? { left: text, right: written } : { left: written, right: text };
  return { kind: 'clash', ...sides, base: '', address: row.address };
}

function textOfCell(cell: Part | undefined): string {
  return cell === undefined ? '' : textOf(cell);
}
