import { and, eq, isNull, sql } from 'drizzle-orm';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import type { Queries } from '../database/database.ts';
import { document, keptText } from '../database/tables/documents.ts';
import { room } from '../database/tables/rooms.ts';
import { TEXT } from './written-update.ts';

/** The channel on which processes tell each other what changed in rooms: `kind process document …`, ids and numbers only. */
export const roomsChannel = 'rooms';

/** The Yjs client id under which every room begins. */
const BEGINNING = 0;

/** A room's row, locked: its log grows no further until the transaction ends. */
export interface LockedRoom {
  readonly document: string;
  readonly sequence: number;
  readonly revision: string;
  readonly revisionState: Uint8Array;
  readonly revisionSequence: number;
  readonly authors: readonly string[];
}

/** What a room's log holds behind a place. */
export interface LogTail {
  /** The newest number in the log. */
  readonly sequence: number;
  /** Up to here the log is folded into the snapshot. */
  readonly snapshotSequence: number;
  /** Yjs updates, to be applied in this order. */
  readonly updates: readonly Uint8Array[];
}

export interface LogEntry {
  /** A Yjs update. */
  readonly bytes: Uint8Array;
  /** Email of who wrote it. */
  readonly who: string;
}

/** A Yjs document with these updates in it. */
export function docOf(updates: readonly Uint8Array[]): Doc {
  const doc = new Doc();
  doc.transact(() => {
    for (const update of updates) applyUpdate(doc, update);
  });
  return doc;
}

export function textOf(doc: Doc): string {
  return doc.getText(TEXT).toString();
}

/**
 * Makes the room of a document where there is none: it begins with the document's latest revision, once, whoever asks first. False
 * when the document is gone.
 */
export async function beginRoom(queries: Queries, id: string): Promise<boolean> {
  // Whoever writes the document waits, or has been waited for: no revision comes between its text and its room.
  const [now] = await queries
    .select({ revision: document.revision })
    .from(document)
    .where(and(eq(document.id, id), isNull(document.removedAt)))
    .for('share');
  if (now === undefined) return false;
  const there = await queries.select({ document: room.document }).from(room).where(eq(room.document, id));
  if (there.length > 0) return true;
  const doc = new Doc();
  doc.clientID = BEGINNING;
  doc.getText(TEXT).insert(0, await keptTextOf(queries, now.revision));
  const state = Buffer.from(encodeStateAsUpdate(doc));
  await queries
    .insert(room)
    .values({ document: id, snapshot: state, revision: now.revision, revisionState: state })
    .onConflictDoNothing();
  await claimClients(queries, id, '', [BEGINNING]);
  return true;
}

/** The text with this digest. */
export async function keptTextOf(queries: Queries, digest: string): Promise<string> {
  const [kept] = await queries.select({ text: keptText.text }).from(keptText).where(eq(keptText.digest, digest));
  if (kept === undefined) throw new Error(`No text with the digest ${digest} is kept`);
  return kept.text;
}

/** Locks a room until the transaction ends; null when the document has none. Lock the document's own row before, never after. */
export async function lockRoom(queries: Queries, id: string): Promise<LockedRoom | null> {
  const [found] = await queries
    .select({
      document: room.document,
      sequence: room.sequence,
      revision: room.revision,
      revisionState: room.revisionState,
      revisionSequence: room.revisionSequence,
      authors: room.authors,
    })
    .from(room)
    .where(eq(room.document, id))
    .for('no key update');
  return found ?? null;
}

/** What was written behind `known`, 0 for everything; null when the document has no room. */
export async function readAfter(queries: Queries, id: string, known: number): Promise<LogTail | null> {
  // One statement, so that what another process folds meanwhile is seen either in the log or in the snapshot.
  const { rows } = await queries.execute<{ sequence: string; folded: string | null; bytes: Buffer | null }>(sql`
    select 'room' as part, sequence, snapshot_sequence as folded,
      case when snapshot_sequence > ${known} or ${known} = 0 then snapshot end as bytes
    from room where document_id = ${id}
    union all
    select 'update', sequence, null, bytes from room_update where document_id = ${id} and sequence > ${known}
    order by part, sequence`);
  const [first] = rows;
  if (first === undefined) return null;
  return {
    sequence: Number(first.sequence),
    snapshotSequence: Number(first.folded),
    updates: rows.flatMap(({ bytes }) => (bytes === null ? [] : [bytes])),
  };
}

/**
 * Adds updates to a room's log and tells the other processes. `authors` are those of the next revision beside those before. Gives the
 * number of the last one; null when the document has no room.
 */
export async function appendUpdates(
  queries: Queries,
  id: string,
  entries: readonly LogEntry[],
  options: { readonly process: string; readonly authors: readonly string[] },
): Promise<number | null> {
  const moved = await queries
    .update(room)
    .set({
      sequence: sql`${room.sequence} + ${entries.length}`,
      authors: sql`array(select distinct unnest(${room.authors} || ${sql.param(options.authors)}::text[]))`,
      writtenAt: sql`now()`,
    })
    .where(eq(room.document, id))
    .returning({ sequence: room.sequence });
  const sequence = moved[0]?.sequence;
  if (sequence === undefined) return null;
  const bytes = entries.map((entry) => Buffer.from(entry.bytes));
  const who = entries.map((entry) => entry.who);
  await queries.execute(sql`
    with added as (
      insert into room_update (document_id, sequence, bytes, who)
      select ${id}, ${sequence - entries.length}::bigint + place, bytes, who
      from unnest(${sql.param(bytes)}::bytea[], ${sql.param(who)}::text[]) with ordinality as one(bytes, who, place))
    select pg_notify(${roomsChannel}, ${`update ${options.process} ${id} ${sequence}`})`);
  return sequence;
}

/**
 * Takes the snapshot forward to `sequence` and drops the log up to there. `state` holds all of that and may hold more. Does nothing
 * when another process was there before.
 */
export async function foldLog(queries: Queries, id: string, sequence: number, state: Uint8Array): Promise<void> {
  await queries.execute(sql`
    with moved as (
      update room set snapshot = ${Buffer.from(state)}, snapshot_sequence = ${sequence}
      where document_id = ${id} and snapshot_sequence < ${sequence} returning 1)
    delete from room_update where document_id = ${id} and sequence <= ${sequence} and exists (select from moved)`);
}

/** Makes Yjs client ids those of an account, and gives those of them that are somebody else's. */
export async function claimClients(
  queries: Queries,
  id: string,
  account: string,
  clients: readonly number[],
): Promise<number[]> {
  if (clients.length === 0) return [];
  const found = await queries.execute<{ client: string }>(sql`
    with claimed as (
      insert into room_writer (document_id, client, account_id)
      select ${id}, client, ${account} from unnest(${sql.param(clients)}::bigint[]) as one(client) order by client
      on conflict (document_id, client) do update set account_id = room_writer.account_id
      returning client, account_id)
    select client from claimed where account_id <> ${account}`);
  return found.rows.map(({ client }) => Number(client));
}
