import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { document } from './documents.ts';

/** What one document brings to the registers over all documents. Can be made anew. */
export const registerRow = pgTable(
  'register_row',
  {
    document: text('document_id')
      .notNull()
      .references(() => document.id, { onDelete: 'cascade' }),
    register: text({
      enum: [
        ...(['risks', 'metrics', 'tasks', 'open-questions', 'glossary', 'stuck'] as const),
        ...(['measurements', 'sign-offs', 'decisions'] as const),
      ],
    }).notNull(),
    position: integer().notNull(),
    /** By what it stands among those of all documents. */
    sorted: text().notNull(),
    /** As core has it, without what all rows of one document share. */
    row: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.document, table.register, table.position] }),
    index('register_row_order').on(table.register, table.sorted, table.document, table.position),
    index('register_row_decide').on(sql`(${table.row}->>'decideBy')`).where(sql`${table.register} = 'stuck'`),
  ],
);
