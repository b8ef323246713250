import { branchRevisions, type Environment, type Forge, isNoCommit, type NamedRevision } from './forge.ts';
import { textAt } from './text-at.ts';

/**
 * Reads what GitHub Actions says of a run
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/variables), and what stands in for it elsewhere.
 * Whatever is in the file of the event came from outside and may be of any shape.
 */
export function githubForge(env: Environment, readEvent: (path: string) => unknown): Forge {
  const event = env.GITHUB_EVENT_PATH === undefined ? {} : readEvent(env.GITHUB_EVENT_PATH);
  const number = textAt(event, 'pull_request', 'number');
  const api = (env.GITHUB_API_URL ?? 'https://api.github.com').replace(/\/+$/u, '');
  const repository = env.GITHUB_REPOSITORY ?? '';
  const [own, from] = [
    textAt(event, 'pull_request', 'base', 'repo', 'full_name') ?? repository,
    textAt(event, 'pull_request', 'head', 'repo', 'full_name'),
  ];
  return {
    name: 'GitHub',
    pullRequest:
      number === null ? null : { number, fromFork: from !== own, head: textAt(event, 'pull_request', 'head', 'sha') },
    bases: number === null ? pushBases(env, event) : pullRequestBases(env, event),
    place: /^[\w.-]+\/[\w.-]+$/u.test(repository)
      ? { kind: 'github', api, repository, token: env.GITHUB_TOKEN || null, tokenName: 'GITHUB_TOKEN' }
      : null,
  };
}

function pullRequestBases(env: Environment, event: unknown): NamedRevision[] {
  const branch = env.GITHUB_BASE_REF || textAt(event, 'pull_request', 'base', 'ref') || 'the base branch';
  const sha = textAt(event, 'pull_request', 'base', 'sha');
  // GitHub checks out a merge of its own making, whose first parent is the branch as it is now: the commit in the event
  // may be older, and what others merged since is no part of this change. Where the author's own commit is checked out
  // instead, its first parent is the author's too and says nothing.
  const head = textAt(event, 'pull_request', 'head', 'sha');
  const merge =
    head === null ? [] : [{ revision: 'HEAD^1', name: branch, where: { revision: 'HEAD^2', commit: head } }];
  return [...merge, ...(sha === null ? [] : [{ revision: sha, name: branch }]), ...branchRevisions(branch)];
}

/** What was there before a push; for another branch than the default one, the default one. */
function pushBases(env: Environment, event: unknown): NamedRevision[] {
  const queued = textAt(event, 'merge_group', 'base_sha');
  if (queued !== null) return [{ revision: queued, name: 'the state before the merge' }];
  const before = textAt(event, 'before') ?? undefined;
  const usual = textAt(event, 'repository', 'default_branch');
  const pushed = isNoCommit(before) ? [] : [{ revision: before as string, name: 'the state before the push' }];
  if (usual === null || usual === env.GITHUB_REF_NAME) return pushed;
  return [...branchRevisions(usual), ...pushed];
}
