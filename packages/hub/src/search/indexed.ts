import { sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { searchDocument } from '../database/tables/search.ts';

/** Documents as searches see them, under the name that conditions on rights speak of. */
export const indexed = alias(searchDocument, 'document');

/** What a question on `indexed` selects from. */
export const fromIndexed = sql`${searchDocument} as "document"`;
