import { sql } from 'drizzle-orm';
import {
  bigint,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { document, workspace } from './documents.ts';
import { account } from './people.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** The bytes of every file, once. Nobody reads any but through an attachment that they may read. */
export const keptBytes = pgTable('kept_bytes', {
  /** SHA-256. */
  digest: text().primaryKey(),
  bytes: bytes().notNull(),
});

/** Images and other files that documents show. A new content under a name is a new row; the old one ends. */
export const attachment = pgTable(
  'attachment',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspace.id, { onDelete: 'cascade' }),
    /** The only document that it belongs to, read by those alone who may read that; null when it is of the workspace. */
    document: text('document_id').references(() => document.id, { onDelete: 'cascade' }),
    /** Path within the workspace, as links of documents lead there. */
    file: text().notNull(),
    digest: text()
      .notNull()
      .references(() => keptBytes.digest),
    /** By the bytes, never by what was said of them. */
    mediaType: text('media_type').notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    account: text('account_id').references(() => account.id),
    at: moment('at').notNull().defaultNow(),
    /** When another content took its place, or it was taken away; null for what is there. */
    endedAt: moment('ended_at'),
  },
  (table) => [
    uniqueIndex('attachment_file')
      .on(table.workspace, table.file, sql`coalesce(${table.document}, '')`)
      .where(sql`${table.endedAt} is null`),
    index('attachment_document').on(table.document),
    index('attachment_digest').on(table.digest),
  ],
);

/** By what one document names another, or a file. */
export const linkKinds = ['link', 'image', 'depends-on', 'supersedes', 'superseded-by', 'related'] as const;

/** Where the links and the images of a document lead within its workspace. Can be made anew. */
export const documentLink = pgTable(
  'document_link',
  {
    document: text('document_id')
      .notNull()
      .references(() => document.id, { onDelete: 'cascade' }),
    /** In the order of the text. */
    position: integer().notNull(),
    /** The file, as the workspace names it; null where a field gives a number. */
    path: text(),
    /** The document's own number; null where a path is given. */
    number: text(),
    /** Of which heading; null for the file as a whole. */
    fragment: text(),
    kind: text({ enum: linkKinds }).notNull(),
    /** The section that it stands in. */
    address: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.document, table.position] }),
    index('document_link_path').on(table.path, table.document),
    index('document_link_number').on(table.number, table.document).where(sql`${table.number} is not null`),
  ],
);
