import { afterEach, describe, expect, test } from 'vitest';
import { mergeAttribute, setMergeDriver } from '../src/workspace/merge-driver.ts';
import { cleanPlan, Playground, program, template } from './playground.ts';

let playground: Playground;

afterEach(() => playground.remove());

/** A repository whose `.md` files git merges with the real program; one plan is committed on `main`. */
function repository(): void {
  playground = new Playground({
    'plans/template.md': template,
    'plans/plan.md': cleanPlan,
    '.gitattributes': `${mergeAttribute('*.md')}\n`,
  });
  playground.git('init', '-q');
  playground.git('config', 'user.name', 'Ada');
  playground.git('config', 'user.email', 'ada@example.org');
  setMergeDriver(playground.folder);
  const driver = `'${process.execPath}' '${program}' merge-file %O %A %B %P`;
  playground.git('config', 'merge.specwright.driver', driver);
  commit('Add the plan');
}

function commit(message: string): void {
  playground.git('add', '-A');
  playground.git('commit', '-qm', message);
}

function save(change: (text: string) => string, message: string): void {
  const text = playground.read('plans/plan.md');
  playground.write('plans/plan.md', change(text));
  commit(message);
}

const withRow = (row: string) => (text: string) => text.replace(/\n$/u, `\n${row}\n`);
const first = '| Nobody reads the alarm | High |';
const second = '| The pager is silent | Low |';

describe('as a git merge driver', () => {
  test('a merge keeps the rows that both added', () => {
    repository();
    playground.git('checkout', '-qb', 'side');
    save(withRow(first), 'A risk');
    playground.git('checkout', '-q', 'main');
    save(withRow(second), 'Another risk');
    playground.git('merge', '-q', '--no-edit', 'side');
    expect(playground.read('plans/plan.md')).toBe(`${cleanPlan}${first}\n${second}\n`);
  });

  test('a rebase and a cherry-pick do so, too', () => {
    repository();
    playground.git('checkout', '-qb', 'side');
    save(withRow(first), 'A risk');
    save((text) => text.replace('Ada Park', 'Bo Lind'), 'Another owner');
    playground.git('checkout', '-qb', 'picked', 'main');
    save((text) => text.replace('Agreed', 'Done').replace('- Watch', '- Watch and count'), 'Done');
    playground.git('cherry-pick', 'side~1');
    playground.git('checkout', '-q', 'side');
    playground.git('rebase', '-q', 'picked');
    const text = playground.read('plans/plan.md');
    expect(text).toBe(
      `${cleanPlan.replace('Agreed', 'Done').replace('Ada Park', 'Bo Lind').replace('- Watch', '- Watch and count')}${first}\n`,
    );
  });

  test('a conflict is marked once, and git knows of it', () => {
    repository();
    playground.git('checkout', '-qb', 'side');
    save((text) => text.replace('| Med |', '| High |').replace('Quiet nights', 'Silent nights'), 'Worse');
    playground.git('checkout', '-q', 'main');
    save((text) => text.replace('| Med |', '| Low |'), 'Better');
    const { status, stdout, stderr } = playground.shell('git merge --no-edit side');
    expect(status).toBe(1);
    expect(stdout).toContain('CONFLICT (content): Merge conflict in plans/plan.md');
    expect(stderr).toContain('plans/plan.md:18: risks[1].impact: both changed it');
    const expected = cleanPlan
      .replace('Quiet nights', 'Silent nights')
      .replace(
        '| The watcher fails | Med |',
        '<<<<<<< ours\n| The watcher fails | Low |\n=======\n| The watcher fails | High |\n>>>>>>> theirs',
      );
    expect(playground.read('plans/plan.md')).toBe(expected);
  });
});

describe('merge-file', () => {
  const files = {
    'template.md': template,
    'base.md': cleanPlan,
    'ours.md': withRow(first)(cleanPlan),
    'theirs.md': withRow(second)(cleanPlan).replaceAll('\n', '\r\n'),
  };

  test('writes ours, or prints and leaves it', () => {
    playground = new Playground(files);
    const printed = playground.run(['merge-file', '-p', 'base.md', 'ours.md', 'theirs.md']);
    expect(printed).toMatchObject({ status: 0, stderr: '' });
    expect(playground.read('ours.md')).toBe(files['ours.md']);
    expect(playground.run(['merge-file', 'base.md', 'ours.md', 'theirs.md']).status).toBe(0);
    expect(playground.read('ours.md')).toBe(printed.stdout);
    expect(printed.stdout).toBe(`${cleanPlan}${first}\n${second}\n`.replaceAll('\n', '\r\n'));
  });

  test('gives the number of conflicts, with the names that were asked for', () => {
    playground = new Playground({
      ...files,
      'ours.md': cleanPlan.replace('Agreed', 'Done').replace('a full disk', 'a full bin'),
      'theirs.md': cleanPlan.replace('Agreed', 'Draft').replace('a full disk', 'a full box'),
    });
    const words = [
      'merge-file',
      '--json',
      '-L',
      'HEAD',
      '-L',
      'base',
      '-L',
      'topic',
      'base.md',
      'ours.md',
      'theirs.md',
    ];
    const { status, stdout } = playground.run(words);
    const { conflicts, text } = JSON.parse(stdout);
    expect(status).toBe(2);
    expect(conflicts.map(({ address, line }: { address: string; line: number }) => [address, line])).toEqual([
      ['status', 3],
      ['goal', 12],
    ]);
    expect(text).toContain('<<<<<<< HEAD\n**Status**: Done\n=======\n**Status**: Draft\n>>>>>>> topic\n');
  });

  test('leaves what is no text to git, and says which file is missing', () => {
    playground = new Playground({ ...files, 'ours.md': Buffer.from([0xff, 0xfe, 0x00, 0x41, 0x0a]) });
    const binary = playground.run(['merge-file', 'base.md', 'ours.md', 'theirs.md']);
    expect(binary.status).toBe(1);
    expect(binary.stderr).toContain('Cannot merge binary files');
    const missing = playground.run(['merge-file', 'none.md', 'ours.md', 'theirs.md']);
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('none.md: no such file');
  });
});
