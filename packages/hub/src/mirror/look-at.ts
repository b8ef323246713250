import { Problem } from '../rights/problem.ts';
import { bringInStep, documentAt } from './document-in-step.ts';
import { FolderTrouble } from './folder-port.ts';
import { bringHistoriesInStep } from './histories-in-step.ts';
import type { MirrorHome } from './home.ts';
import { tellTrouble } from './mirrored.ts';

/**
 * Brings one file and its document in step, and their histories. What stands in the way is written down, and does not keep others from
 * being looked at. False when it must be looked at again in a moment. `stamp` is the file's where it is known.
 */
export async function lookAt(
  home: MirrorHome,
  file: string,
  { stamp, mayRemove }: { readonly stamp: string | null; readonly mayRemove: boolean },
): Promise<boolean> {
  const { database, workspace, seen } = home;
  try {
    seen.settled.delete(file);
    if (!(await bringInStep(home, file, mayRemove))) return false;
    const row = await documentAt(home, file);
    if (row !== null) await bringHistoriesInStep(home, row.id, file);
    await tellTrouble(database.queries, workspace, file, 'document', null);
    if (stamp !== null) seen.settled.set(file, stamp);
    return true;
  } catch (error) {
    const trouble = troubleIn(error);
    if (trouble === null) throw error;
    await tellTrouble(database.queries, workspace, file, 'document', trouble);
    if (stamp !== null && (await documentAt(home, file)) === null) seen.noDocument.set(file, stamp);
    return true;
  }
}

/** What an error says of one file; null when it is about something else. */
function troubleIn(error: unknown): string | null {
  if (error instanceof FolderTrouble) return error.message;
  if (!(error instanceof Problem)) return null;
  return error.hint === null ? error.message : `${error.message}. ${error.hint}`;
}
