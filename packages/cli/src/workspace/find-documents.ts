import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { nearest } from '@specwright/core/text/nearest.ts';
import { reasonOf } from '../failure.ts';
import { isMarkdown, walkFolder } from './walk.ts';

/** What the paths of a command lead to. Absolute paths. */
export interface FoundDocuments {
  /** Markdown files, sorted, each once. */
  readonly markdown: readonly string[];
  /** YAML files beside them or below. */
  readonly yaml: ReadonlySet<string>;
  /** Files that the user named, not only a folder above them. */
  readonly named: ReadonlySet<string>;
  /** Folders that were searched. */
  readonly folders: readonly string[];
  readonly missing: readonly Unreached[];
  readonly unreadable: readonly Unreached[];
}

export interface Unreached {
  readonly path: string;
  readonly reason: string;
}

/** Follows every path; one that leads nowhere does not stop the others. */
export function findDocuments(paths: readonly string[], workingFolder: string): FoundDocuments {
  const markdown = new Set<string>();
  const yaml = new Set<string>();
  const named = new Set<string>();
  const folders: string[] = [];
  const missing: Unreached[] = [];
  const unreadable: Unreached[] = [];
  for (const path of paths.length === 0 ? [workingFolder] : paths.map((path) => resolve(workingFolder, path))) {
    const kind = kindOf(path);
    if (kind === 'folder') {
      folders.push(path);
      const walk = walkFolder(path);
      for (const file of walk.markdown) markdown.add(file);
      for (const file of walk.yaml) yaml.add(file);
      for (const one of walk.unreadable) unreadable.push(one);
    } else if (kind === 'file') {
      markdown.add(path);
      named.add(path);
      for (const file of yamlBeside(path)) yaml.add(file);
    } else missing.push({ path, reason: kind });
  }
  return { markdown: [...markdown].sort(), yaml, named, folders, missing, unreadable };
}

/** `file`, `folder`, or why the path is neither. */
function kindOf(path: string): string {
  try {
    const stat = statSync(path);
    return stat.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const meant = closestEntry(path);
    return reasonOf(error) + (meant === null ? '' : `; did you mean ${meant}`);
  }
}

function closestEntry(path: string): string | null {
  try {
    const entries = readdirSync(dirname(path), { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory() || isMarkdown(entry.name)).map((entry) => entry.name);
    return nearest(basename(path), names);
  } catch {
    return null;
  }
}

function yamlBeside(path: string): string[] {
  const folder = dirname(path);
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/i.test(name))
      .map((name) => resolve(folder, name));
  } catch {
    return [];
  }
}
