import { mkdirSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { type FolderPort, FolderTrouble } from '@specwright/hub/mirror/folder-port.ts';
import { reasonOf } from '../failure.ts';
import { isWithin } from '../workspace/find-root.ts';
import { isBehindLink } from './inside.ts';
import { MirroredFolder } from './mirrored-folder.ts';

/**
 * Opens a folder for a team's mirror, by its path below the one that the operator named; it is made where it is missing. Throws
 * `FolderTrouble` for one that leads out of there, over a link or not.
 */
export function openMirror(folder: string, within: string): FolderPort {
  try {
    const place = realpathSync(within);
    const path = resolve(place, folder);
    if (isWithin(place, path) && path !== place && !isBehindLink(path)) {
      mkdirSync(path, { recursive: true });
      // Who writes into the folder names no signers that the hub has to believe.
      return new MirroredFolder(path, { isOwnRoot: true, provesKeys: false });
    }
  } catch (error) {
    throw new FolderTrouble(`The folder ${folder} cannot be used: ${reasonOf(error)}`);
  }
  throw new FolderTrouble(`${folder} leads out of the folder of this hub's mirrors`);
}
