import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { document, workspace } from './documents.ts';
import { account } from './people.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** What is to be told, written in the transaction that makes it true; whoever relays it takes a row, tells it, and marks it done. */
export const outbox = pgTable(
  'outbox',
  {
    /** Goes with what is told, however often it is told, so that a receiver knows it again. */
    id: text().primaryKey(),
    sequence: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    topic: text({ enum: ['happening', 'mail', 'webhook'] }).notNull(),
    /** Keeps what is to be told once from being written twice; null where that cannot happen. */
    key: text().unique(),
    body: jsonb().notNull(),
    at: moment('at').notNull().defaultNow(),
    /** Nobody takes it before; taking it moves this on, so that it is taken again when whoever took it died. */
    dueAt: moment('due_at').notNull().defaultNow(),
    attempts: integer().notNull().default(0),
    doneAt: moment('done_at'),
    /** Given up. */
    deadAt: moment('dead_at'),
    /** Why the last attempt failed. */
    reason: text(),
  },
  (table) => [
    index('outbox_due').on(table.topic, table.dueAt).where(sql`${table.doneAt} is null and ${table.deadAt} is null`),
    index('outbox_webhook')
      .on(sql`(${table.body} ->> 'webhook')`, table.sequence)
      .where(sql`${table.topic} = 'webhook'`),
    index('outbox_dead').on(table.deadAt).where(sql`${table.deadAt} is not null`),
    index('outbox_done').on(table.at).where(sql`${table.doneAt} is not null or ${table.deadAt} is not null`),
  ],
);

/** What somebody is shown in the application. Shown only while they may read the document. */
export const notification = pgTable(
  'notification',
  {
    /** Of what was told and to whom, so that it is there once. */
    id: text().primaryKey(),
    account: text('account_id')
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' }),
    document: text('document_id').references(() => document.id, { onDelete: 'cascade' }),
    kind: text().notNull(),
    what: text().notNull(),
    address: text().notNull(),
    why: text().notNull(),
    /** Printed name of who did it; null for the hub itself. */
    by: text(),
    at: moment('at').notNull(),
    readAt: moment('read_at'),
  },
  (table) => [
    index('notification_account').on(table.account, table.at, table.id),
    index('notification_unread').on(table.account).where(sql`${table.readAt} is null`),
  ],
);

/** How somebody wants to be told. Who has no row is told as a new one would say. */
export const tellingChoice = pgTable(
  'telling_choice',
  {
    account: text('account_id')
      .primaryKey()
      .references(() => account.id, { onDelete: 'cascade' }),
    digest: text({ enum: ['off', 'daily', 'weekdays'] })
      .notNull()
      .default('daily'),
    /** From 0 to 23, in `zone`. */
    hour: integer().notNull().default(8),
    /** A name of the time zone database. */
    zone: text().notNull().default('UTC'),
    /** Opens nothing but the way to no more mail, so it is kept as it is: each mail shows it. */
    unsubscribe: text().notNull().unique(),
    /** The day, in `zone`, whose digest was put out last. */
    toldOn: text('told_on'),
  },
  (table) => [check('telling_choice_hour', sql`${table.hour} between 0 and 23`)],
);

/** A turn that somebody does not want to hear of for a while. */
export const snooze = pgTable(
  'snooze',
  {
    account: text('account_id')
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' }),
    /** See `turnKey`. */
    turn: text().notNull(),
    document: text('document_id')
      .notNull()
      .references(() => document.id, { onDelete: 'cascade' }),
    until: moment('until').notNull(),
  },
  (table) => [primaryKey({ columns: [table.account, table.turn] })],
);

/** When somebody was last nudged about a turn. */
export const nudge = pgTable('nudge', {
  turn: text().primaryKey(),
  document: text('document_id')
    .notNull()
    .references(() => document.id, { onDelete: 'cascade' }),
  by: text('account_id').references(() => account.id, { onDelete: 'set null' }),
  at: moment('at').notNull().defaultNow(),
});

/** Another program that is told what happens in a workspace, as far as who set it up may read. */
export const webhook = pgTable(
  'webhook',
  {
    id: text().primaryKey(),
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspace.id, { onDelete: 'cascade' }),
    account: text('account_id')
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' }),
    url: text().notNull(),
    /** Kinds of what is told; all when empty. */
    kinds: text().array().notNull(),
    /** What is signed with has to be known, so these two are kept as they are; they are shown once, when they are made. */
    secret: text().notNull(),
    oldSecret: text('old_secret'),
    /** Until when the old one signs too. */
    oldUntil: moment('old_until'),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** Failures since the last success. */
    failures: integer().notNull().default(0),
    failingSince: moment('failing_since'),
    /** Nothing is sent before. */
    quietUntil: moment('quiet_until'),
    on: boolean().notNull().default(true),
    /** Why it was switched off. */
    offWhy: text('off_why'),
  },
  (table) => [index('webhook_workspace').on(table.workspace)],
);
