import { clip, padEnd, printable, widthOf } from '@specwright/core/diagnostic/render/cells.ts';
import type { Terminal } from './terminal.ts';

export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Cells that the column keeps when the table is too wide; columns without it are never cut. */
  readonly least?: number;
}

/** Cells across for output that goes to a file or a program; --json is there for whole values. */
const widestPlain = 160;

/** An aligned table without frame; columns that may be cut are cut to fit. */
export function tableText(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  terminal: Terminal,
): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = columns.map((column, index) =>
    shown.reduce((most, row) => Math.max(most, widthOf(row[index] ?? '')), widthOf(column.title)),
  );
  shrink(columns, widths, terminal.interactive ? terminal.width : widestPlain);
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const width = widths[index] ?? 0;
        const clipped = clip(cell, width);
        return columns[index]?.align === 'right' ? clipped.padStart(width) : padEnd(clipped, width);
      })
      .join('  ')
      .trimEnd();
  const head = terminal.palette.dim(line(columns.map((column) => column.title)));
  return `${[head, ...shown.map(line)].join('\n')}\n`;
}

/** Takes cells from the widest column that may be cut until the table fits. */
function shrink(columns: readonly TableColumn[], widths: number[], room: number): void {
  let total = widths.reduce((sum, width) => sum + width + 2, -2);
  while (total > room) {
    let widest = -1;
    for (const [index, column] of columns.entries()) {
      const width = widths[index] as number;
      const canGive = column.least !== undefined && width > column.least;
      if (canGive && (widest === -1 || width > (widths[widest] as number))) widest = index;
    }
    if (widest === -1) return;
    widths[widest] = (widths[widest] as number) - 1;
    total -= 1;
  }
}
