import { sha256Of } from '@specwright/core/text/hash.ts';
import { eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, revision } from '../database/tables/documents.ts';
import type { NewText } from './document-reader.ts';
import { keeping } from './kept-texts.ts';
import { linesOf } from './line-authors.ts';
import type { DocumentRow, StoredDocument } from './stored-document.ts';

/** By which way a text came. */
export type Via = (typeof revision.$inferInsert)['via'];

/** A text to be the next revision of a document. */
export interface NextText {
  readonly text: string;
  /** The text of the YAML file beside it; as it is when left out. */
  readonly companion?: string | null;
  /** How that file is called; as it is when left out. */
  readonly companionFile?: string | null;
  /** Emails of all who wrote in it. */
  readonly authors: readonly string[];
  readonly via: Via;
  readonly at: Date;
}

/** What became of a document by a new text. */
export interface Rewritten {
  readonly row: DocumentRow;
  readonly text: NewText;
}

/** Makes a text the next revision of a document whose row the transaction holds. */
export async function writeText(queries: Queries, stored: StoredDocument, next: NextText): Promise<Rewritten> {
  const { row, past } = stored;
  const { text, at, companion = row.companionText, companionFile = row.companionFile } = next;
  const kept = queries.$with('kept').as(keeping(queries, [text]));
  const changed = { version: row.version + 1, revision: sha256Of(text), companionText: companion, companionFile };
  const made = revisionOf({ ...row, ...changed }, next, { text: stored.text, lines: past.newest.lines });
  const added = queries.$with('added').as(queries.insert(revision).values(made).returning({ made: revision.version }));
  await queries
    .with(kept, added)
    .update(document)
    .set({ ...changed, updatedAt: at })
    .where(eq(document.id, row.id));
  const newest = { revision: changed.revision, lines: made.lines, at };
  return { row: { ...row, ...changed, updatedAt: at }, text: { text, newest } };
}

/** Who wrote the text that a document's row names, as it is written down; `before` is the text that it follows. */
export function revisionOf(
  { id, version, revision: digest, companionText }: Pick<DocumentRow, 'id' | 'version' | 'revision' | 'companionText'>,
  { text, authors, via, at }: Omit<NextText, 'companion' | 'companionFile'>,
  before: Parameters<typeof linesOf>[1],
): typeof revision.$inferInsert {
  const lines = linesOf(text, before, authors, at.toISOString());
  return { document: id, version, revision: digest, companionText, authors: [...authors], lines, via, at };
}
