import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { cleanPlan, type Playground, playgroundOfPlans, program, template } from './playground.ts';

let playground: Playground;
afterEach(() => playground.remove());

function plans(): Playground {
  playground = playgroundOfPlans();
  return playground;
}

test('--version is the version of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(plans().run(['--version']).stdout).toBe(`${version}\n`);
});

test('every command has help with examples that parse', () => {
  plans();
  const top = playground.run(['--help']).stdout;
  const commands = [...top.matchAll(/^ {2}([a-z-]+) .*$/gm)].map((match) => match[1] as string);
  expect(commands).toContain('open-questions');
  const helpOf = (...words: string[]): string => {
    const { stdout, status } = playground.run([...words, '--help']);
    expect([words, status]).toEqual([words, 0]);
    return stdout;
  };
  for (const command of commands.filter((name) => name !== 'help' && name !== 'specwright')) {
    const [own = '', below = ''] = helpOf(command).split('\nCommands:\n');
    const inner = [...below.matchAll(/^ {2}([a-z-]+) \[options\]/gm)].map((match) => match[1] as string);
    // A word that only holds other commands leaves examples to them.
    const helps = inner.length > 0 && !own.includes('Options:\n  --') ? [] : [own + below];
    helps.push(...inner.map((name) => helpOf(command, name)));
    for (const help of helps) expect(help).toContain('Examples:\n  s');
  }
});

describe('show', () => {
  test('gives typed data, and a part by its address', () => {
    const whole = JSON.parse(plans().run(['show', 'plans/clean.md', '--json']).stdout);
    expect(whole).toMatchObject({
      template: 'plans/template.md',
      title: 'Plan: Quiet nights',
      status: 'Agreed',
      data: { status: 'Agreed', owner: 'Ada Park', steps: ['Watch the disks'], risks: [{ impact: 'Med' }] },
    });
    const { start, end } = whole.addresses['risks[1].impact'];
    expect(cleanPlan.slice(start.offset, end.offset)).toBe('Med');
    expect(start).toMatchObject({ line: 18 });
    expect(playground.run(['show', 'plans/clean.md', 'risks[1].impact']).stdout).toBe('Med\n');
    expect(JSON.parse(playground.run(['show', 'plans/clean.md', 'risks[1]', '--json']).stdout).data).toEqual({
      risk: 'The watcher fails',
      impact: 'Med',
    });
  });

  test('says what was probably meant by an address that leads nowhere', () => {
    const { stderr, status } = plans().run(['show', 'plans/clean.md', 'stepz']);
    expect(stderr).toContain('Did you mean steps');
    expect(status).toBe(2);
  });

  test('takes one document', () => {
    expect(plans().run(['show', 'plans']).stderr).toContain('not a folder');
  });
});

describe('list', () => {
  const titles = (stdout: string): string[] =>
    JSON.parse(stdout).documents.map((document: { title: string }) => document.title);

  test('filters on any field and sorts', () => {
    plans();
    const run = (...words: string[]): string[] => titles(playground.run(['list', 'plans', '--json', ...words]).stdout);
    expect(run('--sort', 'title')).toEqual(['Loud days', 'Quiet nights']);
    expect(run('--sort', '-title')).toEqual(['Quiet nights', 'Loud days']);
    expect(run('--where', 'risk.impact=med')).toEqual(['Quiet nights']);
    expect(run('--where', 'goal~day')).toEqual(['Loud days']);
    expect(run('--where', 'steps')).toEqual(['Quiet nights']);
    expect(run('--where', 'title!=Loud days')).toEqual(['Quiet nights']);
    expect(run('--where', 'status=agreed', '--where', 'owner=Ada Park')).toHaveLength(2);
  });

  test('says what was probably meant by a field that nobody has', () => {
    const { stderr, status } = plans().run(['list', 'plans', '--where', 'ownr=Ada']);
    expect(stderr).toContain('Did you mean owner?');
    expect(status).toBe(2);
  });
});

test('registers are tables, or JSON', () => {
  const { stdout } = plans().run(['risks', 'plans']);
  expect(stdout).toMatch(/^risk +.*impact.*where\n/);
  expect(stdout).toContain('plans/clean.md:18');
  expect(JSON.parse(playground.run(['risks', 'plans', '--json']).stdout).rows[0]).toMatchObject({
    risk: 'The watcher fails',
    file: 'plans/clean.md',
  });
  for (const register of ['metrics', 'tasks', 'open-questions', 'glossary']) {
    expect(playground.run([register, 'plans']).stdout).toMatch(/^0 \w+s in 2 documents\n$/);
  }
});

describe('template', () => {
  test('explain shows every line, and is JSON for programs', () => {
    const { stdout } = plans().run(['template', 'explain', 'plans/template.md']);
    for (const line of template.split('\n')) expect(stdout).toContain(line.slice(0, 30));
    const { readings } = JSON.parse(playground.run(['template', 'explain', 'plans/template.md', '--json']).stdout);
    expect(readings).toContainEqual(
      expect.objectContaining({ kind: 'field', name: 'Status', type: 'choice', choices: ['Draft', 'Agreed', 'Done'] }),
    );
  });

  test('schema and types describe the data', () => {
    const schema = JSON.parse(plans().run(['template', 'schema', 'plans/template.md']).stdout);
    expect(schema.properties.steps.type).toBe('array');
    expect(playground.run(['template', 'types', 'plans/template.md']).stdout).toMatch(/steps\??: /);
  });

  test('list names those that documents may follow', () => {
    const { templates } = JSON.parse(plans().run(['template', 'list', 'plans', '--json']).stdout);
    expect(templates.map((each: { file: string }) => each.file)).toEqual([
      'plans/template.md',
      'builtin/technical-spec.md',
    ]);
  });
});

test('explain shows one code, or all', () => {
  expect(plans().run(['explain', 'missing-section']).stdout).toMatch(/^STR101 missing-section\n/);
  expect(playground.run(['explain', 'str101', '--json']).stdout).toContain('"name": "missing-section"');
  expect(playground.run(['explain']).stdout).toContain('DOC901');
});

test('completion for bash completes commands, flags and choices', () => {
  plans();
  const script = `source <(specwright completion bash)
    try() { COMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _specwright; echo "\${COMPREPLY[*]}"; }
    try sw che; try sw template e; try sw check --form; try sw check --format sa; try sw completion f; try sw show plans/cl`;
  expect(playground.shell(script).stdout.split('\n')).toEqual([
    'check',
    'explain',
    '--format',
    'sarif',
    'fish',
    'plans/clean.md',
    '',
  ]);
});

const isThere = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

test.skipIf(!isThere('fish'))('completion for fish completes commands, flags and choices', () => {
  plans();
  playground.write('script.fish', playground.run(['completion', 'fish']).stdout);
  const complete = (line: string): string[] => {
    const script = `source script.fish; complete -C'specwright ${line}'`;
    const run = spawnSync('fish', ['--no-config', '-c', script], { cwd: playground.folder, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    return run.stdout.split('\n').flatMap((found) => (found === '' ? [] : [found.split('\t')[0] as string]));
  };
  expect(complete('che')).toEqual(['check']);
  expect(complete('template e')).toEqual(['explain']);
  expect(complete('check --format sa')).toEqual(['sarif']);
  expect(complete('completion f')).toEqual(['fish']);
  expect(complete('show plans/cl')).toEqual(['plans/clean.md']);
  expect(complete('help te')).toEqual(['template']);
  expect(complete('list --so')).toEqual(['--sort']);
  // A word that is a command elsewhere means nothing here.
  expect(complete('template list --so')).toEqual([]);
  expect(complete('show check --f')).toEqual([]);
});

test.skipIf(!isThere('zsh'))(
  'completion for zsh completes commands, flags and choices',
  () => {
    plans();
    playground.write('script.zsh', playground.run(['completion', 'zsh']).stdout);
    // A real prompt in a terminal of its own; the widget shows the line as completion leaves it.
    const script = `zmodload zsh/zpty
    try() {
      zpty prompt zsh -f -i
      zpty -w prompt 'PROMPT= PS2=; unsetopt beep; autoload -U compinit; compinit -u -D; source ./script.zsh'
      zpty -w prompt 'show() { zle complete-word; print -r -- "<<$BUFFER>>" }; zle -N show; bindkey "^I" show'
      zpty -w prompt 'print READY"NOW"'
      local line seen=''
      repeat 2000; do zpty -r -t prompt line && seen+=$line || sleep 0.005; [[ $seen == *READYNOW* ]] && break; done
      seen=''
      zpty -w -n prompt "specwright $1"$'\\t'
      repeat 2000; do zpty -r -t prompt line && seen+=$line || sleep 0.005; [[ $seen == *'>>'* ]] && break; done
      seen=\${seen#*<<}; print -r -- "\${seen%%>>*}"; zpty -d prompt
    }
    for line in "$@"; do try $line; done`;
    const lines = [
      'che',
      'template e',
      'check --form',
      'check --format sa',
      'completion f',
      'show plans/cl',
      'help te',
    ];
    const run = spawnSync('zsh', ['-f', '-c', script, 'zsh', ...lines], {
      cwd: playground.folder,
      env: { ...playground.env, TERM: 'dumb' },
      encoding: 'utf8',
    });
    expect(run.stdout.split('\n').map((line) => line.trim())).toEqual([
      'specwright check',
      'specwright template explain',
      'specwright check --format',
      'specwright check --format sarif',
      'specwright completion fish',
      'specwright show plans/clean.md',
      'specwright help template',
      '',
    ]);
  },
  60_000,
);

test('--watch checks again after a change and ends with Ctrl+C', async () => {
  plans();
  const child = spawn(process.execPath, [program, 'check', 'plans', '--watch'], {
    cwd: playground.folder,
    env: playground.env,
  });
  let output = '';
  const until = async (part: RegExp): Promise<void> => {
    while (!part.test(output)) await new Promise((resolve) => setTimeout(resolve, 30));
  };
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    output += data;
  });
  // Findings and notes come through two pipes, which keep no order between them.
  await until(/Watching for changes/);
  await until(/choice-case/);
  output = '';
  playground.write('plans/faulty.md', cleanPlan);
  await until(/no findings/);
  await until(/Watching for changes/);
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});
