import { Problem } from '../rights/problem.ts';
import { BadCursor, type Place, readCursor } from '../search/cursor.ts';

/** Where a page of a list begins, by the cursor of the page before; null for the first one. Throws a `Problem` for a cursor of no such list. */
export function placeIn<Of extends Place>(order: string, cursor: string | null, shape: Of): Of | null {
  if (cursor === null) return null;
  try {
    return readCursor(order, cursor, shape) as Of;
  } catch (error) {
    throw error instanceof BadCursor ? badCursor() : error;
  }
}

/** What is answered to a cursor that a list did not give. */
export function badCursor(): Problem {
  return new Problem('invalid-body', 'The cursor is none of this list', {
    hint: 'Begin at the first page: leave it out',
    fields: [{ field: 'cursor', message: 'must be `next` of the page before' }],
  });
}
