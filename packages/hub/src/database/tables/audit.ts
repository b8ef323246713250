import { isNull, sql } from 'drizzle-orm';
import { bigint, boolean, index, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';

/**
 * The journal: who did what, on what, when and from where. Entries outlive what they speak of, so nothing is referred to. Rows are
 * added; later each gets its place in the chain once, and the words of one that only tells of reading may go.
 */
export const auditEntry = pgTable(
  'audit_entry',
  {
    id: text().primaryKey(),
    /** In the order in which they were written, which need not be the one in which they could be seen. */
    sequence: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull(),
    /** The entry in canonical form, which is what counts; null once it is not kept any more. */
    body: text(),
    /** SHA-256 of `body`. */
    digest: text().notNull(),
    /** Tells of reading, so that it is kept for a while only. */
    reading: boolean().notNull().default(false),
    /** What entries are found by, as `body` says it. */
    account: text('account_id'),
    what: text(),
    workspace: text('workspace_id'),
    document: text('document_id'),
    /** Place in the chain, from 1; null until it is chained. */
    position: bigint({ mode: 'number' }),
    hash: text(),
  },
  (table) => [
    uniqueIndex('audit_entry_position').on(table.position),
    index('audit_entry_unchained').on(table.sequence).where(isNull(table.position)),
    index('audit_entry_document').on(table.document, table.sequence),
    index('audit_entry_workspace').on(table.workspace, table.sequence),
    index('audit_entry_account').on(table.account, table.sequence),
    index('audit_entry_reading').on(table.at).where(sql`${table.reading}`),
  ],
);
