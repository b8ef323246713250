import type { EditOutput } from '@specwright/core/operations/edit-document.ts';
import { applyEdit } from '@specwright/core/text/edit.ts';
import type { Queries } from '../database/database.ts';
import type { Caller } from '../rights/right.ts';
import type { StoredDocument } from './stored-document.ts';
import { type Rewritten, writeText } from './write-text.ts';

/** Writes what an operation edited of a document and of the file beside it; null when both are as they were. */
export async function keepEdits(
  queries: Queries,
  stored: StoredDocument,
  { changed }: Extract<EditOutput, { kind: 'edited' }>,
  caller: Caller,
  at: Date,
): Promise<Rewritten | null> {
  const { row } = stored;
  const edited = (file: string | null, before: string | null): string | null => {
    const one = changed.find((change) => change.file === file);
    return one === undefined ? before : applyEdit(one.before, one.edit);
  };
  const text = edited(row.file, stored.text) ?? '';
  return writeChanged(queries, stored, { text, companion: edited(row.companionFile, row.companionText) }, caller, at);
}

/** Null when neither the text nor the companion is another. */
export async function writeChanged(
  queries: Queries,
  stored: StoredDocument,
  { text, companion }: { readonly text: string; readonly companion: string | null },
  caller: Caller,
  at: Date,
): Promise<Rewritten | null> {
  if (text === stored.text && companion === stored.row.companionText) return null;
  return writeText(queries, stored, { text, companion, authors: [caller.actor.id], via: 'api', at });
}
