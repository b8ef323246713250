import { sha256Of } from '@specwright/core/text/hash.ts';
import { eq, sql } from 'drizzle-orm';
import type { Queries } from '../src/database/database.ts';
import { document, keptText, revision, workspace } from '../src/database/tables/documents.ts';
import type { CutRevision } from '../src/rooms/cut.ts';

/** A document with one revision, straight into the tables. */
export async function writeDocument(queries: Queries, id: string, text: string): Promise<void> {
  await queries.insert(workspace).values({ id: 'w', name: 'w', title: 'W' }).onConflictDoNothing();
  const digest = await keep(queries, text);
  await queries.insert(document).values({ id, workspace: 'w', file: `${id}.md`, version: 1, revision: digest });
}

/** Makes a text the newest revision of a document. */
export async function writeRevision(
  queries: Queries,
  id: string,
  text: string,
  authors: readonly string[],
  via: 'api' | 'room',
): Promise<void> {
  const digest = await keep(queries, text);
  const [now] = await queries
    .update(document)
    .set({ revision: digest, version: sql`${document.version} + 1` })
    .where(eq(document.id, id))
    .returning({ version: document.version });
  if (now === undefined) throw new Error(`no document ${id}`);
  await queries.insert(revision).values({
    document: id,
    version: now.version,
    revision: digest,
    authors: [...authors],
    lines: [],
    via,
    at: new Date(),
  });
}

export const cutRevision: CutRevision = (queries, { document: id, text, authors }) =>
  writeRevision(queries, id, text, authors, 'room');

async function keep(queries: Queries, text: string): Promise<string> {
  const digest = sha256Of(text);
  await queries.insert(keptText).values({ digest, text }).onConflictDoNothing();
  return digest;
}
