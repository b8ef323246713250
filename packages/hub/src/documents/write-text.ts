import { sha256Of } from '@specwright/core/text/hash.ts';
import { eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, revision } from '../database/tables/documents.ts';
import { keepTexts } from './kept-texts.ts';
import { linesOf } from './line-authors.ts';
import type { StoredDocument } from './stored-document.ts';

/** By which way a text came. */
export type Via = (typeof revision.$inferInsert)['via'];

/** A text to be the next revision of a document. */
export interface NextText {
  readonly text: string;
  /** The text of the YAML file beside it; as it is when left out. */
  readonly companion?: string | null;
  /** Emails of all who wrote in it. */
  readonly authors: readonly string[];
  readonly via: Via;
  readonly at: Date;
}

/** Makes a text the next revision of a document whose row the transaction holds. */
export async function writeText(queries: Queries, stored: StoredDocument, next: NextText): Promise<void> {
  const { row, opened, lines: before } = stored;
  const { text, authors, via, at, companion = row.companionText } = next;
  await keepTexts(queries, [text]);
  const digest = sha256Of(text);
  const version = row.version + 1;
  const was = { text: opened.review.current.bound.source.text, lines: before };
  const lines = linesOf(text, was, authors, at.toISOString());
  await queries.insert(revision).values({
    document: row.id,
    version,
    revision: digest,
    companionText: companion,
    authors: [...authors],
    lines,
    via,
    at,
  });
  await queries
    .update(document)
    .set({ version, revision: digest, companionText: companion, updatedAt: at })
    .where(eq(document.id, row.id));
}
