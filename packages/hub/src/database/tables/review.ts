import { index, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { document, event } from './documents.ts';
import { account } from './people.ts';

/** A sign with which somebody answers what was said in a thread. It is no event: it decides nothing and tells nobody. */
export const reaction = pgTable(
  'reaction',
  {
    document: text('document_id')
      .notNull()
      .references(() => document.id, { onDelete: 'cascade' }),
    /** What was said. */
    event: text('event_id')
      .notNull()
      .references(() => event.id, { onDelete: 'cascade' }),
    account: text('account_id')
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' }),
    sign: text({ enum: ['👍', '👎', '🎉', '😄', '😕', '❤️', '🚀', '👀'] }).notNull(),
    at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.event, table.account, table.sign] }),
    index('reaction_document').on(table.document),
  ],
);
