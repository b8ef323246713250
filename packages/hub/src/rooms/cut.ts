import { sha256Of } from '@specwright/core/text/hash.ts';
import { eq, sql } from 'drizzle-orm';
import { encodeStateAsUpdate } from 'yjs';
import type { Queries } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import { room } from '../database/tables/rooms.ts';
import { docOf, type LockedRoom, lockRoom, readAfter, roomsChannel, textOf } from './log.ts';
import { followDocument } from './outside.ts';

/**
 * Writes exactly this text as the document's next revision, within the transaction of `queries`, which has locked the document's row.
 * `base` is the newest revision so far, `authors` the emails of all who wrote since.
 */
export type CutRevision = (
  queries: Queries,
  cut: {
    readonly document: string;
    readonly text: string;
    readonly authors: readonly string[];
    readonly base: string;
  },
) => Promise<void>;

/** What a room holds: its text up to the update `sequence` is the document's revision `revision`. */
export interface Cut {
  readonly revision: string;
  readonly sequence: number;
}

/**
 * Makes what is written in a document's room its newest revision, unless it is that already. From here until the transaction ends
 * nobody's typing is committed, so a sign-off or a move in this transaction is of this text and of nothing newer: it compares
 * `sequence` with the one it was shown. Null when the document has no room, whose newest revision then is all there is.
 */
export async function cutRoom(queries: Queries, id: string, write: CutRevision): Promise<Cut | null> {
  const [row] = await queries
    .select({ removedAt: document.removedAt })
    .from(document)
    .where(eq(document.id, id))
    .for('update');
  if (row === undefined || row.removedAt !== null) return null;
  const locked = await followed(queries, id);
  if (locked === null) return null;
  const { sequence } = locked;
  if (sequence <= locked.revisionSequence) return { revision: locked.revision, sequence };
  const tail = await readAfter(queries, id, 0);
  const doc = docOf(tail?.updates ?? []);
  const text = textOf(doc);
  const revision = sha256Of(text);
  if (revision !== locked.revision)
    await write(queries, { document: id, text, authors: locked.authors, base: locked.revision });
  await queries
    .update(room)
    .set({
      revision,
      revisionState: Buffer.from(encodeStateAsUpdate(doc)),
      revisionSequence: sequence,
      authors: [],
    })
    .where(eq(room.document, id));
  await queries.execute(sql`select pg_notify(${roomsChannel}, ${`cut - ${id} ${sequence} ${revision}`})`);
  return { revision, sequence };
}

/** Where a document's room is, locked until the transaction ends; `revision` is all of it when the two numbers are equal. */
export async function sequenceOf(
  queries: Queries,
  id: string,
): Promise<{ readonly sequence: number; readonly revisionSequence: number } | null> {
  const locked = await lockRoom(queries, id);
  return locked && { sequence: locked.sequence, revisionSequence: locked.revisionSequence };
}

async function followed(queries: Queries, id: string): Promise<LockedRoom | null> {
  const locked = await lockRoom(queries, id);
  if (locked === null) return null;
  await followDocument(queries, locked);
  return lockRoom(queries, id);
}
