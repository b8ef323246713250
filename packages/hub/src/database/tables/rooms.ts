import { sql } from 'drizzle-orm';
import { bigint, customType, index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { document, keptText } from './documents.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const count = (name: string) => bigint(name, { mode: 'number' });

/** The live text of a document that people have written in together. Whoever adds to its log updates this row first. */
export const room = pgTable(
  'room',
  {
    document: text('document_id')
      .primaryKey()
      .references(() => document.id, { onDelete: 'cascade' }),
    /** Number of the newest update in the log; 0 when nobody wrote anything yet. */
    sequence: count('sequence').notNull().default(0),
    /** Everything up to `snapshotSequence` as one Yjs update. */
    snapshot: bytes().notNull(),
    snapshotSequence: count('snapshot_sequence').notNull().default(0),
    /** The newest revision of the document that the room holds: what the next write from elsewhere is an edit of. */
    revision: text()
      .notNull()
      .references(() => keptText.digest),
    /** The Yjs document whose text is that revision, as one update. */
    revisionState: bytes('revision_state').notNull(),
    /** Up to where the log is in that revision; typing behind it awaits the next one. */
    revisionSequence: count('revision_sequence').notNull().default(0),
    /** Emails of those who wrote since. */
    authors: text().array().notNull().default(sql`'{}'`),
    writtenAt: moment('written_at').notNull().defaultNow(),
  },
  (table) => [index('room_uncut').on(table.writtenAt).where(sql`${table.sequence} > ${table.revisionSequence}`)],
);

/** What was written in a room since its snapshot, in the order in which it was committed. */
export const roomUpdate = pgTable(
  'room_update',
  {
    document: text('document_id')
      .notNull()
      .references(() => room.document, { onDelete: 'cascade' }),
    sequence: count('sequence').notNull(),
    /** One Yjs update. */
    bytes: bytes().notNull(),
    /** Email of who made it. */
    who: text().notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.document, table.sequence] })],
);

/** Whose each Yjs client id is, so that nobody writes under the id of somebody else, which would part their texts for good. */
export const roomWriter = pgTable(
  'room_writer',
  {
    document: text('document_id')
      .notNull()
      .references(() => room.document, { onDelete: 'cascade' }),
    client: count('client').notNull(),
    /** Id of the account; empty for the hub itself. */
    account: text('account_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.document, table.client] })],
);

/**
 * Where people are in a room, for the other processes of the hub. Gone with a crash of the database, which loses nothing:
 * everybody tells it again within seconds.
 */
export const roomPresence = pgTable(
  'room_presence',
  {
    document: text('document_id').notNull(),
    client: count('client').notNull(),
    clock: count('clock').notNull(),
    /** JSON; `null` once they left. */
    state: text().notNull(),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.document, table.client] }), index('room_presence_at').on(table.at)],
);
