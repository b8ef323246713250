import { eq } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import type { Action } from '../rights/actions.ts';
import { type DocumentPlace, placeOf } from '../rights/places.ts';
import type { Caller } from '../rights/right.ts';

/** What was done to a document or a workspace beside its texts and its history. */
export interface PlainDeed {
  readonly action: Action;
  readonly caller: Caller;
  readonly workspace: string;
  /** Null for the workspace itself. */
  readonly document: string | null;
  readonly details?: Readonly<Record<string, string | number | null>>;
}

/** What such deeds need of the hub. */
export interface DeedPorts {
  readonly database: Database;
  /** Writes a deed into the journal, in the transaction that does it. */
  readonly recorded: (queries: Queries, deed: PlainDeed) => Promise<void>;
  readonly now: () => Date;
}

/** Holds the row of a document, removed or not, until the transaction ends. Throws a `Problem` when the caller has no right on it. */
export async function heldPlace(queries: Queries, caller: Caller, id: string): Promise<DocumentPlace> {
  await queries.select({ id: document.id }).from(document).where(eq(document.id, id)).for('update');
  return placeOf(queries, caller, id);
}
