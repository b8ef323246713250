/** The variables of the environment that a forge's pipeline runs in. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the place where pull requests live says of this run. */
export interface Forge {
  readonly name: string;
  /** Null outside of a pull request. */
  readonly pullRequest: PullRequest | null;
  /** Revisions to compare with, the surest first; none when the environment names none. */
  readonly bases: readonly NamedRevision[];
  /** Where its comments are; null when nothing is known of its interface. */
  readonly place: CommentPlace | null;
}

export interface PullRequest {
  /** As its forge counts. */
  readonly number: string;
  /** True when the change comes from a repository that others write to. */
  readonly fromFork: boolean;
  /** Hash of the commit that the author pushed last; null when it is not told. */
  readonly head: string | null;
}

export interface NamedRevision {
  /** As git reads it. */
  readonly revision: string;
  /** As people call it. */
  readonly name: string;
  /** It is meant only where this other revision is that commit; always when left out. */
  readonly where?: { readonly revision: string; readonly commit: string };
}

/** Where the comments of a pull request are read and written. */
export interface CommentPlace {
  readonly kind: 'github' | 'gitlab';
  /** Address of the interface, without a final slash. */
  readonly api: string;
  /** `owner/name` on GitHub, the number of the project on GitLab. */
  readonly repository: string;
  /** Null when the environment has none. */
  readonly token: string | null;
  /** Which variable would hold it. */
  readonly tokenName: string;
}

/** A branch as a clone of it has it. */
export function branchRevisions(branch: string): NamedRevision[] {
  return [
    { revision: `refs/remotes/origin/${branch}`, name: `origin/${branch}` },
    { revision: `refs/heads/${branch}`, name: branch },
  ];
}

/** True for a hash that stands for no commit. */
export function isNoCommit(hash: string | undefined): boolean {
  return hash === undefined || /^0*$/u.test(hash);
}
