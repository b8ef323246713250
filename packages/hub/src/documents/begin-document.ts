import { type EventOf, makeEvent } from '@specwright/core/lifecycle/event.ts';
import type { Author } from '@specwright/core/operations/history-context.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import type { Queries } from '../database/database.ts';
import { document, event, revision as revisions } from '../database/tables/documents.ts';
import { demandFileName, demandFreeName } from './file-names.ts';
import { keepTexts } from './kept-texts.ts';
import { StoredDocument } from './stored-document.ts';
import type { StoredText } from './stored-text.ts';
import { revisionOf } from './write-text.ts';

/** A document that is to be begun. */
export interface NewDocument {
  /** Path within the workspace. */
  readonly file: string;
  readonly text: string;
  /** `written` by whoever begins it, or `found` in a folder or an import. */
  readonly origin: 'written' | 'found';
}

/** Begins a document with its `created` event, whose id is the document's. Throws a `Problem` when there is one of that name, or no template fits. */
export async function beginDocument(
  queries: Queries,
  read: StoredText,
  origin: NewDocument['origin'],
  author: Author,
  account: string,
): Promise<{ readonly document: StoredDocument; readonly event: EventOf<'created'> }> {
  const { file, text } = read.written;
  const workspace = read.rules.id;
  demandFileName(file);
  await demandFreeName(queries, workspace, file);
  await keepTexts(queries, [text]);
  const template = read.templateText();
  await keepTexts(queries, [template]);
  const at = new Date(author.at);
  const revision = sha256Of(text);
  const created = makeEvent({
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
  }) as EventOf<'created'>;
  const { id } = created;
  const [row] = await queries
    .insert(document)
    .values({ id, workspace, file, version: 1, revision, createdAt: at, updatedAt: at })
    .returning();
  if (row === undefined) throw new Error('A document that was begun is gone');
  const made = revisionOf(row, { text, authors: [author.by.id], via: 'api', at }, null);
  await queries.insert(revisions).values(made);
  const newest = { revision, lines: made.lines, at };
  const { assurance } = author;
  await queries.insert(event).values({ id, document: id, kind: 'created', body: created, assurance, account });
  const past = {
    events: [{ event: created, assurance }],
    newest,
    approved: [],
    texts: new Map(),
    turns: [],
    hasRoom: false,
  };
  return { document: new StoredDocument(row, read, past), event: created };
}
