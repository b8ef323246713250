import type { ComparedWith } from '@specwright/core/operations/ci.ts';
import { Failure } from '../failure.ts';
import type { FolderGit } from '../workspace/folder-git.ts';
import { branchRevisions, type Forge, type NamedRevision } from './forge.ts';

/** What a change is compared with, and what a reader should know of that. */
export interface FoundBase {
  /** Null when there is nothing to compare with. */
  readonly base: ComparedWith | null;
  /** Sentences without a full stop. */
  readonly notes: readonly string[];
}

/**
 * Finds the newest commit that the change and the branch it goes to share: of the revision that was asked for, else of
 * what the forge names, else of the branch that is usually the main one. `git` is null outside of a repository.
 *
 * @throws {Failure} when a base was named and is not here: then nobody can say what changed, and by whose rules to judge
 */
export async function findBase(git: FolderGit | null, asked: string | null, forge: Forge): Promise<FoundBase> {
  const isAsked = asked !== null || forge.pullRequest !== null;
  if (git === null) {
    if (isAsked) {
      throw new Failure(
        'This is no git repository, so nobody can say what the change is and by whose rules to judge it',
        'Check the repository out with git, the folder .git included',
      );
    }
    return { base: null, notes: ['This is no git repository: everything is checked, compared with nothing'] };
  }
  if ((await git.commitAt('HEAD')) === null) {
    return { base: null, notes: ['There is no commit yet: everything is checked, compared with nothing'] };
  }
  const named = asked === null ? forge.bases : [{ revision: asked, name: asked }];
  const usual = isAsked ? [] : usualBranches;
  const notes = (await git.isShallow())
    ? ['This clone is shallow, so who edited what is not fully known; fetch all of it (`fetch-depth: 0`)']
    : [];
  for (const { revision, name, where } of [...named, ...usual]) {
    if (where !== undefined && (await git.commitAt(where.revision)) !== where.commit) continue;
    if ((await git.commitAt(revision)) === null) continue;
    const commit = await git.sharedWith(revision);
    if (commit !== null) return { base: { name, commit }, notes };
  }
  if (isAsked || notes.length > 0) throw await notHere(git, named);
  return { base: null, notes: [...notes, 'There is no earlier state to compare with: everything is checked'] };
}

const usualBranches: readonly NamedRevision[] = [
  { revision: 'refs/remotes/origin/HEAD', name: 'origin/HEAD' },
  ...branchRevisions('main'),
  ...branchRevisions('master'),
];

/** Says what to do about a base that is not in this clone. */
async function notHere(git: FolderGit, named: readonly NamedRevision[]): Promise<Failure> {
  const name = named[0]?.name ?? 'the main branch';
  if (await git.isShallow()) {
    return new Failure(
      `This clone is shallow: the commit that the change shares with ${name} is not in it`,
      'Fetch more: `fetch-depth: 0` for actions/checkout, GIT_DEPTH: 0 on GitLab, or git fetch --unshallow (git fetch --deepen=200) before it',
    );
  }
  const branch = name.replace(/^origin\//u, '');
  return new Failure(
    `${name} is not in this clone, or shares no commit with the change`,
    `Fetch it: git fetch origin ${branch}, or name another with --base REVISION`,
  );
}
