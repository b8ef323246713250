import { branchRevisions, type Environment, type Forge } from './forge.ts';
import { githubForge } from './github-environment.ts';
import { gitlabForge } from './gitlab-environment.ts';

/** Reads the environment of a run; a forge that nobody knows, or none, names no base. */
export function readForge(env: Environment, readEvent: (path: string) => unknown): Forge {
  if (env.GITHUB_ACTIONS === 'true') return githubForge(env, readEvent);
  if (env.GITLAB_CI === 'true') return gitlabForge(env);
  return otherForge(env);
}

/** Forges that name the branch a pull request goes to, and nothing else that is used here. */
const others: readonly { readonly name: string; readonly number: string; readonly branch: string }[] = [
  { name: 'Buildkite', number: 'BUILDKITE_PULL_REQUEST', branch: 'BUILDKITE_PULL_REQUEST_BASE_BRANCH' },
  { name: 'Azure Pipelines', number: 'SYSTEM_PULLREQUEST_PULLREQUESTID', branch: 'SYSTEM_PULLREQUEST_TARGETBRANCH' },
  { name: 'Bitbucket', number: 'BITBUCKET_PR_ID', branch: 'BITBUCKET_PR_DESTINATION_BRANCH' },
  { name: 'Jenkins', number: 'CHANGE_ID', branch: 'CHANGE_TARGET' },
];

function otherForge(env: Environment): Forge {
  for (const { name, number, branch } of others) {
    const [id, target] = [env[number], env[branch]];
    if (id === undefined || id === '' || id === 'false' || target === undefined || target === '') continue;
    return {
      name,
      pullRequest: { number: id, fromFork: false, head: null },
      bases: branchRevisions(target.replace(/^refs\/heads\//u, '')),
      place: null,
    };
  }
  return { name: 'this machine', pullRequest: null, bases: [], place: null };
}
