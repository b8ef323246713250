import { spawnSync } from 'node:child_process';
import { Playground, type Run } from './playground.ts';
import { draft, ReviewPlayground, spec } from './review-playground.ts';

/** Each role reads something of its own, so that one word makes one of them look again. */
export const apart = `lifecycle:
  roles:
    Tech Lead: { people: [tl@example.org], scope: [overview, background, implementation] }
    Engineering Manager: { people: [em@example.org], scope: [implementation, success-metrics] }
    Security: { people: [sec@example.org], scope: [api-changes, data-model] }
`;

/** What everybody should read when one word of the API changed after the approval. */
export const headline = 'Security: only API Changes is stale; the others stand';

/** The variables that the machine's own forge sets are none of a test's. */
const unset = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^(?:CI|GITHUB|GITLAB|BUILDKITE|SYSTEM_|BITBUCKET|CHANGE)/u.test(name))
    .map((name) => [name, undefined]),
);

export function ci(place: Playground, words: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Run {
  return place.run(['ci', ...words], '', { ...unset, ...env });
}

// biome-ignore lint/suspicious/noExplicitAny: what a program prints has the shape that the tests say
export function judged(place: Playground, words: readonly string[] = [], env: NodeJS.ProcessEnv = {}): any {
  const { stdout, stderr } = ci(place, [...words, '--json'], env);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

export interface PullRequestOptions {
  readonly fork?: boolean;
  readonly api?: string;
  readonly token?: string;
}

/** A repository with one approved specification on `main`, and a branch `change` that is checked out. */
export class ChangePlayground extends ReviewPlayground {
  constructor(config = apart) {
    super(config, draft.replace(/\[([^\]\n]*)\]\(\d{4}-[^)]*\)/gu, '$1'));
    this.does('ada', 'move', spec, 'In Review');
    this.sign('tl', 'em', 'sec');
    this.does('ada', 'move', spec, 'Approved');
    this.commit('ada');
    this.git('branch', '-M', 'main');
    this.git('checkout', '-q', '-b', 'change');
  }

  /** One edit that only Security has to look at. */
  editApi(): void {
    this.edit('answers the front desk list', 'answers the list of the front desk');
    this.commit('bob');
  }

  hash(revision: string): string {
    return spawnSync('git', ['rev-parse', revision], { cwd: this.folder, encoding: 'utf8' }).stdout.trim();
  }

  /** The merge that GitHub makes of the branch and `main` to try it out. */
  tryMerge(): void {
    this.git('checkout', '-q', '--detach', 'main');
    this.git('merge', '-q', '--no-ff', '--no-edit', 'change');
    this.git('update-ref', 'refs/pull/7/merge', 'HEAD');
  }

  /** The environment of a pull request on GitHub, of the branch as it is now. `main` is where it was when it was opened. */
  pullRequest({ fork = false, api, token }: PullRequestOptions = {}, main = this.hash('main')): NodeJS.ProcessEnv {
    const event = {
      pull_request: {
        number: 7,
        base: { ref: 'main', sha: main, repo: { full_name: 'team/plans' } },
        head: { sha: this.hash('change'), repo: { full_name: fork ? 'eve/plans' : 'team/plans' } },
      },
      repository: { default_branch: 'main' },
    };
    this.write('.git/event.json', JSON.stringify(event));
    return {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_PATH: this.path('.git/event.json'),
      GITHUB_BASE_REF: 'main',
      GITHUB_REF: 'refs/pull/7/merge',
      GITHUB_REPOSITORY: 'team/plans',
      GITHUB_API_URL: api,
      GITHUB_TOKEN: token,
    };
  }

  /** What actions/checkout leaves on the machine of a job: one commit, or all that leads to it. */
  checkedOut(ref: string, depth: number | null): Playground {
    const place = new Playground();
    place.git('init', '-q');
    place.git('remote', 'add', 'origin', `file://${this.folder}`);
    place.git('fetch', '-q', ...(depth === null ? [] : [`--depth=${depth}`]), 'origin', ref);
    place.git('checkout', '-q', '--detach', 'FETCH_HEAD');
    return place;
  }
}
