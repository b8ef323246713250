import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { Failure, reasonOf } from '../failure.ts';
import { foldersBelow } from './walk.ts';

const interesting = /\.(?:md|markdown|ya?ml)$/i;

/** Notices changes of Markdown and YAML files in folders and everything below them. */
export class FolderWatch {
  readonly #tops: readonly string[];
  readonly #notice: (path: string | null) => void;
  readonly #watchers = new Map<string, FSWatcher>();

  /** `notice` is told the absolute path of what changed, null where only the system knows. */
  constructor(tops: readonly string[], notice: (path: string | null) => void) {
    this.#tops = tops;
    this.#notice = notice;
    this.refresh();
  }

  /** Begins to watch folders that came, and leaves those that went. One watcher a folder: that starts at once. */
  refresh(): void {
    const folders = new Set(this.#tops.flatMap(foldersBelow));
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#add(folder);
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, (event, name) => {
        if (name === null) this.#notice(null);
        else if (event === 'rename' || interesting.test(name)) this.#notice(join(folder, name));
      });
      // A folder that vanishes is noticed by the next check.
      watcher.on('error', () => this.#notice(null));
      this.#watchers.set(folder, watcher);
    } catch (error) {
      if (this.#watchers.size === 0) throw new Failure(`Cannot watch ${folder}: ${reasonOf(error)}`);
    }
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
  }
}
