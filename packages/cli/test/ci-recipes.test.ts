import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { apart, ChangePlayground, headline } from './change-playground.ts';
import { type Playground, program, type Run } from './playground.ts';
import { draft, ReviewPlayground } from './review-playground.ts';

const slow = { timeout: 120_000 };
const root = fileURLToPath(new URL('../../../', import.meta.url));
const textOf = (name: string): string => readFileSync(`${root}${name}`, 'utf8');

let place: Playground;
afterEach(() => place?.remove());

describe('the GitHub Action', () => {
  const action = parse(textOf('action.yml'));
  const step = action.runs.steps.find(({ id }: { id?: string }) => id === 'judge');

  test('has what a composite action must have, and writes no input into a script', () => {
    expect(action).toMatchObject({
      name: expect.any(String),
      description: expect.any(String),
      runs: { using: 'composite' },
    });
    for (const { uses, run, shell } of action.runs.steps) {
      expect(uses === undefined ? typeof run : typeof uses).toBe('string');
      if (run === undefined) continue;
      expect(shell).toBe('bash');
      expect(run).not.toContain('${{');
    }
    const named = [...JSON.stringify(action.runs).matchAll(/inputs\.([\w-]+)/gu)].map(([, name]) => name as string);
    expect([...new Set(named)].sort()).toEqual(Object.keys(action.inputs).sort());
    for (const input of Object.values(action.inputs))
      expect(Object.keys(input as object).sort()).toEqual(['default', 'description']);
  });

  /** Runs the step as a runner does, with `npx` that finds this build where the registry would be asked. */
  function runStep(change: ChangePlayground, inputs: Readonly<Record<string, string>>): Run {
    change.write(
      '.git/bin/npx',
      `#!/bin/sh\necho "npx $1 $2" >&2\nshift 2\nexec "${process.execPath}" "${program}" "$@"\n`,
    );
    chmodSync(change.path('.git/bin/npx'), 0o755);
    change.write('.git/script.sh', step.run);
    const { status, stdout, stderr } = spawnSync(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', change.path('.git/script.sh')],
      {
        cwd: change.folder,
        encoding: 'utf8',
        env: {
          ...change.env,
          ...change.pullRequest({ fork: true }),
          PATH: `${change.path('.git/bin')}:${process.env.PATH}`,
          GITHUB_OUTPUT: change.path('.git/output'),
          GITHUB_STEP_SUMMARY: change.path('.git/summary.md'),
          SPECWRIGHT_ACTION: root,
          SPECWRIGHT_BASE: '',
          SPECWRIGHT_COMMENT: 'true',
          SPECWRIGHT_PATHS: '',
          SPECWRIGHT_VERSION: '0.1.0',
          ...inputs,
        },
      },
    );
    return { status, stdout, stderr };
  }
  test('judges, says how it went, and ends as the command does', slow, () => {
    const change = new ChangePlayground();
    place = change;
    change.write('.git/output', '');
    const clean = runStep(change, {});
    expect(clean).toMatchObject({ status: 0, stderr: expect.stringContaining('npx --yes specwright@0.1.0') });
    change.editApi();
    expect(runStep(change, { SPECWRIGHT_VERSION: 'local', SPECWRIGHT_PATHS: 'specs\n' }).status).toBe(1);
    expect(runStep(change, { SPECWRIGHT_BASE: '; touch hacked', SPECWRIGHT_PATHS: '$(touch hacked)\n' })).toMatchObject(
      {
        status: 2,
        stderr: expect.stringContaining('; touch hacked is not in this clone'),
      },
    );
    expect(change.read('.git/output')).toBe('result=clean\nresult=findings\nresult=failure\n');
    expect(change.read('.git/summary.md')).toContain(`### Specwright: ${headline}`);
    expect(() => change.read('hacked')).toThrow();
  });
});

test('the GitLab template runs one command of the program with options that it has', slow, () => {
  const [header, jobs] = parseAllDocuments(textOf('ci/gitlab.yml')).map((one) => one.toJS());
  const used = [...textOf('ci/gitlab.yml').matchAll(/\$\[\[ inputs\.([\w-]+) \]\]/gu)].map(([, name]) => name);
  expect(used.sort()).toEqual(Object.keys(header.spec.inputs).sort());
  const change = new ChangePlayground();
  place = change;
  change.editApi();
  const words =
    (jobs.specwright.script as string[])
      .at(-1)
      ?.match(/" (ci .*) > /u)?.[1]
      ?.split(' ') ?? [];
  const { status, stdout, stderr } = change.run(words, '', {
    GITHUB_ACTIONS: undefined,
    GITLAB_CI: 'true',
    CI_MERGE_REQUEST_IID: '7',
    CI_MERGE_REQUEST_PROJECT_ID: '42',
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: '42',
    CI_MERGE_REQUEST_DIFF_BASE_SHA: change.hash('main'),
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
    CI_API_V4_URL: 'http://127.0.0.1:9',
    GITLAB_TOKEN: undefined,
  });
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual(
    expect.arrayContaining([expect.objectContaining({ check_name: 'edited-after-approval', severity: 'major' })]),
  );
  expect(stderr.split('\n')[0]).toBe(headline);
  expect(stderr).toContain('There is no GITLAB_TOKEN');
});

test('the pre-commit hook looks at what is about to be committed', slow, () => {
  const [hook] = parse(textOf('.pre-commit-hooks.yaml'));
  expect(hook).toMatchObject({ language: 'node', pass_filenames: false });
  const change = new ChangePlayground();
  place = change;
  const words = hook.entry.split(' ').slice(1);
  expect(change.run(words)).toMatchObject({ status: 0 });
  change.edit('answers the front desk list', 'answers the list of the front desk');
  expect(change.run(words)).toMatchObject({ status: 1, stdout: expect.stringContaining(headline) });
});

test('git judges each commit before it is made, and a hook that is there stays', slow, () => {
  const change = new ChangePlayground();
  place = change;
  change.write('.git/bin/npx', `#!/bin/sh\nshift\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(change.path('.git/bin/npx'), 0o755);
  expect(change.run(['init', '--hooks']).status).toBe(0);
  change.git('add', '-A');
  const commit = (): Run => {
    const env = { ...change.env, PATH: `${change.path('.git/bin')}:${process.env.PATH}`, GITHUB_ACTIONS: undefined };
    const words = ['-c', 'user.name=Bo', '-c', 'user.email=bo@example.org', 'commit', '-qam', 'Edit'];
    const { status, stdout, stderr } = spawnSync('git', words, { cwd: change.folder, env, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
  const before = change.hash('HEAD');
  change.edit('answers the front desk list', 'answers the list of the front desk');
  const refused = commit();
  expect(refused.status).toBe(1);
  expect(refused.stdout + refused.stderr).toContain(headline);
  expect(change.hash('HEAD')).toBe(before);
  change.edit('answers the list of the front desk', 'answers the front desk list');
  expect(commit().status).toBe(0);
  change.write('.git/hooks/pre-commit', '#!/bin/sh\nexit 0\n');
  change.run(['init', '--hooks']);
  expect(change.read('.git/hooks/pre-commit')).toBe('#!/bin/sh\nexit 0\n');
});

describe('CODEOWNERS', () => {
  const config = apart.replace('[tl@example.org]', "['@tl', ops]");

  test('asks whom the roles name, and touches nothing else in the file', slow, () => {
    place = new ReviewPlayground(config, draft);
    const { status, stdout, stderr } = place.run(['codeowners']);
    expect(status).toBe(0);
    expect(stderr).toBe('ops is no handle that a forge knows: write @name, @team/name or an e-mail address\n');
    expect(stdout).toContain('\n/specs/*.md @tl em@example.org sec@example.org\n');
    expect(stdout).toContain('\n/specwright.yaml @tl em@example.org sec@example.org\n');
    place.write('.github/CODEOWNERS', '* @everybody\r\n\r\n# notes\r\n');
    expect(place.run(['codeowners', '--check']).status).toBe(1);
    place.run(['codeowners', '--write']);
    const written = place.read('.github/CODEOWNERS');
    expect(written.startsWith('* @everybody\r\n\r\n# notes\r\n\r\n# specwright: begin\r\n')).toBe(true);
    expect(written.replaceAll('\r\n', '')).not.toContain('\n');
    expect(place.run(['codeowners', '--check']).status).toBe(0);
    place.write('.github/CODEOWNERS', `${written}/last @other\r\n`);
    place.write('specwright.yaml', config.replace('em@example.org', 'eva@example.org'));
    place.run(['codeowners', '--write']);
    expect(place.read('.github/CODEOWNERS')).toBe(`${written.replaceAll('em@', 'eva@')}/last @other\r\n`);
  });

  test('a file whose marks somebody broke is left alone', slow, () => {
    place = new ReviewPlayground(config, draft);
    place.write('CODEOWNERS', '# specwright: begin\n/a @b\n');
    const { status, stderr } = place.run(['codeowners', '--write']);
    expect({ status, text: place.read('CODEOWNERS') }).toEqual({ status: 2, text: '# specwright: begin\n/a @b\n' });
    expect(stderr).toContain('nothing was changed');
  });
});
