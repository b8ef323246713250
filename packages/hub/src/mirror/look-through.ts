import { and, eq, isNull } from 'drizzle-orm';
import { document } from '../database/tables/documents.ts';
import { mirror } from '../database/tables/mirrors.ts';
import { rebuildStale } from '../documents/rebuild-stale.ts';
import { followConflicts, isBeside } from './conflicts.ts';
import { type FolderScan, FolderTrouble, type ScannedDocument } from './folder-port.ts';
import { followMoves } from './follow-moves.ts';
import type { MirrorHome } from './home.ts';
import { lookAt } from './look-at.ts';
import { forgetFile, type MirroredFile, mirroredFiles, tellTrouble } from './mirrored.ts';
import { bringRulesInStep } from './rules-in-step.ts';

/**
 * Looks through the whole folder and the whole workspace, and brings what differs in step. False when something is being written, or away
 * for a moment, and must be looked at again. Throws `FolderTrouble` when the folder cannot be read.
 */
export async function lookThrough(home: MirrorHome): Promise<boolean> {
  const { database, workspace, port, seen, path, now } = home;
  const { queries } = database;
  const scan = await port.scan();
  const histories = await port.histories();
  if (histories !== null) seen.histories = histories;
  const isJudgedAnew = await bringRulesInStep(home, scan);
  if (isJudgedAnew) {
    seen.noDocument.clear();
    await rebuildStale({ database, path });
  }
  await followConflicts(home);
  const known = await mirroredFiles(queries, workspace);
  const documents = documentsOf(scan, known);
  for (const { file, companion } of documents) {
    if (companion === null) seen.companions.delete(file);
    else seen.companions.set(file, companion);
  }
  await tellLeftOut(home, scan, known);
  if (documents.length === 0 && known.filter((one) => one.document !== null).length > 1)
    throw new FolderTrouble(
      'The folder holds none of its documents any more, and nothing was removed from the hub',
      'Bring the folder back, or remove the documents on the hub',
    );
  await followMoves(home, documents, known);
  const isSettled = await lookAtAll(home, documents, histories !== null);
  await queries.update(mirror).set({ seenAt: now(), trouble: null }).where(eq(mirror.workspace, workspace));
  return isSettled && seen.absent.size === 0;
}

/** Files that may be documents: neither rules of the workspace nor texts of conflicts. */
function documentsOf({ documents }: FolderScan, known: readonly MirroredFile[]): readonly ScannedDocument[] {
  const rules = new Set(known.flatMap(({ kind, file }) => (kind === 'rules' ? [file] : [])));
  return documents.filter(({ file }) => !rules.has(file) && !isBeside(file));
}

async function tellLeftOut(
  { database: { queries }, workspace }: MirrorHome,
  { leftOut, documents }: FolderScan,
  known: readonly MirroredFile[],
): Promise<void> {
  for (const { file, reason } of leftOut) await tellTrouble(queries, workspace, file, 'document', reason);
  const named = new Set([...leftOut, ...documents].map(({ file }) => file));
  for (const { file, kind, document, digest } of known)
    if (kind === 'document' && document === null && digest === null && !named.has(file))
      await forgetFile(queries, workspace, file);
}

async function lookAtAll(
  home: MirrorHome,
  documents: readonly ScannedDocument[],
  areHistoriesNew: boolean,
): Promise<boolean> {
  const { database, workspace, seen, caller } = home;
  const isOpen = caller.via === 'local' ? undefined : eq(document.restricted, false);
  const { file, revision, companionText: companion } = document;
  const rows = await database.queries
    .select({ file, revision, companion })
    .from(document)
    .where(and(eq(document.workspace, workspace), isNull(document.removedAt), isOpen));
  const there = new Map(rows.map((row) => [row.file, row]));
  const known = new Map((await mirroredFiles(database.queries, workspace)).map((one) => [one.file, one]));
  const here = new Map(documents.map((one) => [one.file, one.stamp]));
  const files = [...known.values()].flatMap((one) => (one.document === null ? [] : [one.file]));
  let isSettled = true;
  for (const file of new Set([...here.keys(), ...there.keys(), ...files])) {
    const stamp = here.get(file) ?? null;
    const [row, one] = [there.get(file), known.get(file)];
    if (row === undefined && isKnownAsNone(home, file, stamp)) continue;
    const isSame = row !== undefined && one?.digest === row.revision && one.companion === row.companion;
    const isRead = stamp !== null && seen.settled.get(file) === stamp;
    if (isSame && isRead && !(areHistoriesNew && seen.histories.has(file))) continue;
    if (!(await lookAt(home, file, { stamp, mayRemove: true }))) isSettled = false;
  }
  return isSettled;
}

/** True for a file that was found to be no document, and has not been written since. */
function isKnownAsNone({ seen }: MirrorHome, file: string, stamp: string | null): boolean {
  return stamp !== null && seen.noDocument.get(file) === stamp;
}
