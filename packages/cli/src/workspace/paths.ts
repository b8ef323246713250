import { isAbsolute, relative, resolve, sep } from 'node:path';

/** A path as the workspace names it: relative to its root, forward slashes; absolute only across drives. */
export function nameOf(root: string, path: string): string {
  const name = relative(root, path);
  if (isAbsolute(name)) return name.replaceAll('\\', '/');
  return sep === '/' ? name : name.replaceAll(sep, '/');
}

/** The absolute path behind a workspace's name. */
export function pathOf(root: string, name: string): string {
  return resolve(root, name);
}

/** The folder part of a name; empty for a file of the root. */
export function folderOf(name: string): string {
  const slash = name.lastIndexOf('/');
  return slash === -1 ? '' : name.slice(0, slash);
}

/** The last part of a name. */
export function baseOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** True when a name leads out of the workspace. */
export function isOutside(name: string): boolean {
  return name === '..' || name.startsWith('../') || isAbsolute(name);
}

/** The name of a file in the folder of another. */
export function besides(name: string, base: string): string {
  const folder = folderOf(name);
  return folder === '' ? base : `${folder}/${base}`;
}
