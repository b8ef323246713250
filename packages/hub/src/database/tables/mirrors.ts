import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { document, keptText, workspace } from './documents.ts';
import { account } from './people.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A workspace that is kept in step with a folder. */
export const mirror = pgTable('mirror', {
  workspace: text('workspace_id')
    .primaryKey()
    .references(() => workspace.id, { onDelete: 'cascade' }),
  /** Absolute path. */
  folder: text().notNull(),
  /** In whose name the folder's changes are made. */
  account: text('account_id')
    .notNull()
    .references(() => account.id),
  /** Whose templates and configuration hold: the hub's, which the folder only shows; or those of both, as with documents. */
  rules: text({ enum: ['hub', 'both'] }).notNull(),
  /** Why the folder as a whole is not followed; null while it is. */
  trouble: text(),
  /** When both sides were last looked through. */
  seenAt: moment('seen_at'),
  createdAt: moment('created_at').notNull().defaultNow(),
});

/** A text that a file may have held lately, and until when (RFC 3339). */
export interface Replaced {
  readonly digest: string;
  readonly at: string;
}

/** What one file of a mirrored folder and the workspace last had in common. */
export const mirroredFile = pgTable(
  'mirrored_file',
  {
    workspace: text('workspace_id')
      .notNull()
      .references(() => mirror.workspace, { onDelete: 'cascade' }),
    /** Path within the folder. */
    file: text().notNull(),
    kind: text({ enum: ['document', 'rules'] }).notNull(),
    /** Null for rules, and for a file that could not become a document. */
    document: text('document_id').references(() => document.id, { onDelete: 'cascade' }),
    /** The text that both sides had; null when there was none yet. */
    digest: text().references(() => keptText.digest),
    /** Text of the YAML file beside it, as both had it. */
    companion: text(),
    /** Texts that the hub has put others in the place of lately, or was about to put there; the newest first. */
    replaced: jsonb().$type<readonly Replaced[]>().notNull().default([]),
    /** Why the two sides differ; null while nothing stands in the way. */
    trouble: text(),
  },
  (table) => [
    primaryKey({ columns: [table.workspace, table.file] }),
    index('mirrored_file_document').on(table.document),
    index('mirrored_file_trouble').on(table.workspace).where(sql`${table.trouble} is not null`),
  ],
);

/** A text of a folder that could not be put together with the document's: both changed the same words. It waits for somebody to choose. */
export const keptConflict = pgTable(
  'kept_conflict',
  {
    id: text().primaryKey(),
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspace.id, { onDelete: 'cascade' }),
    /** Null where it is about the rules of the workspace. */
    document: text('document_id').references(() => document.id, { onDelete: 'cascade' }),
    /** The file that held the text. */
    file: text().notNull(),
    /** The file beside it that holds it now. */
    beside: text().notNull(),
    digest: text()
      .notNull()
      .references(() => keptText.digest),
    at: moment('at').notNull(),
    /** When the file beside was written; null before. */
    writtenAt: moment('written_at'),
    resolvedAt: moment('resolved_at'),
  },
  (table) => [
    index('kept_conflict_document').on(table.document),
    uniqueIndex('kept_conflict_open').on(table.workspace, table.beside).where(sql`${table.resolvedAt} is null`),
  ],
);
