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

/** True when a name leads out of the workspace. */
export function isOutside(name: string): boolean {
  return name === '..' || name.startsWith('../') || isAbsolute(name);
}
