import { branchRevisions, type Environment, type Forge, isNoCommit, type NamedRevision } from './forge.ts';

/** Reads what GitLab says of a pipeline (https://docs.gitlab.com/ci/variables/predefined_variables/). */
export function gitlabForge(env: Environment): Forge {
  const number = env.CI_MERGE_REQUEST_IID;
  const api = env.CI_API_V4_URL?.replace(/\/+$/u, '');
  const repository = env.CI_MERGE_REQUEST_PROJECT_ID ?? env.CI_PROJECT_ID ?? '';
  const isRequest = number !== undefined && /^\d+$/u.test(number);
  return {
    name: 'GitLab',
    pullRequest: isRequest
      ? {
          number,
          fromFork: env.CI_MERGE_REQUEST_SOURCE_PROJECT_ID !== env.CI_MERGE_REQUEST_PROJECT_ID,
          head: env.CI_MERGE_REQUEST_SOURCE_BRANCH_SHA || env.CI_COMMIT_SHA || null,
        }
      : null,
    bases: isRequest ? requestBases(env) : pushBases(env),
    place:
      api !== undefined && /^\d+$/u.test(repository)
        ? { kind: 'gitlab', api, repository, token: env.GITLAB_TOKEN || null, tokenName: 'GITLAB_TOKEN' }
        : null,
  };
}

function requestBases(env: Environment): NamedRevision[] {
  const branch = env.CI_MERGE_REQUEST_TARGET_BRANCH_NAME ?? 'the target branch';
  // Known only where GitLab tests a merge of its own making, and then what was merged since the fork is in it too.
  const merged = env.CI_MERGE_REQUEST_TARGET_BRANCH_SHA || null;
  const base = env.CI_MERGE_REQUEST_DIFF_BASE_SHA || null;
  return [
    ...[merged, base].flatMap((revision) => (revision === null ? [] : [{ revision, name: branch }])),
    ...branchRevisions(branch),
  ];
}

function pushBases(env: Environment): NamedRevision[] {
  const before = env.CI_COMMIT_BEFORE_SHA;
  const pushed = isNoCommit(before) ? [] : [{ revision: before as string, name: 'the state before the push' }];
  const usual = env.CI_DEFAULT_BRANCH;
  if (usual === undefined || usual === env.CI_COMMIT_BRANCH) return pushed;
  return [...branchRevisions(usual), ...pushed];
}
