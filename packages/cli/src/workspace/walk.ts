import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../failure.ts';

/** What stands under a folder. All paths are absolute. */
export interface Walk {
  /** Markdown files. */
  readonly markdown: string[];
  /** YAML files, which may be companions of documents. */
  readonly yaml: string[];
  /** Folders and links that could not be read, with the reason. */
  readonly unreadable: { readonly path: string; readonly reason: string }[];
}

const markdownName = /\.(?:md|markdown)$/i;
const yamlName = /\.ya?ml$/i;

/** Folders that hold other people's files or none at all. */
const skipped: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'vendor']);

export function isMarkdown(path: string): boolean {
  return markdownName.test(path);
}

/**
 * Every Markdown and YAML file of a folder and below, without hidden folders and those of package managers. Links to
 * files count as files; links to folders are not followed, so no loop can arise.
 */
export function walkFolder(folder: string): Walk {
  const walk: Walk = { markdown: [], yaml: [], unreadable: [] };
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of entriesOf(next, walk)) {
      if (entry.name.startsWith('.')) continue;
      const path = join(next, entry.name);
      if (entry.isDirectory()) {
        if (isEntered(entry.name)) pending.push(path);
      } else if (isMarkdown(entry.name) && isFile(entry, path, walk)) walk.markdown.push(path);
      else if (yamlName.test(entry.name) && entry.isFile()) walk.yaml.push(path);
    }
  }
  return walk;
}

/** A folder and every folder below it that a walk would enter. */
export function foldersBelow(folder: string): string[] {
  const walk: Walk = { markdown: [], yaml: [], unreadable: [] };
  const found: string[] = [];
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    found.push(next);
    for (const entry of entriesOf(next, walk)) {
      if (entry.isDirectory() && isEntered(entry.name)) pending.push(join(next, entry.name));
    }
  }
  return found;
}

function isEntered(name: string): boolean {
  return !name.startsWith('.') && !skipped.has(name);
}

function entriesOf(folder: string, walk: Walk): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    walk.unreadable.push({ path: folder, reason: reasonOf(error) });
    return [];
  }
}

function isFile(entry: Dirent, path: string, walk: Walk): boolean {
  if (entry.isFile()) return true;
  if (!entry.isSymbolicLink()) return false;
  try {
    return statSync(path).isFile();
  } catch (error) {
    walk.unreadable.push({ path, reason: reasonOf(error) });
    return false;
  }
}
