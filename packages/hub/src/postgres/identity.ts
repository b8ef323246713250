import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CannotStart } from './cannot-start.ts';

/** As whom PostgreSQL's programs run. */
export interface Identity {
  /** Whom they run as when that is somebody else than the hub; null when it is the same user. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
  /** What stands before each command. */
  readonly prefix: readonly string[];
}

/** The user of no one, whom every Unix has. */
const nobody = 65_534;

/**
 * As whom PostgreSQL runs, which refuses to be root. A hub that is root runs it as the owner of its files (`data`), or, where there are
 * none yet, of the folder that they come to, or as nobody when that is root too. Where such a user cannot reach the paths, it runs as
 * a root that a user namespace calls by another number.
 */
export function identityFor(data: string, programs: readonly string[]): Identity {
  if (process.getuid?.() !== 0) return { user: null, prefix: [] };
  const files = statSync(data, { throwIfNoEntry: false });
  const { uid, gid } = files ?? statSync(dirname(data));
  const user = uid === 0 ? { uid: nobody, gid: nobody } : { uid, gid };
  if (files?.uid !== 0 && [data, ...programs].every((path) => reaches(user, path))) return { user, prefix: [] };
  const prefix = ['unshare', '--user', '--map-user=1000'];
  if (spawnSync('unshare', [...prefix.slice(1), 'true']).status === 0) return { user: null, prefix };
  throw new CannotStart(
    `PostgreSQL does not run as root, and user ${user.uid} cannot reach ${data} and ${programs[0]}`,
    'Run the hub as an ordinary user, or keep its data and the program where every user may enter',
  );
}

/** True when every folder on the way lets the user pass. */
function reaches({ uid, gid }: { uid: number; gid: number }, path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const stat = statSync(folder);
    const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
    if ((stat.mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
