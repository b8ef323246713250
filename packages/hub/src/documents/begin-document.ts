import type { BoundDocument, Companion } from '@specwright/core/document/document.ts';
import { type EventOf, type HistoryEvent, makeEvent } from '@specwright/core/lifecycle/event.ts';
import { foldEvents } from '@specwright/core/lifecycle/fold.ts';
import type { Author } from '@specwright/core/operations/history-context.ts';
import { keptText as textOfTemplate } from '@specwright/core/operations/template-version.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { and, eq, isNull } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, event, revision } from '../database/tables/documents.ts';
import { Problem } from '../rights/problem.ts';
import { addEvents, type ImportedHistory } from './imported-history.ts';
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
  /** The YAML file beside it, where it was found with one. */
  readonly companion?: Companion | null;
  /** What is known of it elsewhere; with a beginning in it the document goes on under its id. */
  readonly history?: ImportedHistory;
}

/** Begins a document with its `created` event, whose id is the document's; gives all events that are new with it. */
export async function beginDocument(
  queries: Queries,
  workspace: string,
  { file, text, origin, companion = null, history = { events: [], texts: [] } }: NewDocument,
  author: Author,
  account: string,
  bind: (row: DocumentRow) => { readonly bound: BoundDocument },
): Promise<{ readonly row: DocumentRow; readonly events: readonly HistoryEvent[] }> {
  demandFileName(file);
  const [taken] = await queries
    .select({ id: document.id })
    .from(document)
    .where(and(eq(document.workspace, workspace), eq(document.file, file), isNull(document.removedAt)));
  if (taken !== undefined) {
    throw new Problem('conflict', `The workspace has a document ${file} already`, { hint: 'Choose another name' });
  }
  await keepTexts(queries, [text]);
  const at = new Date(author.at);
  const digest = sha256Of(text);
  const frame = {
    workspace,
    file,
    version: 1,
    revision: digest,
    companionFile: companion?.file ?? null,
    companionText: companion?.text ?? null,
  };
  const row = { ...frame, id: '', restricted: false, createdAt: at, updatedAt: at, removedAt: null, removed: false };
  const { bound } = bind(row);
  const template = textOfTemplate({ text: bound.schema.text, companion: null });
  await keepTexts(queries, [template]);
  const known = foldEvents(history.events.map(({ event }) => event))?.created ?? null;
  const created =
    known ??
    (makeEvent({
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
    }) as EventOf<'created'>);
  const { id } = created;
  if (known !== null) await demandFree(queries, id);
  await queries.insert(document).values({ ...frame, id, createdAt: at, updatedAt: at });
  const authors = [author.by.id];
  const lines = linesOf(text, null, authors, author.at);
  const { companionText } = frame;
  const via = origin === 'found' ? 'folder' : 'api';
  await queries
    .insert(revision)
    .values({ document: id, version: 1, revision: digest, companionText, authors, lines, via, at });
  if (known !== null) return { row: { ...row, id }, events: await addEvents(queries, id, history) };
  const { assurance } = author;
  await queries.insert(event).values({ id, document: id, kind: 'created', body: created, assurance, account });
  return { row: { ...row, id }, events: [created] };
}

/** Throws a `Problem` when the hub has the document of an id already, in whichever workspace. */
async function demandFree(queries: Queries, id: string): Promise<void> {
  const [there] = await queries.select({ id: document.id }).from(document).where(eq(document.id, id));
  if (there === undefined) return;
  throw new Problem('conflict', 'The hub has the document with this history already', {
    hint: 'Take the history away from the copy, or the document that has it',
  });
}

/** How long a path may be, UTF-16 units. */
const longestPath = 400;

/** Throws a `Problem` for a path that would lead out of a folder, or that some system cannot write. */
function demandFileName(file: string): void {
  const parts = file.split('/');
  const isSafe = parts.every((part) => part !== '' && !/^\.|[\\:*?"<>|\p{Cc}]|[. ]$/u.test(part));
  if (isSafe && /\.(?:md|markdown)$/iu.test(file) && file.length <= longestPath && file.isWellFormed()) return;
  throw new Problem('invalid-body', `${JSON.stringify(file)} is no name of a document`, {
    hint: 'A path within the workspace with forward slashes, whose name ends in .md: specs/0007-retries.md',
    fields: [{ field: 'file', message: 'must be a relative path that ends in .md' }],
  });
}
