import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { DocumentFile } from '../workspace/open-workspace.ts';
import { listed } from './folder-exists.ts';

/** What a remembered run depended on. Plain data. */
export interface StateHead {
  /** Of everything the run depended on besides the cache's own identity. */
  readonly state: string;
  /** When the run began to look at the files. */
  readonly readAt: number;
  /** Folders in which it looked for the targets of links, with a digest of their entries. */
  readonly folders: readonly (readonly [folder: string, digest: string])[];
}

/** A file written so shortly before it was looked at may be written again within the same tick of the clock. */
const clockTick = 2000;

/** How the files of a run stand when it begins, told by their sizes, times and numbers. */
export class RunState {
  /** Names the selection of documents in names of files. */
  readonly selection: string;
  readonly #state: string;
  readonly #newest: number;
  readonly #readAt = Date.now();

  /** `more` is what the findings depend on besides the documents and the cache's identity. */
  constructor(documents: readonly DocumentFile[], more: string) {
    const names = createHash('sha256');
    const state = createHash('sha256').update(more);
    let newest = 0;
    for (const { name, path, companion } of documents) {
      names.update(`${name}\0`);
      for (const file of companion === null ? [path] : [path, companion.path]) {
        const stat = statSync(file, { throwIfNoEntry: false });
        state.update(`${name}\0${stat?.size} ${stat?.mtimeMs} ${stat?.ino}\0`);
        newest = Math.max(newest, stat?.mtimeMs ?? 0);
      }
    }
    this.selection = names.digest('hex').slice(0, 16);
    this.#state = state.digest('hex');
    this.#newest = newest;
  }

  /** For a run that looked for the targets of links in these folders. */
  head(folders: Iterable<string>): StateHead {
    return {
      state: this.#state,
      readAt: this.#readAt,
      folders: [...folders].map((folder) => [folder, digestOf(listed(folder))]),
    };
  }

  /** True when nothing that the remembered run depended on has changed since. */
  isOf(head: StateHead): boolean {
    if (head.state !== this.#state || this.#newest + clockTick >= head.readAt) return false;
    return head.folders.every(([folder, digest]) => digestOf(listed(folder)) === digest);
  }
}

function digestOf(names: readonly string[]): string {
  return createHash('sha256')
    .update([...names].sort().join('\0'))
    .digest('base64');
}
