import { readdirSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { isWithin } from '../workspace/find-root.ts';

/**
 * Tells whether names of a workspace lead to something. Reads each folder once: links of thousands of documents lead
 * to few folders. Upper and lower case count, on every file system: a link that works on one machine only is broken.
 */
export class FolderExists {
  readonly #root: string;
  readonly #folders = new Map<string, ReadonlySet<string>>();

  constructor(root: string) {
    this.#root = root;
  }

  has(name: string): boolean {
    const path = resolve(this.#root, name);
    if (path === this.#root) return true;
    return isWithin(this.#root, path) && this.#entriesOf(dirname(path)).has(basename(path));
  }

  /** Folders that were looked into. */
  folders(): Iterable<string> {
    return this.#folders.keys();
  }

  #entriesOf(folder: string): ReadonlySet<string> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const entries = new Set(listed(folder));
    this.#folders.set(folder, entries);
    return entries;
  }
}

/** What stands in a folder; nothing when it cannot be read. */
export function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
