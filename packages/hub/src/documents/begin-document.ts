import type { Companion } from '@specwright/core/document/document.ts';
import { makeEvent } from '@specwright/core/lifecycle/event.ts';
import { foldEvents } from '@specwright/core/lifecycle/fold.ts';
import type { Author } from '@specwright/core/operations/history-context.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, event, revision as revisions } from '../database/tables/documents.ts';
import { Problem } from '../rights/problem.ts';
import { beside } from './companions.ts';
import { demandFileName, demandFreeName } from './file-names.ts';
import { addEvents, type ImportedHistory } from './imported-history.ts';
import { keepTexts } from './kept-texts.ts';
import { StoredDocument } from './stored-document.ts';
import type { StoredText } from './stored-text.ts';
import { revisionOf } from './write-text.ts';

/** A document that is to be begun. */
export interface NewDocument {
  /** Path within the workspace. */
  readonly file: string;
  readonly text: string;
  /** The YAML file beside it; none when left out. */
  readonly companion?: Companion | null;
  /** `written` by whoever begins it, or `found` in a folder or an import. */
  readonly origin: 'written' | 'found';
  /** What is known of it elsewhere; with a beginning in it the document goes on under its id. */
  readonly history?: ImportedHistory;
}

/** Begins a document with its `created` event, whose id is the document's, and what else is known of it. Throws a `Problem` when there is one of that name, or no template fits. */
export async function beginDocument(
  queries: Queries,
  read: StoredText,
  { origin, history = { events: [], texts: [] } }: Pick<NewDocument, 'origin' | 'history'>,
  author: Author,
  account: string,
): Promise<StoredDocument> {
  const { file, text, companion } = read.written;
  const workspace = read.rules.id;
  demandFileName(file);
  await demandFreeName(queries, workspace, file);
  await keepTexts(queries, [text]);
  const template = read.templateText();
  await keepTexts(queries, [template]);
  const at = new Date(author.at);
  const revision = sha256Of(text);
  const known = foldEvents(history.events.map(({ event }) => event))?.created ?? null;
  const created =
    known ??
    makeEvent({
      kind: 'created',
      file,
      title: read.bound().title?.text ?? '',
      template: { file: read.bound().schema.file, digest: sha256Of(template) },
      origin,
      nonce: author.nonce,
      document: null,
      parents: [],
      at: author.at,
      by: author.by,
      revision,
    });
  const { id } = created;
  if (known !== null) await demandFreeId(queries, id);
  const [row] = await queries
    .insert(document)
    .values({ id, workspace, file, version: 1, revision, ...beside(companion), createdAt: at, updatedAt: at })
    .returning();
  if (row === undefined) throw new Error('A document that was begun is gone');
  const via = origin === 'found' ? 'folder' : 'api';
  const made = revisionOf(row, { text, authors: [author.by.id], via, at }, null);
  await queries.insert(revisions).values(made);
  const newest = { revision, lines: made.lines, at };
  const { assurance } = author;
  if (known === null)
    await queries.insert(event).values({ id, document: id, kind: 'created', body: created, assurance, account });
  const events = known === null ? [{ event: created, assurance }] : await addEvents(queries, id, history);
  const texts = new Map(history.texts.map((one) => [sha256Of(one), one]));
  return new StoredDocument(row, read, { events, newest, approved: [], texts, turns: [], hasRoom: false });
}

/** Throws a `Problem` when the hub has the document of an id already, in whichever workspace. */
async function demandFreeId(queries: Queries, id: string): Promise<void> {
  const [there] = await queries.select({ id: document.id }).from(document).where(eq(document.id, id));
  if (there === undefined) return;
  throw new Problem('conflict', 'The hub has the document with this history already', {
    hint: 'Take the history away from the copy, or the document that has it',
  });
}
