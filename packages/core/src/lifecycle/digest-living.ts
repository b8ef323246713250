import type { Nodes } from 'mdast';
import type { BoundDocument, BoundField, BoundTable } from '../document/document.ts';
import { allContents, allFields } from '../document/walk-document.ts';
import type { Range } from '../text/range.ts';

/** The parts of a document's text that no digest counts, for they change while the meaning stays. */
export interface LivingParts {
  /** Whole tables, such as that of the sign-offs. */
  readonly tables: ReadonlySet<Nodes>;
  /** Cells below the head of a living column, such as the measured values of metrics. */
  readonly cells: ReadonlySet<Nodes>;
  /** True when a stretch lies within a living field. */
  holds(range: Range): boolean;
  /** The stretches of `range` outside living fields, in order; null when it meets none. */
  around(range: Range): readonly Range[] | null;
}

/** Finds the living parts of a document: fields with their names, tables, columns. */
export function livingParts(document: BoundDocument): LivingParts {
  const tables = new Set<Nodes>();
  const cells = new Set<Nodes>();
  for (const content of allContents(document)) for (const table of content.tables) addTable(table, tables, cells);
  const fields: Range[] = [];
  for (const field of allFields(document)) if (isLiving(field, document)) fields.push(field.range);
  return { tables, cells, ...rangesToLeaveOut(fields) };
}

/** A longer value of a living field says more than a status or a date does. */
const LONGEST_VALUE = 100;

/**
 * True for a status or last-updated field. One whose value is none of its type, or long, counts like any other, so that
 * nothing can be said where nobody who signs would look.
 */
export function isLiving(field: BoundField, document: BoundDocument): boolean {
  const living = field.schema?.living === true || field === document.status?.field;
  return living && field.value.state !== 'invalid' && field.value.plain.length <= LONGEST_VALUE;
}

function addTable(table: BoundTable, tables: Set<Nodes>, cells: Set<Nodes>): void {
  const { schema, node } = table;
  if (schema === null) return;
  if (schema.living) tables.add(node);
  else if (schema.columns.some((column) => column.living)) {
    for (const [index, column] of table.columns.entries()) {
      if (column.schema?.living !== true) continue;
      for (const row of node.children.slice(1)) if (row.children[index] !== undefined) cells.add(row.children[index]);
    }
  }
}

/** Answers for a set of stretches, which may overlap, by binary search. */
export function rangesToLeaveOut(ranges: readonly Range[]): Pick<LivingParts, 'holds' | 'around'> {
  const sorted = merged(ranges);
  /** Index of the first stretch that ends behind an offset. */
  const firstBehind = (offset: number): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as Range).end > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    holds: ({ start, end }) => {
      const found = sorted[firstBehind(start)];
      return found !== undefined && start < end && found.start <= start && end <= found.end;
    },
    around: ({ start, end }) => {
      const parts: Range[] = [];
      let from = start;
      let index = firstBehind(start);
      for (let found = sorted[index]; found !== undefined && found.start < end; found = sorted[index]) {
        if (found.start > from) parts.push({ start: from, end: found.start });
        from = found.end;
        index += 1;
      }
      if (from === start) return null;
      if (from < end) parts.push({ start: from, end });
      return parts;
    },
  };
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const result: { start: number; end: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (range.start === range.end) continue;
    if (last === undefined || range.start >= last.end) result.push({ ...range });
    else last.end = Math.max(last.end, range.end);
  }
  return result;
}
