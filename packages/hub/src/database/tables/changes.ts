import { sql } from 'drizzle-orm';
import { bigint, customType, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { document, workspace } from './documents.ts';
import { account } from './people.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** PostgreSQL's own number of a transaction. */
const transactionNumber = customType<{ data: string }>({ dataType: () => 'xid8' });

/** That something of a document or a workspace is not as it was, for those who watch; what it is now, they ask. */
export const change = pgTable(
  'change',
  {
    sequence: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** Sequences are given out before transactions end. By their transactions, changes are told in an order in which none comes late. */
    transaction: transactionNumber().notNull().default(sql`pg_current_xact_id()`),
    workspace: text('workspace_id')
      .notNull()
      .references(() => workspace.id, { onDelete: 'cascade' }),
    /** Null for the workspace itself: its configuration and its templates. */
    document: text('document_id').references(() => document.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['text', 'history', 'rules', 'notification'] }).notNull(),
    /** Who alone is told of it; null for everybody who may read what it is about. */
    account: text('account_id').references(() => account.id, { onDelete: 'cascade' }),
    /** Which notification came. */
    notification: text('notification_id'),
    at: moment('at').notNull().defaultNow(),
  },
  (table) => [index('change_order').on(table.transaction, table.sequence), index('change_at').on(table.at)],
);
