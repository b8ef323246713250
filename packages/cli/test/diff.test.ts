import { afterEach, describe, expect, test } from 'vitest';
import { cleanPlan, Playground, playgroundOfPlans } from './playground.ts';

let playground: Playground;

afterEach(() => playground.remove());

function repository(): void {
  playground = playgroundOfPlans();
  playground.git('init', '-q');
  commit('Add the plans');
}

function commit(message: string): void {
  playground.git('add', '-A');
  playground.git('commit', '-qm', message);
}

const changed = cleanPlan.replace('Ada Park', 'Bo Lind').replace('| Med |', '| High |');

describe('diff in git', () => {
  test('shows what changed since the last commit, and nothing for another way of writing', () => {
    repository();
    expect(playground.run(['diff'])).toEqual({
      status: 0,
      stdout: 'No differences between HEAD and working files\n',
      stderr: '',
    });
    playground.write('plans/clean.md', cleanPlan.replace('- Watch', '* Watch').replaceAll('\n', '\r\n'));
    expect(playground.run(['diff', '--exit-code']).status).toBe(0);
    playground.write('plans/clean.md', changed);
    const { status, stdout } = playground.run(['diff', '--exit-code', 'plans']);
    expect(status).toBe(1);
    expect(stdout).toBe(`plans/clean.md

Metadata
  ~ Owner: [-Ada Park-]{+Bo Lind+}

Risks
  ~ The watcher fails · Impact: [-Med-]{+High+}
`);
  });

  test('colours the words instead of marking them', () => {
    repository();
    playground.write('plans/clean.md', changed);
    const { stdout } = playground.run(['diff', '--color', 'always']);
    expect(stdout).toContain('\u{1B}[32mHigh\u{1B}[39m');
    expect(stdout).not.toContain('{+');
  });

  test('follows new, removed and renamed documents between revisions', () => {
    repository();
    playground.git('mv', 'plans/clean.md', 'plans/quiet.md');
    playground.write('plans/quiet.md', changed);
    playground.write('plans/new.md', cleanPlan.replace('Quiet nights', 'New days').replace('full disk', 'dark lamp'));
    playground.git('rm', '-q', 'plans/faulty.md');
    commit('Change the plans');
    const { stdout } = playground.run(['diff', '--from', 'HEAD~1', '--to', 'HEAD', '--json']);
    const { documents } = JSON.parse(stdout);
    const told = documents.map(({ file, from, state, changes }: Record<string, unknown[]>) => [
      file,
      from,
      state,
      changes?.length,
    ]);
    expect(told).toEqual([
      ['plans/faulty.md', null, 'removed', 0],
      ['plans/new.md', null, 'added', 0],
      ['plans/quiet.md', 'plans/clean.md', 'changed', 2],
    ]);
    expect(playground.run(['diff', '--from', 'HEAD~1', '--stat']).stdout).toContain('2 changed');
  });

  test('says what it cannot find', () => {
    repository();
    expect(playground.run(['diff', 'plans/none.md'])).toMatchObject({ status: 2, stdout: '' });
    expect(playground.run(['diff', '--from', 'nowhere']).stderr).toContain('git knows no revision "nowhere"');
  });
});

test('two files are compared without git, even when no template fits', () => {
  playground = new Playground({ 'a.md': '# A\n\n## One\n\nRed words.\n', 'b.md': '# A\n\n## One\n\nBlue words.\n' });
  const { status, stdout } = playground.run(['diff', 'a.md', 'b.md']);
  expect(status).toBe(0);
  expect(stdout).toBe('b.md (was a.md)\n\nOne\n  ~ [-Red-]{+Blue+} words.\n');
});
