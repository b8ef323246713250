import { index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { account } from './people.ts';

/** A request that its client gave a key, so that sending it once more does nothing once more. */
export const keyedRequest = pgTable(
  'keyed_request',
  {
    account: text('account_id')
      .notNull()
      .references(() => account.id, { onDelete: 'cascade' }),
    /** Method and address. */
    route: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of what was sent. */
    digest: text().notNull(),
    /** Null while it is being answered, and for ever where the hub died meanwhile. */
    status: integer(),
    answer: text(),
    at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.account, table.route, table.key] }), index('keyed_request_at').on(table.at)],
);
