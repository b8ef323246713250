import type { Edit } from '@specwright/core/text/edit.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { eq } from 'drizzle-orm';
import { type Doc, encodeStateAsUpdate } from 'yjs';
import type { Queries } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import { room } from '../database/tables/rooms.ts';
import { appendUpdates, claimClients, docOf, keptTextOf, type LockedRoom, lockRoom, textOf } from './log.ts';
import { carriedOver, wordEdit } from './word-edit.ts';
import { TEXT } from './written-update.ts';

/** A change of a document's text that was made without its room: over the API, in a folder, with git. */
export interface OutsideWrite {
  /** Id of the document. */
  readonly document: string;
  /** The text that was changed. */
  readonly base: string;
  readonly text: string;
  /** Email of who changed it. */
  readonly who: string;
}

/**
 * Makes a write from elsewhere an edit in the document's room: what differs from `base` to `text`, word by word, in the places where
 * these words stand now, as if its author had typed it. Nothing that people type meanwhile is lost. When `text` is the document's newest
 * revision, the room holds that from then on; when it is not, the edit goes into the next one. Gives the number of the room's newest
 * update; null when the document has no room, where nothing is to be done. The caller's transaction has locked the document's row.
 */
export async function applyOutside(queries: Queries, write: OutsideWrite): Promise<number | null> {
  const locked = await lockRoom(queries, write.document);
  if (locked === null) return null;
  const held = docOf([locked.revisionState]);
  const newest = await revisionOf(queries, write.document);
  const isRevision = newest === sha256Of(write.text);
  // A revision follows the one before it, whatever its author had read.
  const base = isRevision ? textOf(held) : write.base;
  const update = edited(held, carriedOver(wordEdit(base, write.text), base, textOf(held)));
  let sequence = locked.sequence;
  if (update !== null) {
    await claimClients(queries, write.document, '', [held.clientID]);
    const authors = isRevision ? [] : [write.who];
    const entries = [{ bytes: update, who: write.who }];
    sequence = (await appendUpdates(queries, write.document, entries, { process: '-', authors })) ?? sequence;
  }
  if (isRevision) await hold(queries, locked, { revision: newest, held, sequence });
  return sequence;
}

/** Brings a locked room to the document's newest revision when that was written without telling the room. */
export async function followDocument(queries: Queries, locked: LockedRoom): Promise<void> {
  const newest = await revisionOf(queries, locked.document);
  if (newest === locked.revision) return;
  const base = await keptTextOf(queries, locked.revision);
  const text = await keptTextOf(queries, newest);
  await applyOutside(queries, { document: locked.document, base, text, who: '' });
}

async function revisionOf(queries: Queries, id: string): Promise<string> {
  const [now] = await queries.select({ revision: document.revision }).from(document).where(eq(document.id, id));
  if (now === undefined) throw new Error(`There is no document ${id}`);
  return now.revision;
}

/** Makes an edit in a Yjs document; gives it as an update, null when it changes nothing. */
function edited(doc: Doc, edit: Edit): Uint8Array | null {
  const text = doc.getText(TEXT);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.transact(() => {
    for (const { start, end, text: put } of edit.toReversed()) {
      if (end > start) text.delete(start, end - start);
      if (put !== '') text.insert(start, put);
    }
  });
  return updates[0] ?? null;
}

/** Typing since the revision before stays to be cut, for it is not in this one. */
async function hold(
  queries: Queries,
  locked: LockedRoom,
  { revision, held, sequence }: { revision: string; held: Doc; sequence: number },
): Promise<void> {
  const isAll = locked.sequence <= locked.revisionSequence;
  await queries
    .update(room)
    .set({
      revision,
      revisionState: Buffer.from(encodeStateAsUpdate(held)),
      revisionSequence: isAll ? sequence : locked.revisionSequence,
    })
    .where(eq(room.document, locked.document));
}
