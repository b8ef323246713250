import { type SQL, sql } from 'drizzle-orm';

/** Where a page ends: what the last document of it is sorted by. */
export type Place = readonly (string | number)[];

/** A cursor that was not given by this list. */
export class BadCursor extends Error {
  constructor() {
    super('The cursor is none that this list gave');
    this.name = 'BadCursor';
  }
}

/** A place as text for addresses; `order` tells the cursors of one order from those of others. */
export function writeCursor(order: string, place: Place): string {
  return Buffer.from(JSON.stringify([order, ...place])).toString('base64url');
}

/** Reads a cursor of the same order, whose values are of the same kinds as those of `shape`. Throws `BadCursor`. */
export function readCursor(order: string, cursor: string, shape: Place): Place {
  const [of, ...place] = parse(cursor);
  const isLike = place.length === shape.length && place.every((value, at) => typeof value === typeof shape[at]);
  if (of !== order || !isLike) throw new BadCursor();
  return place as Place;
}

function parse(cursor: string): unknown[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor.slice(0, 4_000), 'base64url').toString());
    return Array.isArray(read)
      ? read.map((value) => (typeof value === 'string' ? value.replace(/\0/gu, '') : value))
      : [];
  } catch {
    return [];
  }
}

/** A moment of a cursor, as PostgreSQL wrote it. Throws `BadCursor`. */
export function momentOf(value: string | number | undefined): SQL {
  if (typeof value !== 'string' || !/^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d[\d.]{0,7}[+-]\d\d(?::\d\d){0,2}$/u.test(value))
    throw new BadCursor();
  return sql`${value}::timestamptz`;
}
