import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { document } from './documents.ts';

/** Words with places and weights, as the program folded them: PostgreSQL's own reading of languages is not asked. */
const vector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** Numbers of eight bytes are grouped in half of the time that lists of texts take. */
const key = (name: string) => bigint(name, { mode: 'bigint' });

/**
 * Lists of values that documents are counted by, such as their authors. Nobody reads one but by a document that they may read. Several
 * writers may add one twice.
 */
export const searchCounted = pgTable(
  'search_counted',
  {
    /** The beginning of a digest of the values. */
    key: key('key').notNull(),
    /** Their JSON. */
    values: text().notNull(),
  },
  (table) => [index('search_counted_key').on(table.key)],
);

/**
 * What of a document is found and counted. Its columns that rights go by have the names that they have in `document`, and follow
 * those there by a foreign key, so that a condition on rights holds here without a join. Can be made anew.
 */
export const searchDocument = pgTable(
  'search_document',
  {
    document: text('id').primaryKey(),
    workspace: text('workspace_id').notNull(),
    restricted: boolean().notNull(),
    removed: boolean().notNull(),
    /** Some moment for a document that was removed; null for others. */
    removedAt: timestamp('removed_at', { withTimezone: true, mode: 'date' }).generatedAlwaysAs(
      sql`case when removed then timestamptz 'epoch' end`,
    ),
    title: text().notNull(),
    /** What it is counted by, each the key of a `search_counted`: its status, template and month; its authors; whose turn it is. */
    standing: key('standing').notNull(),
    authors: key('authors').notNull(),
    turns: key('turns').notNull(),
    updatedAt: timestamp('updated_at', { withTimezone: true, mode: 'date' }).notNull(),
    /** Every word once, without its places; and signs of what else it can be chosen by, such as `=status:draft`. */
    words: vector().notNull(),
  },
  (table) => [
    foreignKey({
      name: 'search_document_standing',
      columns: [table.document, table.workspace, table.restricted, table.removed],
      foreignColumns: [document.id, document.workspace, document.restricted, document.removed],
    })
      .onDelete('cascade')
      .onUpdate('cascade'),
    // Words of documents that were written just now wait in a list, which `settleIndex` empties.
    index('search_document_words').using('gin', table.words),
    index('search_document_updated').on(table.updatedAt, table.document),
    index('search_document_workspace_updated').on(table.workspace, table.updatedAt, table.document),
    index('search_document_title').on(table.title, table.document),
    index('search_document_workspace_title').on(table.workspace, table.title, table.document),
  ],
);

/** A stretch of a document as a reader sees it: its title, a section, its people, a thread. Can be made anew. */
export const searchPart = pgTable(
  'search_part',
  {
    document: text('document_id')
      .notNull()
      .references(() => document.id, { onDelete: 'cascade' }),
    /** Unique in the document and of one length for every name: a digest of kind, address and place. */
    key: text().notNull(),
    kind: text({ enum: ['title', 'metadata', 'people', 'section', 'thread'] }).notNull(),
    address: text().notNull(),
    /** The id of the thread; null elsewhere. */
    thread: text(),
    heading: text().notNull(),
    text: text().notNull(),
    /** Every word with its places; and the sections that it stands in, such as `§risks`. */
    words: vector().notNull(),
    /** Of all else, so that what did not change is not written. */
    digest: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.document, table.key] }),
    index('search_part_words').using('gin', table.words),
  ],
);

/**
 * Words that documents hold or held, so that a mistyped one can be told; and names of their sections, such as `§risks`, so that the
 * beginning of one means them all. Several writers may add one twice.
 */
export const searchWord = pgTable(
  'search_word',
  {
    word: text().notNull(),
    /** Three letters after each other, the word's ends as spaces. */
    trigrams: text().array().notNull(),
  },
  (table) => [
    // Whatever order of letters the database keeps, beginnings are found by this one.
    index('search_word_word').on(table.word.op('text_pattern_ops')),
    index('search_word_trigrams').using('gin', table.trigrams),
  ],
);
