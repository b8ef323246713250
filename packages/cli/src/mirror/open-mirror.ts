import { realpathSync } from 'node:fs';
import { type FolderPort, FolderTrouble } from '@specwright/hub/mirror/folder-port.ts';
import { reasonOf } from '../failure.ts';
import { isWithin } from '../workspace/find-root.ts';
import { MirroredFolder } from './mirrored-folder.ts';

/** Opens a folder for a team's mirror. Throws `FolderTrouble` unless it is there, and below the folder that the operator named. */
export function openMirror(folder: string, within: string): FolderPort {
  const [place, real] = [realOf(within), realOf(folder)];
  if (!isWithin(place, real) || real === place)
    throw new FolderTrouble(`${folder} is not below the folder of this hub's mirrors`);
  // Who writes into the folder names no signers that the hub has to believe.
  return new MirroredFolder(real, { isOwnRoot: true, provesKeys: false });
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    throw new FolderTrouble(`The folder ${folder} cannot be used: ${reasonOf(error)}`);
  }
}
