import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../failure.ts';
import { type IgnoreRules, isIgnored, rulesAbove, rulesIn } from './gitignore.ts';

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
 * Every Markdown and YAML file of a folder and below, without hidden folders, those of package managers, and what git
 * ignores. Links to files count as files; links to folders are not followed, so no loop can arise.
 */
export function walkFolder(folder: string): Walk {
  const walk: Walk = { markdown: [], yaml: [], unreadable: [] };
  for (const { path: within, rules, entries } of foldersFrom(folder, walk)) {
    for (const entry of entries) {
      if (entry.name.startsWith('.') || entry.isDirectory()) continue;
      const path = join(within, entry.name);
      const kind = isMarkdown(entry.name) ? walk.markdown : yamlName.test(entry.name) ? walk.yaml : null;
      if (kind === null || isIgnored(path, false, rules)) continue;
      if (kind === walk.yaml ? entry.isFile() : isFile(entry, path, walk)) kind.push(path);
    }
  }
  return walk;
}

/** A folder and every folder below it that a walk would enter. */
export function foldersBelow(folder: string): string[] {
  const walk: Walk = { markdown: [], yaml: [], unreadable: [] };
  return [...foldersFrom(folder, walk)].map(({ path }) => path);
}

interface OpenFolder {
  readonly path: string;
  readonly rules: IgnoreRules | null;
  readonly entries: readonly Dirent[];
}

function* foldersFrom(top: string, walk: Walk): Iterable<OpenFolder> {
  const unreadable = (path: string, reason: string): void => {
    walk.unreadable.push({ path, reason });
  };
  const pending = [{ path: top, above: rulesAbove(top, unreadable) }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path } = next;
    const entries = entriesOf(path, walk);
    const hasRules = entries.some((entry) => entry.name === '.gitignore');
    const rules = hasRules ? rulesIn(path, next.above, unreadable) : next.above;
    yield { path, rules, entries };
    for (const entry of entries) {
      if (!entry.isDirectory() || !isEntered(entry.name)) continue;
      const below = join(path, entry.name);
      if (!isIgnored(below, true, rules)) pending.push({ path: below, above: rules });
    }
  }
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
