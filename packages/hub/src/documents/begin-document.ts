import type { BoundDocument } from '@specwright/core/document/document.ts';
import { type EventOf, makeEvent } from '@specwright/core/lifecycle/event.ts';
import type { Author } from '@specwright/core/operations/history-context.ts';
import { keptText as textOfTemplate } from '@specwright/core/operations/template-version.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import type { Queries } from '../database/database.ts';
import { document, event, revision } from '../database/tables/documents.ts';
import { demandFileName, demandFreeName } from './file-names.ts';
import { keepTexts } from './kept-texts.ts';
import { linesOf } from './line-authors.ts';
import type { DocumentRow } from './stored-document.ts';

/** A document that is to be begun. */
export interface NewDocument {
  /** Path within the workspace. */
  readonly file: string;
  readonly text: string;
  /** `written` by whoever begins it, or `found` in a folder or an import. */
  readonly origin: 'written' | 'found';
}

/** Begins a document with its `created` event, whose id is the document's. */
export async function beginDocument(
  queries: Queries,
  workspace: string,
  { file, text, origin }: NewDocument,
  author: Author,
  account: string,
  bind: (row: DocumentRow) => { readonly bound: BoundDocument },
): Promise<{ readonly row: DocumentRow; readonly event: EventOf<'created'> }> {
  demandFileName(file);
  await demandFreeName(queries, workspace, file);
  await keepTexts(queries, [text]);
  const at = new Date(author.at);
  const digest = sha256Of(text);
  const frame = { workspace, file, version: 1, revision: digest, companionFile: null, companionText: null };
  const row = { ...frame, id: '', restricted: false, createdAt: at, updatedAt: at, removedAt: null, removed: false };
  const { bound } = bind(row);
  const template = textOfTemplate({ text: bound.schema.text, companion: null });
  await keepTexts(queries, [template]);
  const created = makeEvent({
    kind: 'created',
    file,
    title: bound.title?.text ?? '',
    template: { file: bound.schema.file, digest: sha256Of(template) },
    origin,
    nonce: author.nonce,
    document: null,
    parents: [],
    at: author.at,
    by: author.by,
    revision: digest,
  }) as EventOf<'created'>;
  const { id } = created;
  await queries.insert(document).values({ ...frame, id, createdAt: at, updatedAt: at });
  const authors = [author.by.id];
  const lines = linesOf(text, null, authors, author.at);
  await queries.insert(revision).values({ document: id, version: 1, revision: digest, authors, lines, via: 'api', at });
  const { assurance } = author;
  await queries.insert(event).values({ id, document: id, kind: 'created', body: created, assurance, account });
  return { row: { ...row, id }, event: created };
}
