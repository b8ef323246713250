import { accessSync, constants, mkdirSync, realpathSync } from 'node:fs';
import { CannotStart, codeOf } from './cannot-start.ts';

/** The data folder, made where it is missing, by its real path, which is the same whoever names it in whatever way. */
export function openDataFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
    const folder = realpathSync(path);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    throw cannotUse(path, error);
  }
}

/** Why the hub cannot keep its data in a folder, from an error of the file system; other errors as they are. */
export function cannotUse(path: string, error: unknown): unknown {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return new CannotStart(
        `The data folder ${path} belongs to another user, or cannot be written`,
        'Start the hub as the user who owns it, or choose another data folder',
      );
    case 'EROFS':
      return new CannotStart(`The data folder ${path} is on a file system that is read-only`, chooseAnother);
    case 'EEXIST':
    case 'ENOTDIR':
      return new CannotStart(`The data folder ${path} is a file, or lies below one`, chooseAnother);
    case 'ENOSPC':
    case 'EDQUOT':
      return noRoom(path);
    default:
      return error;
  }
}

/** Said before anything was acknowledged that could be lost. */
export function noRoom(path: string): CannotStart {
  return new CannotStart(`No space left on the disk of ${path}`, 'Make room and start the hub again; nothing was lost');
}

const chooseAnother = 'Choose another data folder';
