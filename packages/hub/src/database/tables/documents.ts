import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { account, group } from './people.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Documents with the templates and the configuration that they are judged by. */
export const workspace = pgTable(
  'workspace',
  {
    id: text().primaryKey(),
    /** As addresses name it: lower case, digits and hyphens. */
    name: text().notNull(),
    title: text().notNull(),
    /** The text of its `specwright.yaml`. */
    config: text().notNull().default(''),
    /** Counts each change of configuration and templates, so that what was made of them can be told to be old. */
    version: integer().notNull().default(1),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** Nobody finds it any more; documents that have the same moment were taken away with it. */
    removedAt: moment('removed_at'),
  },
  (table) => [uniqueIndex('workspace_name').on(table.name).where(sql`${table.removedAt} is null`)],
);

/** Every text that anything names, once. Nobody reads one but through a document that they may read. */
export const keptText = pgTable('kept_text', {
  /** SHA-256 of its UTF-8. */
  digest: text().primaryKey(),
  text: text().notNull(),
});

/** A template of a workspace; its older versions are among the kept texts. */
export const template = pgTable(
  'template',
  {
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspace.id, { onDelete: 'cascade' }),
    file: text().notNull(),
    digest: text()
      .notNull()
      .references(() => keptText.digest),
    /** A YAML file beside it that shows the metadata of documents. */
    companionFile: text('companion_file'),
    companionText: text('companion_text'),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspace, table.file] })],
);

/** One document as it is now. Whoever writes it locks this row first. */
export const document = pgTable(
  'document',
  {
    /** The id of its `created` event. */
    id: text().primaryKey(),
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspace.id, { onDelete: 'cascade' }),
    /** Path within the workspace. */
    file: text().notNull(),
    /** Counts its revisions from 1. */
    version: integer().notNull(),
    revision: text()
      .notNull()
      .references(() => keptText.digest),
    /** Text of the YAML file beside it; null when it has none. */
    companionFile: text('companion_file'),
    companionText: text('companion_text'),
    /** Read by nobody but those who are granted it on the document itself. */
    restricted: boolean().notNull().default(false),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    removedAt: moment('removed_at'),
    removed: boolean().notNull().generatedAlwaysAs(sql`removed_at is not null`),
  },
  (table) => [
    // What searches keep of it follows by this key.
    unique('document_standing').on(table.id, table.workspace, table.restricted, table.removed),
    uniqueIndex('document_file').on(table.workspace, table.file).where(sql`${table.removedAt} is null`),
    index('document_updated').on(table.workspace, table.updatedAt, table.id),
  ],
);

/** So many lines in a row that were written last by the same people (emails) at the same time (RFC 3339). */
export type LineRun = readonly [count: number, who: readonly string[], at: string];

/** Every text that a document had, and who made it. */
export const revision = pgTable(
  'revision',
  {
    document: text('document_id')
      .notNull()
      .references(() => document.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    revision: text()
      .notNull()
      .references(() => keptText.digest),
    companionText: text('companion_text'),
    /** Emails of all who wrote in it since the one before. */
    authors: text().array().notNull(),
    /** Who wrote each line last, in the order of the lines. */
    lines: jsonb().$type<readonly LineRun[]>().notNull(),
    via: text({ enum: ['api', 'room', 'folder', 'import'] }).notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.document, table.version] })],
);

/** What happened to documents. Rows are added and never changed. */
export const event = pgTable(
  'event',
  {
    id: text().primaryKey(),
    /** In the order in which this hub learnt of it. */
    sequence: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    document: text('document_id')
      .notNull()
      .references(() => document.id, { onDelete: 'cascade' }),
    kind: text().notNull(),
    /** The event as core makes it. */
    body: jsonb().notNull(),
    /** What this hub can prove of its author; what came from elsewhere is claimed. */
    assurance: text({ enum: ['claimed', 'key', 'session', 'reauthenticated'] }).notNull(),
    /** Who recorded it here; null for what came from elsewhere. */
    account: text('account_id').references(() => account.id),
    recordedAt: moment('recorded_at').notNull().defaultNow(),
  },
  (table) => [
    index('event_document').on(table.document, table.sequence),
    uniqueIndex('event_sequence').on(table.sequence),
  ],
);

/** What one account or one group may do in a workspace, or on one of its documents. */
export const grant = pgTable(
  'right_grant',
  {
    id: text().primaryKey(),
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspace.id, { onDelete: 'cascade' }),
    /** Null for the whole workspace. */
    document: text('document_id').references(() => document.id, { onDelete: 'cascade' }),
    account: text('account_id').references(() => account.id, { onDelete: 'cascade' }),
    group: text('group_id').references(() => group.id, { onDelete: 'cascade' }),
    right: text({ enum: ['reader', 'commenter', 'author', 'maintainer', 'admin'] }).notNull(),
  },
  (table) => [
    check('right_grant_one_holder', sql`num_nonnulls(${table.account}, ${table.group}) = 1`),
    uniqueIndex('right_grant_holder').on(
      table.workspace,
      sql`coalesce(${table.document}, '')`,
      sql`coalesce(${table.account}, ${table.group})`,
    ),
    index('right_grant_account').on(table.account),
    index('right_grant_group').on(table.group),
  ],
);

/** What a document says and where it stands, as core made it of its text and its history. Can be made anew. */
export const projection = pgTable(
  'projection',
  {
    document: text('document_id')
      .primaryKey()
      .references(() => document.id, { onDelete: 'cascade' }),
    workspace: text('workspace_id').notNull(),
    title: text().notNull(),
    number: text(),
    template: text(),
    /** What the status line says. */
    claimed: text(),
    /** The effective status. */
    status: text(),
    archived: boolean().notNull().default(false),
    author: text().array().notNull(),
    owner: text(),
    team: text(),
    decideBy: text('decide_by'),
    /** Since when it is in its state. */
    since: moment('since'),
    errors: integer().notNull(),
    warnings: integer().notNull(),
    openQuestions: integer('open_questions').notNull(),
    blockingThreads: integer('blocking_threads').notNull(),
    /** Met and all conditions of the next gate. */
    gateMet: integer('gate_met').notNull(),
    gateAll: integer('gate_all').notNull(),
    nextState: text('next_state'),
    /** The document as typed data, as `specwright show --json` gives it. */
    data: jsonb().notNull(),
    /** Of which version of the document, and how many events it was made. */
    madeOf: text('made_of').notNull(),
    /** By which version of the workspace it was judged; another one than that of now, and it is to be made anew. */
    rules: integer().notNull().default(0),
  },
  (table) => [
    index('projection_status').on(table.workspace, table.status),
    index('projection_title').on(table.workspace, table.title),
  ],
);

/** One typed value of a document, so that lists can be filtered by any of them. */
export const fieldValue = pgTable(
  'field_value',
  {
    document: text('document_id')
      .notNull()
      .references(() => document.id, { onDelete: 'cascade' }),
    /** Where it stands, without places in lists: `risks.impact`. */
    path: text().notNull(),
    /** The whole address: `risks[2].impact`. */
    address: text().notNull(),
    /** Folded, and cut at 200 characters. */
    value: text().notNull(),
    /** What the value begins with, so that it can be compared as a number; null when that is none. */
    number: doublePrecision().generatedAlwaysAs(
      sql`(substring(value from '^-?[0-9]{1,15}(?:[.][0-9]{1,9})?'))::double precision`,
    ),
  },
  (table) => [
    index('field_value_number').on(table.path, table.number, table.document).where(sql`${table.number} is not null`),
    index('field_value_path').on(table.path, table.value, table.document),
    index('field_value_document').on(table.document),
  ],
);

/** Who must act now. Can be made anew. */
export const turn = pgTable(
  'turn',
  {
    document: text('document_id')
      .notNull()
      .references(() => document.id, { onDelete: 'cascade' }),
    /** Email of a person, or the name of a role or team. */
    who: text().notNull(),
    what: text().notNull(),
    address: text().notNull(),
    why: text().notNull(),
    since: moment('since'),
  },
  (table) => [
    index('turn_who').on(sql`lower(${table.who})`),
    index('turn_since').on(table.since, table.document),
    index('turn_document').on(table.document),
  ],
);
