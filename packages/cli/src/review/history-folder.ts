import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isFolder } from '../workspace/find-root.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';

const NAME = '.history';

/**
 * The folder of a workspace's histories, absolute: the one the configuration names; else the one that is there, at the
 * root or one folder below; else `.history` beside the documents that the configuration names first, or in `specs`.
 */
export function historyFolder({ root, config }: OpenWorkspace): string {
  if (config?.history != null) return resolve(root, config.history);
  const present = [root, ...foldersIn(root)].map((folder) => join(folder, NAME)).find(isFolder);
  if (present !== undefined) return present;
  const glob = config?.templates[0]?.documents.find((one) => !one.startsWith('!'));
  const beside = glob === undefined ? (existsSync(join(root, 'specs')) ? 'specs' : '') : fixedFolder(glob);
  return join(root, beside, NAME);
}

function foldersIn(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      .map(({ name }) => join(root, name))
      .sort();
  } catch {
    return [];
  }
}

/** The folders of a glob before its first sign. */
function fixedFolder(glob: string): string {
  const steps = glob.split('/').slice(0, -1);
  const sign = steps.findIndex((step) => /[*?[\]{}!]/u.test(step));
  return (sign === -1 ? steps : steps.slice(0, sign)).join('/');
}
