import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Where a workspace begins and what configures it. */
export interface Root {
  /** Absolute; every name counts from here. */
  readonly folder: string;
  /** Absolute path of `specwright.yaml`; null when there is none. */
  readonly config: string | null;
  /** False when nothing marks the folder as the beginning of anything: templates may stand above it. */
  readonly marked: boolean;
}

export const configName = 'specwright.yaml';

/**
 * Finds the workspace of a path: the nearest folder upwards with a `specwright.yaml`, else the repository, else the
 * working folder when the path is in it, else the path itself. Does not look beyond the repository or the home folder.
 */
export function findRoot(path: string, workingFolder: string): Root {
  const start = isFolder(path) ? path : dirname(path);
  let repository: string | null = null;
  for (let folder = start; ; folder = dirname(folder)) {
    const config = join(folder, configName);
    if (existsSync(config)) return { folder, config, marked: true };
    if (existsSync(join(folder, '.git'))) repository = folder;
    if (repository !== null || folder === homedir() || folder === dirname(folder)) break;
  }
  if (repository !== null) return { folder: repository, config: null, marked: true };
  return { folder: isWithin(workingFolder, start) ? workingFolder : start, config: null, marked: false };
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** True when `path` is `folder` or below it. Both absolute. */
export function isWithin(folder: string, path: string): boolean {
  const steps = relative(folder, path);
  return steps === '' || (steps !== '..' && !steps.startsWith(`..${sep}`) && resolve(folder, steps) === path);
}
