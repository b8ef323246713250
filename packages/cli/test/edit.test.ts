import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { cleanPlan, Playground, playgroundOfPlans, program, template } from './playground.ts';

let playground: Playground;
afterEach(() => playground.remove());

function plans(): Playground {
  playground = playgroundOfPlans();
  return playground;
}

/** A template with every kind of part, and a document written from it. */
const fullTemplate = `# Spec: [Name]

**Author**: [Name]
**Status**: Draft | Done
**Updated**: YYYY-MM-DD

## Goals

- [Goal]

## Options

### Option 1: [Name]

**Pros**: [Why]

### Option 2: [Name]

**Pros**: [Why]

## Risks

| Risk | Impact |
|------|--------|
| [Risk] | High/Low |

## Open Questions

- [ ] [Question]
`;

const fullSpec = `# Spec: Nights

**Author**: Ada
**Status**: Draft
**Updated**: 2026-01-01

## Goals

- Sleep

## Options

### Option 1: Pager

**Pros**: Cheap

### Option 2: Robot

**Pros**: Awake

See [the robot](#option-2-robot).

## Risks

| Risk    | Impact |
|---------|--------|
| It rains | High   |

## Open Questions

- [ ] Who pays?
- [ ] When?
`;

function specs(): Playground {
  playground = new Playground({
    'templates/spec.md': fullTemplate,
    'specs/0001-nights.md': fullSpec,
    'README.md': 'The [robot](specs/0001-nights.md#option-2-robot) of [nights](./specs/0001-nights.md).\n',
    'specwright.yaml': 'templates:\n  - file: templates/spec.md\n    documents: [specs/**/*.md]\n',
  });
  return playground;
}

const spec = 'specs/0001-nights.md';

describe('set', () => {
  test('changes the value and the date of the last change, and nothing else', () => {
    const { status, stdout } = specs().run(['set', spec, 'status', 'done', 'risks[1].impact', 'Low']);
    expect(stdout).toBe(`Wrote ${spec}\n`);
    expect(status).toBe(0);
    const updated = /\*\*Updated\*\*: (\d{4}-\d{2}-\d{2})/u.exec(playground.read(spec))?.[1] ?? '';
    expect(updated).not.toBe('2026-01-01');
    const expected = fullSpec
      .replace('**Status**: Draft', '**Status**: Done')
      .replace('| High   |', '| Low    |')
      .replace('2026-01-01', updated);
    expect(playground.read(spec)).toBe(expected);
  });

  test('--keep-date leaves the date', () => {
    specs().run(['set', spec, 'author', 'Bo', '--keep-date']);
    expect(playground.read(spec)).toBe(fullSpec.replace('Ada', 'Bo'));
  });

  test.each([
    [['status', 'Doen'], '"Doen" is no choice of Status', 'Did you mean Done?'],
    [['updated', '2026-02-30'], '"2026-02-30" is no date for Updated', '--force'],
    [['risks[1].risk', 'a\nb'], 'A table cell holds one line', '<br>'],
    [['gaols', 'x'], 'There is nothing at the address "gaols"', 'goals'],
    [['pros', 'x'], 'The address "pros" may mean 2 places', 'options[1].pros, options[2].pros'],
    [['author', 'x', 'author', 'y'], 'Two of these edits are about the same text', 'one after the other'],
    [['author', 'Bo\n**Status**: Done'], 'would also change what is read at status', 'lines that begin like'],
    [['author'], 'There is no value for the address "author"', 'pairs'],
  ])('refuses %j and changes nothing', (words, message, hint) => {
    const { status, stderr } = specs().run(['set', spec, ...words]);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(status).toBe(2);
    expect(playground.read(spec)).toBe(fullSpec);
  });

  test('--force writes what the template does not allow', () => {
    specs().run(['set', spec, 'status', 'Dun', '--force', '--keep-date']);
    expect(playground.read(spec)).toContain('**Status**: Dun\n');
  });

  test('reads - from the input, and escapes pipes of cells', () => {
    specs().run(['set', spec, 'risks[1].risk', '-', '--keep-date'], 'wind | rain\n');
    expect(playground.read(spec)).toContain('| wind \\| rain | High   |');
  });

  test('--dry-run shows the difference, --json the edits; neither writes', () => {
    const { stdout } = specs().run(['set', spec, 'author', 'Bo', '--keep-date', '--dry-run']);
    expect(stdout).toContain('-**Author**: Ada\n+**Author**: Bo\n');
    const json = JSON.parse(playground.run(['set', spec, 'author', 'Bo', '--keep-date', '--dry-run', '--json']).stdout);
    const start = fullSpec.indexOf('Ada');
    expect(json).toEqual({
      document: spec,
      addresses: ['author'],
      dryRun: true,
      files: [{ file: spec, edits: [{ start, end: start + 3, text: 'Bo' }] }],
      notes: [],
    });
    expect(playground.read(spec)).toBe(fullSpec);
  });

  test('says so when everything is as wanted already', () => {
    const { status, stdout, stderr } = specs().run(['set', spec, 'author', 'Ada']);
    expect([status, stdout, stderr]).toEqual([0, '', 'Nothing to change: it is so already\n']);
  });

  test('keeps line ends, byte order mark, mode and links', () => {
    const windows = `\uFEFF${cleanPlan.replaceAll('\n', '\r\n')}`;
    plans().write('plans/clean.md', windows);
    chmodSync(playground.path('plans/clean.md'), 0o640);
    expect(playground.run(['set', 'plans/clean.md', 'goal', 'One line\n\nAnother']).status).toBe(0);
    const expected = cleanPlan.replace('Nobody is called at night for a full disk.', 'One line\n\nAnother');
    expect(playground.read('plans/clean.md')).toBe(`\uFEFF${expected.replaceAll('\n', '\r\n')}`);
    expect(statSync(playground.path('plans/clean.md')).mode & 0o777).toBe(0o640);
  });

  test('takes one document that follows a template', () => {
    expect(specs().run(['set', 'specs', 'author', 'Bo']).stderr).toContain('one document, not a folder');
    playground.write('notes.txt.md', 'Nothing.\n');
    expect(playground.run(['set', 'notes.txt.md', 'author', 'Bo']).stderr).toContain('No template fits');
    expect(playground.run(['set', 'specs/0001-night.md', 'author', 'Bo']).stderr).toContain(
      'did you mean 0001-nights.md',
    );
  });

  test('fields of front matter and of a file beside keep valid YAML', () => {
    playground = new Playground({
      'templates/a/README.md': '# [Name]\n\n## Goal\n\n[Goal]\n',
      'templates/a/meta.yaml': 'status: Draft | Done\nowners:\n  - "@name"\n',
      'specs/one/README.md': '# One\n\n## Goal\n\nSleep\n',
      'specs/one/meta.yaml': 'status: Draft # claimed\nowners:\n  - "@ada"\n',
      'specwright.yaml':
        'templates:\n  - file: templates/a/README.md\n    documents: [specs/**/*.md]\n    companion: meta.yaml\n',
    });
    const { stderr } = playground.run(['set', 'specs/one/README.md', 'status', 'done', 'owners', '@ada, #bo']);
    expect(stderr).toBe('');
    expect(playground.read('specs/one/meta.yaml')).toBe('status: Done # claimed\nowners:\n  - "@ada"\n  - "#bo"\n');
    expect(playground.read('specs/one/README.md')).toBe('# One\n\n## Goal\n\nSleep\n');
  });
});

describe('add and remove', () => {
  test('rows by column names, entries with their parts, items, missing parts', () => {
    specs();
    const run = (...words: string[]) => playground.run(['add', spec, ...words, '--keep-date']);
    expect(run('goals', 'Dream').stderr).toBe('');
    expect(run('risks', 'Snow', 'impact=low').stderr).toBe('');
    expect(run('options', 'Owl', 'pros=Wise').stderr).toBe('');
    const text = playground.read(spec);
    expect(text).toContain('- Sleep\n- Dream\n');
    expect(text).toContain('| Snow    | Low    |\n');
    expect(text).toContain('### Option 3: Owl\n\n**Pros**: Wise\n\n## Risks');
    expect(playground.run(['check', spec, '--fail-on', 'warning']).status).toBe(0);
    expect(run('goals').stderr).toContain('There is no text for the new item');
    expect(run('risks', 'Hail', 'impct=Low').stderr).toContain('Did you mean Impact?');
    expect(run('author', 'Bo').stderr).toContain('author is there already');
    playground.run(['remove', spec, 'author', 'goals', '--keep-date']);
    expect(playground.read(spec)).not.toContain('## Goals');
    expect(run('author', 'Bo').stderr).toBe('');
    expect(run('goals').stderr).toBe('');
    expect(playground.read(spec)).toContain('**Author**: Bo\n**Status**: Draft');
    expect(playground.read(spec)).toContain('## Goals\n\n- [Goal]\n\n## Options');
  });

  test('entries behind one that goes are counted anew, and links follow in the whole workspace', () => {
    specs().run(['remove', spec, 'options[1]', '--keep-date']);
    expect(playground.read(spec)).toContain('## Options\n\n### Option 1: Robot\n');
    expect(playground.read(spec)).toContain('[the robot](#option-1-robot)');
    expect(playground.read('README.md')).toContain('specs/0001-nights.md#option-1-robot');
  });

  test('says which links lead nowhere afterwards', () => {
    const { stderr } = specs().run(['remove', spec, 'options[2]', '--keep-date']);
    expect(stderr).toContain('Links that lead to a heading which is gone now: 1');
  });
});

describe('rename', () => {
  test('an entry, with the links to it', () => {
    specs().run(['rename', spec, 'options[robot]', 'Machine', '--keep-date']);
    expect(playground.read(spec)).toContain('### Option 2: Machine');
    expect(playground.read(spec)).toContain('(#option-2-machine)');
    expect(playground.read('README.md')).toContain('#option-2-machine');
  });

  test('a section of the document itself with what stands in it, and by force one of the template', () => {
    specs().write(spec, `${fullSpec}\n## Nights\n\nSee [goals](#goals).\n\n- One\n- Two\n\n### Deep\n\nWords.\n`);
    const own = playground.run(['rename', spec, 'nights', 'Long Nights', '--keep-date']);
    const forced = playground.run(['rename', spec, 'goals', 'Aims', '--force', '--keep-date']);
    expect([own.stderr, forced.stderr]).toEqual(['', '']);
    expect(playground.read(spec)).toContain('## Long Nights\n\nSee [goals](#aims).\n\n- One\n');
  });

  test('the file, with the links to it', () => {
    const { stderr, status } = specs().run(['rename', spec, '--file', '0001-sleep']);
    expect([stderr, status]).toEqual(['Renamed to specs/0001-sleep.md\n', 0]);
    expect(readdirSync(playground.path('specs'))).toEqual(['0001-sleep.md']);
    expect(playground.read('README.md')).toBe(
      'The [robot](specs/0001-sleep.md#option-2-robot) of [nights](./specs/0001-sleep.md).\n',
    );
  });

  test('never takes the place of another file, and leaves the names of the template', () => {
    specs().write('specs/0002-days.md', 'x');
    expect(playground.run(['rename', spec, '--file', '0002-days.md']).stderr).toContain('is there already');
    expect(playground.run(['rename', spec, 'goals', 'Aims']).stderr).toContain('is named by the template');
    expect(playground.read(spec)).toBe(fullSpec);
  });
});

test('tick, untick and resolve', () => {
  specs().run(['tick', spec, 'open-questions[1]', 'open-questions[2]', '--keep-date']);
  expect(playground.read(spec)).toContain('- [x] Who pays?\n- [x] When?\n');
  playground.run(['untick', spec, 'open-questions[2]', '--keep-date']);
  playground.run(['resolve', spec, 'open-questions[pays]', 'nobody']);
  const { stderr } = playground.run(['resolve', spec, 'open-questions[1]', 'The city', '--keep-date']);
  expect(stderr).toBe('');
  expect(playground.read(spec)).toContain('- [x] Who pays?\n  - **Answer**: The city\n- [ ] When?\n');
  const { rows } = JSON.parse(playground.run(['open-questions', 'specs', '--json']).stdout);
  expect(rows.map(({ question, answered, answer }: Record<string, unknown>) => [question, answered, answer])).toEqual([
    ['When?', false, null],
    ['Who pays?', true, 'The city'],
  ]);
  expect(playground.run(['tick', spec, 'goals[1]']).stderr).toContain('has no box to tick');
});

test('a folder that cannot be written to is named, and nothing changes', () => {
  specs();
  chmodSync(playground.path('specs'), 0o555);
  const { status, stderr } = playground.run(['set', spec, 'author', 'Bo']);
  chmodSync(playground.path('specs'), 0o755);
  // The super-user may write anywhere.
  if (process.getuid?.() === 0) return;
  expect(status).toBe(2);
  expect(stderr).toContain('permission denied');
  expect(playground.read(spec)).toBe(fullSpec);
});

describe('init and new', () => {
  test('init sets up what is missing and can be run again', () => {
    playground = new Playground();
    playground.git('init', '-q');
    expect(playground.run(['init', '--git', '--dry-run']).stdout).toContain('would write');
    expect(existsSync(playground.path('specwright.yaml'))).toBe(false);
    const first = playground.run(['init', '--git']);
    expect(first.stderr).toContain('specwright new');
    expect(playground.read('.gitattributes')).toBe('specs/**/*.md merge=specwright\n');
    expect(playground.read('.git/config')).toContain('driver = specwright merge-file %O %A %B %P');
    playground.write('specwright.yaml', `${playground.read('specwright.yaml')}# ours\n`);
    const again = JSON.parse(playground.run(['init', '--git', '--json']).stdout);
    expect(again.written).toEqual([]);
    expect(playground.read('specwright.yaml')).toContain('# ours');
  });

  test('init leaves a folder that is set up as it is', () => {
    specs();
    playground.git('init', '-q');
    playground.write('.gitattributes', '*.png binary');
    expect(JSON.parse(playground.run(['init', '--git', '--json']).stdout)).toMatchObject({
      kept: ['specwright.yaml'],
      written: ['.gitattributes', 'git config'],
    });
    expect(playground.read('.gitattributes')).toBe('*.png binary\nspecs/**/*.md merge=specwright\n');
    expect(readdirSync(playground.path('templates'))).toEqual(['spec.md']);
    playground.write('other.md', fullTemplate);
    expect(playground.run(['init', '--template', 'other.md']).stderr).toContain('does not name other.md');
  });

  test('a document with a file beside it gets a folder of its own', () => {
    playground = new Playground({
      'templates/a/README.md': '# RFC-NNNN: [Name]\n\n## Goal\n\n[Goal]\n',
      'templates/a/meta.yaml': 'title: [Name]\nstatus: Draft | Done\nauthor: "[Author]"\n',
      'specs/0003-one/README.md': '# RFC-0003: One\n\n## Goal\n\nSleep\n',
      'specs/0003-one/meta.yaml': 'status: Draft\n',
      'specwright.yaml':
        'templates:\n  - file: templates/a/README.md\n    documents: [specs/**/*.md]\n    companion: meta.yaml\n',
    });
    const { stdout, stderr } = playground.run(['new', 'Two: more', '--author', 'Ada']);
    expect(stderr).toContain('Next:');
    expect(stdout).toContain('Wrote specs/0004-two-more/README.md');
    expect(playground.read('specs/0004-two-more/README.md')).toContain('# RFC-0004: Two: more\n');
    expect(playground.read('specs/0004-two-more/meta.yaml')).toContain('status: Draft\n');
    expect(playground.read('specs/0004-two-more/meta.yaml')).toContain('author: "Ada"\n');
    expect(playground.read('specs/0004-two-more/meta.yaml')).toContain('title: "Two: more"\n');
  });

  test('new fills in what is known, and leaves nothing but placeholders', () => {
    playground = new Playground();
    playground.run(['init']);
    const made = playground.run(['new', 'Safe', 'Retries', '--author', 'Ada Park', '--set', 'goals[1]=Fast', '--json']);
    expect(JSON.parse(made.stdout)).toMatchObject({ file: 'specs/0001-safe-retries.md', number: '0001' });
    const text = playground.read('specs/0001-safe-retries.md');
    expect(text).toMatch(
      /^# Technical Specification: Safe Retries\n\n\*\*Author\*\*: Ada Park\n\*\*Status\*\*: Draft\n/u,
    );
    expect(text).toMatch(/\*\*Created\*\*: \d{4}-\d{2}-\d{2}\n/u);
    expect(text).toContain('- Fast\n- [Goal 2]');
    const { diagnostics } = JSON.parse(playground.run(['check', 'specs', '--format', 'json']).stdout);
    const groups = new Set(diagnostics.map(({ code }: { code: string }) => code));
    expect([...groups].sort()).toEqual(['PLH201', 'PLH206', 'TBL407']);
    expect(playground.run(['new', 'x', '--set', 'stattus=Draft']).stderr).toContain('Did you mean status');
    expect(readdirSync(playground.path('specs')).filter((name) => name.endsWith('.md'))).toEqual([
      '0001-safe-retries.md',
    ]);
  });

  test('help texts become comments, or go', () => {
    plans().write(
      'guide/template.md',
      '# [Name]\n\n## Goal\n\n> Say what for.\n\n[Goal]\n\n## Notes\n\n<!-- Anything else. -->\n',
    );
    const words = ['new', 'Größe & Gewicht', '--template', 'guide/template.md', '--folder', 'guide/docs'];
    expect(playground.run(words).stdout).toContain('guide/docs/0001-größe-gewicht.md');
    expect(playground.read('guide/docs/0001-größe-gewicht.md')).toBe(
      '# Größe & Gewicht\n\n## Goal\n\n<!-- Say what for. -->\n\n[Goal]\n\n## Notes\n\n<!-- Anything else. -->\n',
    );
    playground.run([...words, '--no-guidance']);
    expect(playground.read('guide/docs/0002-größe-gewicht.md')).toBe(
      '# Größe & Gewicht\n\n## Goal\n\n[Goal]\n\n## Notes\n\n',
    );
  });

  test('writers at once get numbers of their own', async () => {
    playground = new Playground();
    playground.run(['init']);
    const run = (title: string) =>
      new Promise((done) => {
        spawn(process.execPath, [program, 'new', title], { cwd: playground.folder, env: playground.env }).on(
          'exit',
          done,
        );
      });
    await Promise.all(['one', 'two', 'three', 'four'].map(run));
    const numbers = readdirSync(playground.path('specs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => name.slice(0, 4));
    expect(numbers.sort()).toEqual(['0001', '0002', '0003', '0004']);
  });

  test('names follow those of the folder', () => {
    playground = new Playground({
      'templates/adr.md': template,
      'adr/ADR-007-queue.md': cleanPlan,
      'specwright.yaml': 'templates:\n  - file: templates/adr.md\n    documents: [adr/*.md]\n',
    });
    expect(playground.run(['new', 'Use Redis']).stdout).toContain('adr/ADR-008-use-redis.md');
    expect(playground.run(['new', '!!!']).stderr).toContain('has no word');
  });
});
