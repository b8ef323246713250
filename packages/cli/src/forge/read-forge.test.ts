import { describe, expect, test } from 'vitest';
import type { Environment } from './forge.ts';
import { readForge } from './read-forge.ts';

const zeros = '0'.repeat(40);
const read = (env: Environment, event: unknown = {}) => readForge(env, () => event);
const basesOf = (env: Environment, event: unknown = {}): string[] =>
  read(env, event).bases.map(({ revision }) => revision);

describe('what a change is compared with', () => {
  test.each([
    [
      { GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: 'e', GITHUB_REF_NAME: 'main' },
      { before: 'abc', repository: { default_branch: 'main' } },
      ['abc'],
    ],
    [
      { GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: 'e', GITHUB_REF_NAME: 'side' },
      { before: zeros, repository: { default_branch: 'main' } },
      ['refs/remotes/origin/main', 'refs/heads/main'],
    ],
    [{ GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: 'e' }, { merge_group: { base_sha: 'abc' } }, ['abc']],
    [
      {
        GITLAB_CI: 'true',
        CI_MERGE_REQUEST_IID: '7',
        CI_MERGE_REQUEST_DIFF_BASE_SHA: 'abc',
        CI_MERGE_REQUEST_TARGET_BRANCH_SHA: '',
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      },
      {},
      ['abc', 'refs/remotes/origin/main', 'refs/heads/main'],
    ],
    [
      {
        GITLAB_CI: 'true',
        CI_MERGE_REQUEST_IID: '7',
        CI_MERGE_REQUEST_DIFF_BASE_SHA: 'abc',
        CI_MERGE_REQUEST_TARGET_BRANCH_SHA: 'def',
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
      },
      {},
      ['def', 'abc', 'refs/remotes/origin/main', 'refs/heads/main'],
    ],
    [
      { GITLAB_CI: 'true', CI_COMMIT_BEFORE_SHA: 'abc', CI_COMMIT_BRANCH: 'main', CI_DEFAULT_BRANCH: 'main' },
      {},
      ['abc'],
    ],
    [
      { BUILDKITE_PULL_REQUEST: '7', BUILDKITE_PULL_REQUEST_BASE_BRANCH: 'main' },
      {},
      ['refs/remotes/origin/main', 'refs/heads/main'],
    ],
    [{ BUILDKITE_PULL_REQUEST: 'false', BUILDKITE_PULL_REQUEST_BASE_BRANCH: '' }, {}, []],
    [
      { SYSTEM_PULLREQUEST_PULLREQUESTID: '7', SYSTEM_PULLREQUEST_TARGETBRANCH: 'refs/heads/main' },
      {},
      ['refs/remotes/origin/main', 'refs/heads/main'],
    ],
  ])('%o', (env: Environment, event: unknown, bases: readonly string[]) => {
    expect(basesOf(env, event)).toEqual(bases);
  });

  test('the merge that GitHub made counts only with the author’s commit as its second parent', () => {
    const event = { pull_request: { number: 7, head: { sha: 'cafe' }, base: { sha: 'abc', ref: 'main' } } };
    const { bases, pullRequest } = read(
      { GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: 'e', GITHUB_REPOSITORY: 'a/b' },
      event,
    );
    expect(bases[0]).toEqual({ revision: 'HEAD^1', name: 'main', where: { revision: 'HEAD^2', commit: 'cafe' } });
    // A fork that was deleted is a fork.
    expect(pullRequest).toEqual({ number: '7', fromFork: true, head: 'cafe' });
  });

  test('an event of any shape is no mistake', () => {
    for (const event of [null, 7, 'x', [], { pull_request: null }, { pull_request: { number: {} } }, { before: 7 }]) {
      expect(read({ GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: 'e' }, event).pullRequest).toBeNull();
    }
  });
});
