import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { cleanPlan, Playground, template } from './playground.ts';

let playground: Playground;
afterEach(() => playground.remove());

/** Another name, a new field, a new choice in place of an old one, a new section. */
const newer = `${template
  .replace('## Goal', '## Purpose')
  .replace('**Owner**: [Name]', '**Owner**: [Name]\n**Team**: [Team]')
  .replace('High/Med/Low', 'High/Medium/Low')}
## Rollback

[How do we go back?]
`;

const movedPlan = `${cleanPlan
  .replace('## Goal', '## Purpose')
  .replace('**Owner**: Ada Park', '**Owner**: Ada Park\n**Team**: [Team]')
  .replace('| Med |', '| Medium |')}
## Rollback

[How do we go back?]
`;

/** The template as it was in one commit and is now, with plans written to the first. */
function history(plans: Readonly<Record<string, string>> = { 'plans/one.md': cleanPlan }): Playground {
  const made = new Playground({ 'plans/template.md': template, ...plans });
  made.git('init', '-q');
  made.git('add', '.');
  made.git('commit', '-qm', 'Plans');
  made.write('plans/template.md', newer);
  return made;
}

describe('template diff', () => {
  test('shows what breaks, the documents it breaks, and the step that mends it', () => {
    playground = history({ 'plans/one.md': cleanPlan, 'plans/two.md': movedPlan });
    const { stdout, status } = playground.run(['template', 'diff', 'plans/template.md', '--from', 'HEAD']);
    expect(status).toBe(1);
    expect(stdout).toContain('Section "Goal" is called "Purpose" now  line 6 → 7  1 of 2 documents');
    expect(stdout).toContain('→ Change "Med" to "Medium" in column "Impact"');
    expect(stdout).toContain('4 breaking, 0 compatible, 0 editorial');
    expect(stdout).toContain('specwright template migrate --from HEAD --dry-run');
  });

  test('gives programs every change with both places', () => {
    playground = history();
    const { stdout } = playground.run(['template', 'diff', 'plans/template.md', '--from', 'HEAD', '--json']);
    const diff = JSON.parse(stdout);
    expect(diff).toMatchObject({ old: 'plans/template.md', documents: 1, breaking: 4 });
    expect(diff.changes).toContainEqual(
      expect.objectContaining({
        kind: 'section-renamed',
        severity: 'breaking',
        old: expect.objectContaining({ line: 6 }),
        new: expect.objectContaining({ line: 7 }),
        documents: 1,
      }),
    );
  });

  test('ends with 0 where nothing breaks', () => {
    playground = new Playground({ 'a.md': template, 'b.md': template.replace('[What for?]', '[What is it for?]') });
    const { stdout, status } = playground.run(['template', 'diff', 'a.md', 'b.md']);
    expect(status).toBe(0);
    expect(stdout).toContain('The help text of "Goal" is worded anew');
    expect(playground.run(['template', 'diff', 'a.md', 'a.md']).stdout).toContain('nothing changed');
  });

  test.each([
    [['plans/template.md'], 'Nothing to compare with'],
    [['plans/template.md', '--from', 'nowhere'], 'git knows no revision "nowhere"'],
    [['plans/template.md', 'plans/one.md', '--from', 'HEAD'], 'one template is enough'],
    [['plans/one.md', 'plans/lost.md'], 'plans/lost.md cannot be used'],
    [['plans/template.md', '--from', 'HEAD', '--map', 'Goal'], 'Write it as OLD=NEW'],
  ])('refuses %j', (words, said) => {
    playground = history();
    const { stderr, status } = playground.run(['template', 'diff', ...words]);
    expect(stderr).toContain(said);
    expect(status).toBe(2);
  });
});

describe('template migrate', () => {
  test('shows each step and every change, and changes nothing, when it is dry', () => {
    playground = history();
    const { stdout, status } = playground.run(['template', 'migrate', '--from', 'HEAD', '--dry-run']);
    expect(stdout).toContain('-## Goal\n+## Purpose');
    expect(stdout).toContain('Rename heading "Goal" to "Purpose"  1 document');
    expect(stdout).toContain('1 document would change');
    expect(status).toBe(0);
    expect(playground.read('plans/one.md')).toBe(cleanPlan);
  });

  test('moves documents, and a second time nothing', () => {
    playground = history();
    expect(playground.run(['template', 'migrate', 'plans', '--from', 'HEAD']).status).toBe(0);
    expect(playground.read('plans/one.md')).toBe(movedPlan);
    const { stdout } = playground.run(['template', 'migrate', 'plans', '--from', 'HEAD']);
    expect(stdout).toContain('0 documents changed, 1 fitted already, 0 left alone');
    expect(playground.read('plans/one.md')).toBe(movedPlan);
  });

  test('makes one step, goes from one file to another, and takes what a person says', () => {
    playground = new Playground({
      'templates/a.md': template,
      'templates/b.md': template.replace('Agreed', 'Settled'),
      'plans/one.md': cleanPlan,
    });
    const between = ['template', 'migrate', 'plans', '--from', 'templates/a.md', '--to', 'templates/b.md'];
    const open = playground.run(between);
    expect(open.stdout).toContain('State "Agreed" of "Status" is gone');
    expect(playground.read('plans/one.md')).toBe(cleanPlan);
    playground.run([...between, '--map', 'Agreed=Settled', '--step', '1']);
    expect(playground.read('plans/one.md')).toBe(cleanPlan.replace('Agreed', 'Settled'));
    const beyond = playground.run([...between, '--map', 'Agreed=Settled', '--step', '9']);
    expect(beyond).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('There is no step 9; the migration has 1 step'),
    });
  });

  test('names the documents it leaves alone, and moves the others', () => {
    const named = (text: string, goal: string): string => text.replace('## Goal', `## ${goal}`);
    const unsure = named(cleanPlan, 'Objectvie');
    playground = new Playground({
      'templates/a.md': named(template, 'Objective'),
      'templates/b.md': named(template, 'Purpose'),
      'plans/one.md': named(cleanPlan, 'Objective'),
      'plans/two.md': unsure,
    });
    const between = ['template', 'migrate', 'plans', '--from', 'templates/a.md', '--to', 'templates/b.md'];
    const { stdout, status } = playground.run(between);
    expect(status).toBe(1);
    expect(stdout).toContain('plans/two.md: heading "Objectvie" only resembles "Objective"');
    expect(playground.read('plans/two.md')).toBe(unsure);
    expect(playground.read('plans/one.md')).toBe(named(cleanPlan, 'Purpose'));
    const json = JSON.parse(playground.run([...between, '--json']).stdout);
    expect(json.ways[0].documents[1]).toMatchObject({ file: 'plans/two.md', changed: false });
  });

  test('lets links from other files follow the headings', () => {
    const readme = 'See [the goal](plans/one.md#goal), [its risks](plans/one.md#risks) and [#goal](#goal).\n';
    playground = history({ 'plans/one.md': cleanPlan, 'README.md': readme });
    playground.run(['template', 'migrate', 'plans', '--from', 'HEAD']);
    expect(playground.read('README.md')).toBe(readme.replace('one.md#goal', 'one.md#purpose'));
  });

  test('says what to do where no version is recorded', () => {
    playground = history();
    const { stderr, status } = playground.run(['template', 'migrate']);
    expect(stderr).toContain('no version of the template is recorded');
    expect(stderr).toContain('specwright template adopt');
    expect(status).toBe(1);
  });

  test('moves 600 documents in one command, each as it should be', () => {
    const plans = Object.fromEntries(
      Array.from({ length: 600 }, (_, index) => [
        `plans/${index}.md`,
        cleanPlan.replace('Quiet nights', `Night ${index}`),
      ]),
    );
    playground = history(plans);
    const { stdout } = playground.run(['template', 'migrate', '--from', 'HEAD']);
    expect(stdout).toContain('600 documents changed, 0 fitted already, 0 left alone');
    for (const name of Object.keys(plans)) {
      const number = /\d+/u.exec(name)?.[0];
      expect(playground.read(name)).toBe(movedPlan.replace('Quiet nights', `Night ${number}`));
    }
  });
});

describe('template adopt', () => {
  test('finds the version of a document’s first day, through renames of template and document', () => {
    playground = history();
    playground.git('mv', 'plans/one.md', 'plans/0001-one.md');
    playground.git('mv', 'plans/template.md', 'plans/plan-template.md');
    playground.git('commit', '-qam', 'Another template');
    playground.write('plans/0002-two.md', movedPlan);
    playground.git('add', '.');
    playground.git('commit', '-qm', 'Another plan');
    playground.write('plans/0003-three.md', movedPlan);
    const { stdout, status } = playground.run(['template', 'adopt', '--json']);
    expect(status).toBe(0);
    const { documents, unknown, recorded } = JSON.parse(stdout);
    expect(recorded).toBe(false);
    expect(unknown).toEqual(['plans/0003-three.md']);
    expect(documents).toMatchObject([
      { file: 'plans/0001-one.md', why: 'first-day', findings: 0, findingsWithCurrent: 4 },
      { file: 'plans/0002-two.md', why: 'first-day', findings: 0, findingsWithCurrent: 0 },
    ]);
    expect(documents[0].digest).not.toBe(documents[1].digest);
    expect(playground.run(['template', 'adopt']).stderr).toContain('Nothing is recorded yet');
  });

  test('finds the version that a document was brought in line with later, or written from', () => {
    playground = history({ 'plans/one.md': cleanPlan, 'plans/two.md': movedPlan });
    playground.git('commit', '-qam', 'Another template');
    playground.write('plans/three.md', cleanPlan);
    playground.git('add', '.');
    playground.git('commit', '-qm', 'From an old copy');
    const { documents } = JSON.parse(playground.run(['template', 'adopt', '--json']).stdout);
    expect(documents.map(({ why }: { why: string }) => why)).toEqual(['first-day', 'fits-better', 'fits-better']);
    expect(documents[0].digest).toBe(documents[1].digest);
  });

  test('is honest about a shallow clone and a folder without git', () => {
    playground = history();
    playground.git('commit', '-qam', 'Another template');
    spawnSync('git', ['clone', '-q', '--depth', '1', `file://${playground.folder}`, playground.path('clone')]);
    const { stderr, status } = playground.run(['template', 'adopt', 'clone']);
    expect(status).toBe(2);
    expect(stderr).toContain('This clone is shallow');
    expect(stderr).toContain('git fetch --unshallow');
    playground.remove();
    playground = new Playground({ 'template.md': template, 'one.md': cleanPlan });
    expect(playground.run(['template', 'adopt'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('not in a git repository'),
    });
  });
});

test('a workspace adopts its versions, checks against them, sees how far it is, and moves', () => {
  playground = history({ 'plans/one.md': cleanPlan, 'plans/two.md': cleanPlan });
  playground.git('commit', '-qam', 'Another template');
  const adopted = playground.run(['template', 'adopt', '--yes']);
  expect(adopted).toMatchObject({ status: 0, stdout: expect.stringContaining('Recorded for 2 documents') });
  const codes = (): string[] =>
    JSON.parse(playground.run(['check', '--format', 'json']).stdout).diagnostics.map(
      ({ code }: { code: string }) => code,
    );
  expect(codes()).toEqual(['XDC805', 'XDC805']);
  const drift = playground.run(['template', 'drift', '--json']);
  expect(drift.status).toBe(1);
  expect(JSON.parse(drift.stdout).documents).toMatchObject([
    { file: 'plans/one.md', behind: 4, automatic: true, changes: { breaking: 4 } },
    { file: 'plans/two.md', behind: 4, automatic: true },
  ]);
  expect(playground.run(['template', 'drift']).stdout).toContain('2 of 2 can be migrated without a person');
  expect(playground.run(['template', 'migrate']).stdout).toContain('2 documents changed');
  expect(playground.read('plans/one.md')).toBe(movedPlan);
  expect(playground.run(['template', 'migrate']).stdout).toContain('2 documents on the current version already');
  expect(playground.run(['template', 'drift'])).toMatchObject({ status: 0 });
  expect(codes().filter((code) => /^(?:XDC805|STR|MET301|TBL)/u.test(code))).toEqual([]);
});

test('check tells in a pull request what a change of the template breaks', () => {
  playground = history();
  const { stdout } = playground.run(['check', '--changed-since', 'HEAD', '--format', 'json']);
  const found = JSON.parse(stdout).diagnostics.filter(({ code }: { code: string }) => code === 'TPL907');
  expect(found).toHaveLength(4);
  expect(found[0].message).toContain('1 document here follows the template');
  const calm = JSON.parse(playground.run(['check', '--format', 'json']).stdout).diagnostics;
  expect(calm.filter(({ code }: { code: string }) => code === 'TPL907')).toEqual([]);
});
