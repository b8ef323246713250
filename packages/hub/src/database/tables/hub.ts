import { sql } from 'drizzle-orm';
import { boolean, check, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Who this hub is: one row, made with the database. */
export const hub = pgTable(
  'hub',
  {
    only: boolean().primaryKey().default(true),
    id: text().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [check('hub_only', sql`${table.only}`)],
);
