/** What checks ask of version control. Revisions are anything git resolves: `main`, `HEAD~3`, a hash. */
export interface Git {
  /** Files of the workspace that differ from `revision`, untracked ones included, deleted ones left out; sorted. */
  changedSince(revision: string): Promise<readonly string[]>;
  /** The file's bytes as of `revision`; null when it did not exist there. */
  readAt(revision: string, path: string): Promise<Uint8Array | null>;
  /** Hash of the newest commit that `revision` and the checked-out one share. Rejects when there is none. */
  mergeBase(revision: string): Promise<string>;
}
