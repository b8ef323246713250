import { lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FolderTrouble } from '@specwright/hub/mirror/folder-port.ts';
import { codeOf, reasonOf } from '../failure.ts';
import { isOutside } from '../workspace/paths.ts';

/**
 * The absolute path of a name below a folder, which has no links in it. Throws `FolderTrouble` for a name that leads out of the folder, over
 * a link or not; `absent` when there is no such file.
 */
export function pathInside(folder: string, name: string): { readonly path: string; readonly isThere: boolean } {
  const steps = name.split('/');
  if (isOutside(name) || steps.some((step) => step === '' || step === '.' || step === '..'))
    throw new FolderTrouble(`${name} leads out of the folder`);
  const path = join(folder, ...steps);
  const parent = dirname(path);
  try {
    if (realpathSync.native(parent) !== parent)
      throw new FolderTrouble(`${name} lies behind a link, which is not followed`);
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) throw new FolderTrouble(`${name} is a link, which is not followed`);
    if (!stat.isFile()) throw new FolderTrouble(`${name} is no regular file`);
    if (realpathSync.native(path) !== path)
      throw new FolderTrouble(
        `${name} is written ${basename(realpathSync.native(path))} in the folder`,
        'Give it one name',
      );
    return { path, isThere: true };
  } catch (error) {
    if (error instanceof FolderTrouble) throw error;
    if (codeOf(error) === 'ENOENT' && !isBehindLink(path)) return { path, isThere: false };
    if (codeOf(error) === 'ENOENT') throw new FolderTrouble(`${name} lies behind a link, which is not followed`);
    throw new FolderTrouble(`${name} cannot be read: ${reasonOf(error)}`);
  }
}

/** True when what is to be at an absolute path would be somewhere else, as a link leads there. */
export function isBehindLink(path: string): boolean {
  let there = path;
  // A link that leads nowhere is there too.
  while (lstatSync(there, { throwIfNoEntry: false }) === undefined) there = dirname(there);
  try {
    return realpathSync.native(there) !== there;
  } catch {
    return true;
  }
}

/** Makes the folders that a name needs. Throws `FolderTrouble` where that cannot be, or another file differs by the case of its letters alone. */
export function makeRoomFor(folder: string, name: string): void {
  const steps = name.split('/');
  for (let depth = 0; depth < steps.length; depth += 1) {
    const parent = join(folder, ...steps.slice(0, depth));
    const step = steps[depth] ?? '';
    const alike = namesIn(parent).find((one) => one !== step && folded(one) === folded(step));
    if (alike !== undefined)
      throw new FolderTrouble(
        `${name} cannot be written: it differs from ${alike} by the case of its letters alone`,
        'Rename one of them',
      );
  }
  try {
    mkdirSync(dirname(join(folder, ...steps)), { recursive: true });
  } catch (error) {
    throw new FolderTrouble(`${name} cannot be written: ${reasonOf(error)}`);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function folded(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
