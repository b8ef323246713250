import { eq } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import type { Caller } from '../rights/right.ts';
import { appendReading, type ReadingKept } from './append.ts';
import { inTheNameOf } from './in-the-name-of.ts';

/** Hears that somebody reads a document, before they are given it. `what` is an action of the table of rights. */
export type NoteReading = (caller: Caller, document: string, what: string) => Promise<void>;

/** Writes down who reads what, where that is kept. */
export function noteReadings({ queries }: Database, kept: ReadingKept | null, now: () => Date): NoteReading {
  return async (caller, id, what) => {
    if (kept === null) return;
    const [row] = await queries.select({ workspace: document.workspace }).from(document).where(eq(document.id, id));
    const on = { workspace: row?.workspace ?? null, document: id };
    await appendReading(queries, { ...inTheNameOf(caller), what, on, at: now() }, kept);
  };
}
