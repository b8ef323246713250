import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { matcher } from '@specwright/core/workspace/glob.ts';
import { reasonOf } from '../failure.ts';

/** What the `.gitignore` of one folder says, and what those of the folders above it say. */
export interface IgnoreRules {
  readonly folder: string;
  readonly lines: readonly IgnoreLine[];
  readonly above: IgnoreRules | null;
}

interface IgnoreLine {
  /** False for a line that starts with `!` and takes paths in again. */
  readonly ignores: boolean;
  readonly foldersOnly: boolean;
  /** Takes a path relative to the folder, with forward slashes. */
  matches(path: string): boolean;
}

/** Told the path and the reason when a file of rules exists and cannot be read. */
export type Unreadable = (path: string, reason: string) => void;

/** The rules that hold in a folder, with those of its own `.gitignore`. `above`: those that hold in the folder above. */
export function rulesIn(folder: string, above: IgnoreRules | null, unreadable: Unreadable): IgnoreRules | null {
  return withFile(join(folder, '.gitignore'), folder, above, unreadable);
}

/**
 * The rules that a folder gets from above it: of its repository's folders, from the top, and of `.git/info/exclude`. Null
 * outside of a repository.
 */
export function rulesAbove(folder: string, unreadable: Unreadable): IgnoreRules | null {
  const folders: string[] = [];
  for (let at = folder; !existsSync(join(at, '.git')); ) {
    at = dirname(at);
    if (at === dirname(at)) return null;
    folders.unshift(at);
  }
  const top = folders[0] ?? folder;
  let rules = withFile(join(top, '.git', 'info', 'exclude'), top, null, unreadable);
  for (const at of folders) rules = rulesIn(at, rules, unreadable);
  return rules;
}

/**
 * True for a file or folder that git ignores: the last line that matches decides, those of nearer folders first. A path
 * under an ignored folder is not to be asked for; git does not look there either.
 * See https://git-scm.com/docs/gitignore
 */
export function isIgnored(path: string, isFolder: boolean, rules: IgnoreRules | null): boolean {
  for (let at = rules; at !== null; at = at.above) {
    const name = relative(at.folder, path).split(sep).join('/');
    for (let index = at.lines.length - 1; index >= 0; index -= 1) {
      const line = at.lines[index] as IgnoreLine;
      if ((isFolder || !line.foldersOnly) && line.matches(name)) return line.ignores;
    }
  }
  return false;
}

function withFile(file: string, folder: string, above: IgnoreRules | null, unreadable: Unreadable): IgnoreRules | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (!isMissing(error)) unreadable(file, reasonOf(error));
    return above;
  }
  const lines = text.split(/\r?\n/u).flatMap((line) => readLine(line) ?? []);
  return lines.length === 0 ? above : { folder, lines, above };
}

/** No such file, or a `.git` that is a file, as in a worktree. */
function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** A line as a glob: one with a slash within counts from its folder, any other holds at every depth. */
function readLine(written: string): IgnoreLine | null {
  const line = written.replace(/^\uFEFF/u, '').replace(/(?<![\\\s])\s+$/u, '');
  if (line.trim() === '' || line.startsWith('#')) return null;
  const ignores = !line.startsWith('!');
  const pattern = ignores ? line : line.slice(1);
  const foldersOnly = pattern.endsWith('/');
  const path = foldersOnly ? pattern.slice(0, -1) : pattern;
  // An empty name matches nothing.
  if (path === '' || /\/\/|\/$/u.test(path)) return null;
  const glob = path.includes('/') ? path.replace(/^\//u, '') : `**/${path}`;
  // Braces and a leading mark mean themselves here.
  const matches = matcher([glob.replace(/(?<!\\)[{}]/gu, '\\$&').replace(/^!/u, '\\!')]);
  return { ignores, foldersOnly, matches };
}
