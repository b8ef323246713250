import { spawn } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { cleanPlan, faultyPlan, Playground, playgroundOfPlans, program, template } from './playground.ts';

let playground: Playground;
afterEach(() => playground.remove());

function plans(): Playground {
  playground = playgroundOfPlans();
  return playground;
}

const codesOf = (stdout: string): string[] =>
  JSON.parse(stdout).diagnostics.map((diagnostic: { code: string }) => diagnostic.code);

describe('exit codes', () => {
  test('0 when nothing is found', () => {
    const { status, stdout } = plans().run(['check', 'plans/clean.md']);
    expect(stdout).toBe('1 document checked: no findings\n');
    expect(status).toBe(0);
  });

  test('1 for findings of the failing severity, which can be said', () => {
    plans();
    expect(playground.run(['check', 'plans']).status).toBe(1);
    const only = ['check', 'plans', '--rule', 'choice-case'];
    expect(codesOf(playground.run([...only, '--format', 'json']).stdout)).toEqual(['MET304']);
    expect(playground.run(only).status).toBe(0);
    expect(playground.run([...only, '--fail-on', 'warning']).status).toBe(1);
  });

  test('2 for a path that leads nowhere; the rest is checked all the same', () => {
    const { status, stdout } = plans().run(['check', 'plans', 'plns', '--format', 'json']);
    expect(status).toBe(2);
    expect(JSON.parse(stdout).documents).toBe(2);
    expect(stdout).toContain('did you mean plans');
    expect(codesOf(stdout)).toContain('DOC901');
  });

  test('2 for a mistake on the command line, with what was probably meant', () => {
    plans();
    const wrong: [string[], RegExp][] = [
      [['chekc'], /Did you mean check\?/],
      [['check', '--formt', 'json'], /Did you mean --format\?/],
      [['check', '--format', 'xml'], /Allowed choices are text, json/],
      [['check', '--rule', 'missing-secton'], /Did you mean missing-section\?/],
      [['check', '--template', 'nowhere.md'], /nowhere\.md cannot be used/],
      [['check', '--jobs', 'many'], /whole number/],
      [['check', '--dry-run'], /Add --fix/],
      [['explain', 'mising-section'], /Did you mean missing-section\?/],
    ];
    for (const [words, answer] of wrong) {
      const { status, stdout, stderr } = playground.run(words);
      expect(stderr).toMatch(answer);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect({ words, status, stdout }).toEqual({ words, status: 2, stdout: '' });
    }
  });
});

describe('output', () => {
  test('JSON is the contract, with places in the decoded file', () => {
    const { stdout } = plans().run(['check', 'plans', '--format', 'json']);
    const output = JSON.parse(stdout);
    expect(Object.keys(output)).toEqual(['version', 'documents', 'summary', 'diagnostics']);
    expect(output.documents).toBe(2);
    const found = output.diagnostics.find((diagnostic: { code: string }) => diagnostic.code === 'MET304');
    const start = faultyPlan.indexOf('agreed');
    expect(found).toMatchObject({
      name: 'choice-case',
      file: 'plans/faulty.md',
      address: 'status',
      start: { line: 3, column: 13, offset: start },
      end: { line: 3, column: 19, offset: start + 6 },
      template: { file: 'plans/template.md', start: { line: 3 } },
      fixes: [{ kind: 'safe', edits: [{ start, end: start + 6, text: 'Agreed' }] }],
    });
  });

  test('every machine format is written whole and says nothing else on its stream', () => {
    plans();
    const run = (format: string): string => playground.run(['check', 'plans', '--format', format]).stdout;
    expect(JSON.parse(run('sarif')).runs[0].results.length).toBeGreaterThan(0);
    expect(JSON.parse(run('gitlab'))[0].location.path).toBe('plans/faulty.md');
    expect(run('github')).toMatch(/^::error file=plans\/faulty\.md,line=/);
    expect(run('junit')).toMatch(/^<\?xml[\s\S]*<\/testsuites>\n$/);
  });

  test('names are such that the working folder leads to them', () => {
    plans();
    mkdirSync(playground.path('elsewhere'));
    const { stdout } = playground.shell('cd elsewhere && specwright check ../plans --format json');
    expect(JSON.parse(stdout).diagnostics[0].file).toBe('../plans/faulty.md');
    const absolute = playground.shell(`cd elsewhere && specwright check '${playground.path('plans')}' --format json`);
    expect(JSON.parse(absolute.stdout).diagnostics[0].file).toBe(playground.path('plans/faulty.md'));
  });

  test('colour is only where it is wanted', () => {
    plans();
    expect(playground.run(['check', 'plans']).stdout).not.toContain('\u{1B}');
    expect(playground.run(['check', 'plans', '--color', 'always']).stdout).toContain('\u{1B}[');
    const forced = { NO_COLOR: '', FORCE_COLOR: '1' };
    expect(playground.run(['check', 'plans'], '', forced).stdout).toContain('\u{1B}[');
    expect(playground.run(['check', 'plans', '--color', 'never'], '', forced).stdout).not.toContain('\u{1B}');
  });

  test('a reader that leaves early is no failure', () => {
    plans();
    const { stdout, stderr } = playground.shell('specwright explain | head -1');
    expect(stdout).toMatch(/^code/);
    expect(stderr).toBe('');
  });

  test('few findings are shown in full, many by rule, and the next command is named', () => {
    playground = new Playground({ 'plans/template.md': template });
    for (let index = 0; index < 40; index += 1) playground.write(`plans/${index}.md`, faultyPlan);
    const { stdout, stderr } = playground.run(['check', 'plans']);
    expect(stdout).toContain('These 10 are the most telling of');
    expect(stdout).toMatch(/MET304 +choice-case +warning +40 +40 +40/);
    expect(stderr).toContain('Template: plans/template.md (closest match');
    expect(stderr).toContain('specwright check plans --update-baseline');
    const all = playground.run(['check', 'plans', '--max-findings', 'all']).stdout;
    expect(all.match(/choice-case/g)).toHaveLength(40);
  });
});

describe('fixes', () => {
  test('--dry-run shows the difference and changes nothing', () => {
    const { stdout } = plans().run(['check', 'plans', '--fix', '--dry-run']);
    expect(stdout).toContain('--- a/plans/faulty.md\n+++ b/plans/faulty.md\n');
    expect(stdout).toContain('-**Status**: agreed\n+**Status**: Agreed\n');
    expect(playground.read('plans/faulty.md')).toBe(faultyPlan);
  });

  test('--dry-run shows a person what control characters there are, and gives a program the text as it is', () => {
    const owner = 'Ada\u{1B}]0;title\u{7} Park\u{9B}2J\tx';
    plans().write('plans/faulty.md', faultyPlan.replace('Ada Park', owner));
    const words = ['check', 'plans', '--fix', '--dry-run', '--off', 'missing-section', '--color'];
    const shown = stripVTControlCharacters(playground.run([...words, 'always']).stdout);
    expect(shown).toContain(' **Owner**: Ada\\x1b]0;title\\x07 Park\\x9b2J\tx\n');
    expect(shown.replaceAll(/[\t\n]/g, '')).toMatch(/^[^\p{Cc}]*$/u);
    expect(playground.run([...words, 'never']).stdout).toContain(` **Owner**: ${owner}\n`);
  });

  test('--fix changes the bytes concerned only, and a second time nothing', () => {
    plans();
    const crlf = faultyPlan.replaceAll('\n', '\r\n');
    playground.write('plans/faulty.md', `\u{FEFF}${crlf}`);
    chmodSync(playground.path('plans/faulty.md'), 0o640);
    expect(playground.run(['check', 'plans', '--fix']).stderr).toContain('Mended 1 finding in 1 file');
    expect(playground.read('plans/faulty.md')).toBe(`\u{FEFF}${crlf.replace('agreed', 'Agreed')}`);
    expect(statSync(playground.path('plans/faulty.md')).mode & 0o777).toBe(0o640);
    const before = statSync(playground.path('plans/faulty.md'));
    expect(playground.run(['check', 'plans', '--fix']).stderr).toContain('Nothing to mend safely');
    expect(statSync(playground.path('plans/faulty.md')).mtimeMs).toBe(before.mtimeMs);
  });

  test('--fix keeps a link a link', () => {
    plans();
    playground.write('kept/real.md', faultyPlan);
    symlinkSync('../kept/real.md', playground.path('plans/linked.md'));
    playground.run(['check', 'plans/linked.md', '--template', 'plans/template.md', '--fix']);
    expect(lstatSync(playground.path('plans/linked.md')).isSymbolicLink()).toBe(true);
    expect(playground.read('kept/real.md')).toContain('**Status**: Agreed');
  });

  test('--fix-suggested asks, and can skip, undo and quit', () => {
    plans();
    const path = ['check', 'plans/faulty.md', '--fix-suggested', '--rule', 'missing-section'];
    playground.run(path, 'n\n');
    expect(playground.read('plans/faulty.md')).toBe(faultyPlan);
    const undone = playground.run(path, 'y\nu\nq\n');
    expect(undone.stderr).toContain('## Steps');
    expect(playground.read('plans/faulty.md')).toBe(faultyPlan);
    playground.run(path, 'y\n');
    expect(playground.read('plans/faulty.md')).toContain('## Steps\n\n- [Step]\n');
  });
});

describe('baseline', () => {
  test('accepts what is there, shows what is new, and is pruned', () => {
    plans();
    expect(playground.run(['check', 'plans', '--update-baseline']).status).toBe(0);
    expect(playground.run(['check', 'plans']).status).toBe(0);
    playground.write('plans/new.md', faultyPlan.replace('Loud', 'New'));
    const files = JSON.parse(playground.run(['check', 'plans', '--format', 'json']).stdout).diagnostics.map(
      (diagnostic: { file: string }) => diagnostic.file,
    );
    expect(new Set(files)).toEqual(new Set(['plans/new.md']));
    playground.write('plans/faulty.md', cleanPlan);
    expect(playground.run(['check', 'plans', '--prune']).stderr).toMatch(
      /took out \d+ findings? that are gone, 0 left/,
    );
  });

  test('is written anew only for what was looked for', () => {
    plans();
    playground.run(['check', 'plans', '--update-baseline']);
    const all = playground.read('specwright-baseline.json');
    playground.run(['check', 'plans', '--update-baseline', '--rule', 'choice-case']);
    expect(playground.read('specwright-baseline.json')).toBe(all);
    playground.git('init', '-q');
    playground.git('add', '.');
    playground.git('commit', '-q', '-m', 'one');
    playground.run(['check', 'plans', '--update-baseline', '--changed-since', 'HEAD']);
    expect(playground.read('specwright-baseline.json')).toBe(all);
  });

  test('a damaged one is told', () => {
    plans().write('base.json', '{');
    const { status, stderr } = playground.run(['check', 'plans', '--baseline', 'base.json']);
    expect(stderr).toContain('base.json: The baseline is not JSON');
    expect(status).toBe(2);
  });
});

describe('git', () => {
  test('--changed-since gives findings of changed documents only', () => {
    plans();
    playground.git('init', '-q');
    playground.git('add', '.');
    playground.git('commit', '-q', '-m', 'one');
    const check = ['check', 'plans', '--changed-since', 'HEAD', '--format', 'json'];
    expect(codesOf(playground.run(check).stdout)).toEqual([]);
    playground.write('plans/new ü.md', faultyPlan);
    playground.write('plans/clean.md', cleanPlan.replace('Agreed', 'agreed'));
    const files = JSON.parse(playground.run(check).stdout).diagnostics.map((found: { file: string }) => found.file);
    expect(new Set(files)).toEqual(new Set(['plans/clean.md', 'plans/new ü.md']));
  });

  test('a revision cannot be an option of git', () => {
    plans();
    playground.git('init', '-q');
    playground.git('commit', '-q', '--allow-empty', '-m', 'one');
    const { status, stderr } = playground.run(['check', 'plans', '--changed-since=--output=stolen']);
    expect(stderr).toContain('git knows no revision "--output=stolen"');
    expect(status).toBe(2);
  });

  test('a folder without a repository is told', () => {
    const { stderr, status } = plans().run(['check', 'plans', '--changed-since', 'main']);
    expect(stderr).toContain('is not in a git repository');
    expect(status).toBe(2);
  });
});

describe('bad input', () => {
  test('what cannot be read is a finding, and the rest goes on', () => {
    plans();
    mkdirSync(playground.path('plans/folder.md'));
    playground.write('plans/latin1.md', Buffer.from('# Plan: Caf\xe9\n', 'latin1'));
    playground.write('plans/utf16.md', Buffer.from('\ufeff# Plan', 'utf16le'));
    symlinkSync('loop.md', playground.path('plans/loop.md'));
    symlinkSync('..', playground.path('plans/up'));
    const { stdout, status } = playground.run(['check', 'plans', '--rule', 'unreadable', '--format', 'json']);
    const output = JSON.parse(stdout);
    expect(output.documents).toBe(2);
    expect(output.diagnostics.map((found: { file: string }) => found.file)).toEqual([
      'plans/latin1.md',
      'plans/loop.md',
      'plans/utf16.md',
    ]);
    expect(output.diagnostics[0].message).toContain('line 1, column 12');
    expect(status).toBe(1);
  });

  test('mistakes in the configuration are findings at their place', () => {
    plans();
    const config = 'templates:\n  - file: plans/template.md\n    documents: [plans/*.md]\nfailsOn: warning\n';
    playground.write('specwright.yaml', config);
    const output = JSON.parse(playground.run(['check', '--format', 'json']).stdout);
    const found = output.diagnostics.find((diagnostic: { file: string }) => diagnostic.file === 'specwright.yaml');
    expect(found).toMatchObject({ code: 'DOC906', start: { line: 4, column: 1 } });
    expect(found.message).toContain('did you mean `failOn`');
    expect(output.documents).toBe(2);
  });

  test('a document that changes while it is mended is left alone', async () => {
    plans();
    const words = ['check', 'plans/faulty.md', '--fix-suggested'];
    const child = spawn(process.execPath, [program, ...words], { cwd: playground.folder, env: playground.env });
    let stderr = '';
    let changed = false;
    child.stderr.on('data', (data) => {
      stderr += data;
      if (changed || !stderr.includes('q write and quit')) return;
      changed = true;
      playground.write('plans/faulty.md', `${faultyPlan}changed`);
      child.stdin.end('q\n');
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toContain('changed while it was being edited; it was left alone');
    expect(playground.read('plans/faulty.md')).toBe(`${faultyPlan}changed`);
    expect(status).toBe(2);
  });
});
