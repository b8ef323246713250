import { documentOf, textsNamedBy } from '@specwright/core/lifecycle/event.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import { mirroredFile } from '../database/tables/mirrors.ts';
import type { ImportedEvent, ImportedHistory } from '../documents/imported-history.ts';
import { removeDocument, restoreDocument } from '../documents/remove-document.ts';
import { renameDocument } from '../documents/rename-document.ts';
import type { DocumentRow } from '../documents/stored-document.ts';
import type { BothTexts } from '../documents/take-in.ts';
import { Problem } from '../rights/problem.ts';
import { cutRoom } from '../rooms/cut.ts';
import type { MirrorHome } from './home.ts';
import { forgetFile, holds, type MirroredFile } from './mirrored.ts';

/** A file that is known as a document's. */
type FileOfDocument = MirroredFile & { readonly document: string };

/** For how long a file must be away before its document is taken to be removed, ms: editors and git put files back in a moment. */
export const longestAway = 1_000;

/** Makes a document of a file, with the history that is kept in the folder for it. Throws a `Problem` when it cannot be one. */
export async function beginFrom(home: MirrorHome, file: string, { text, companion }: BothTexts): Promise<false> {
  const { path, caller, workspace, seen } = home;
  const companionFile = seen.companions.get(file);
  const beside = companion === null || companionFile === undefined ? null : { file: companionFile, text: companion };
  const events = seen.histories.get(file) ?? [];
  const removed = await removedWith(home, events);
  if (removed !== null) {
    await restoreDocument(home.deeds, caller, removed, file);
    return false;
  }
  const history = await historyOf(home, events);
  await path.create(caller, workspace, { file, text, origin: 'found', companion: beside, history });
  return false;
}

/** The events with all texts that they name and that are kept in the folder. */
export async function historyOf({ port }: MirrorHome, events: readonly ImportedEvent[]): Promise<ImportedHistory> {
  const digests = new Set(events.flatMap(({ event }) => textsNamedBy(event)));
  const texts: string[] = [];
  for (const digest of digests) {
    const text = await port.textOf(digest);
    if (text !== null) texts.push(text);
  }
  return { events, texts };
}

/** The document of this history, when it was removed from the workspace: its file came back. */
async function removedWith(
  { database, workspace }: MirrorHome,
  events: readonly ImportedEvent[],
): Promise<string | null> {
  for (const id of new Set(events.map(({ event }) => documentOf(event)))) {
    const [row] = await database.queries
      .select({ id: document.id })
      .from(document)
      .where(and(eq(document.id, id), eq(document.workspace, workspace), isNotNull(document.removedAt)));
    if (row !== undefined) return row.id;
  }
  return null;
}

/**
 * Lets a file follow its document that is not where it was: it was moved, removed or kept from the folder on the hub. What the file says that
 * the hub does not know yet is kept: a removed document comes back with it.
 */
export async function followHub(home: MirrorHome, known: FileOfDocument, here: BothTexts | null): Promise<boolean> {
  const { database, workspace, port, caller } = home;
  const [row] = await database.queries.select().from(document).where(eq(document.id, known.document));
  const isKeptBack = row?.restricted === true && caller.via !== 'local';
  if (row !== undefined && row.removedAt === null && !isKeptBack && row.file !== known.file)
    return followMove(home, known, row, here);
  if (here !== null && row !== undefined && !holds(known, here)) {
    if (isKeptBack)
      throw new Problem('wrong-state', 'The document is kept from the folder, and its file was changed', {
        hint: 'Put the change into the document, then take the file away',
      });
    await restoreDocument(home.deeds, caller, row.id, known.file);
    return false;
  }
  if (here !== null && (await port.remove(known.file, sha256Of(here.text))) === 'changed') return false;
  await forgetFile(database.queries, workspace, known.file);
  return true;
}

async function followMove(
  { database, workspace, port }: MirrorHome,
  known: FileOfDocument,
  row: DocumentRow,
  here: BothTexts | null,
): Promise<boolean> {
  if (here !== null) {
    const isThere = (await port.write(row.file, here.text, null)) === 'changed';
    if (isThere) {
      const there = await port.read(row.file);
      if (there.kind !== 'text' || there.text !== here.text)
        throw new Problem('conflict', `The document was moved to ${row.file}, where the folder has another file`);
    }
    if ((await port.remove(known.file, sha256Of(here.text))) === 'changed') return false;
  }
  await database.transaction((queries) => renameFile(queries, workspace, known.file, row.file));
  return true;
}

/** Removes the document of a file that has been away for long enough, unless it was changed meanwhile. */
export async function removeGone(home: MirrorHome, file: string, row: DocumentRow): Promise<boolean> {
  const { database, seen, now, deeds, caller, workspace } = home;
  const since = seen.absent.get(file) ?? now().getTime();
  seen.absent.set(file, since);
  if (now().getTime() - since < longestAway) return true;
  seen.absent.delete(file);
  const isChanged = async (): Promise<boolean> => {
    // What is being typed is a change too.
    await database.transaction((queries) => cutRoom(queries, row.id, (q, cut) => home.path.cut(q, cut)));
    const [now] = await database.queries.select().from(document).where(eq(document.id, row.id));
    return now?.revision !== row.revision;
  };
  if (await isChanged()) return false;
  await removeDocument(deeds, caller, row.id);
  const [removed] = await database.queries.select().from(document).where(eq(document.id, row.id));
  if (removed?.revision === row.revision) await forgetFile(database.queries, workspace, file);
  // Somebody wrote in the moment between.
  else await restoreDocument(deeds, caller, row.id, null);
  return true;
}

/** Lets a document follow its file to another name. */
export async function moveDocument(home: MirrorHome, known: FileOfDocument, file: string): Promise<void> {
  const { deeds, caller, workspace } = home;
  await renameDocument(deeds, caller, known.document, file, (queries) =>
    renameFile(queries, workspace, known.file, file),
  );
}

async function renameFile(queries: Queries, workspace: string, from: string, to: string): Promise<void> {
  await forgetFile(queries, workspace, to);
  await queries
    .update(mirroredFile)
    .set({ file: to })
    .where(and(eq(mirroredFile.workspace, workspace), eq(mirroredFile.file, from)));
}
