/** The files of one folder and below. Paths are relative to it, with forward slashes, without `./`. */
export interface Workspace {
  /** Every file that may be read, sorted by UTF-16 units; hidden folders and `node_modules` left out, links not followed. */
  list(): Promise<readonly string[]>;
  /** The file's bytes. Rejects with an `Error` whose message says why when it cannot be read. */
  read(path: string): Promise<Uint8Array>;
  /** True when a file or folder is there. Paths that leave the workspace are never there. */
  exists(path: string): boolean;
}

/** What checks ask of version control. Revisions are anything git resolves: `main`, `HEAD~3`, a hash. */
export interface Git {
  /** Files of the workspace that differ from `revision`, untracked ones included, deleted ones left out; sorted. */
  changedSince(revision: string): Promise<readonly string[]>;
  /** The file's bytes as of `revision`; null when it did not exist there. */
  readAt(revision: string, path: string): Promise<Uint8Array | null>;
  /** Hash of the newest commit that `revision` and the checked-out one share. Rejects when there is none. */
  mergeBase(revision: string): Promise<string>;
}

export interface Clock {
  /** Today where the user is, `YYYY-MM-DD`. */
  today(): string;
}
