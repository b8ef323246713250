import { readdirSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { draft, ReviewPlayground, spec } from './review-playground.ts';

const slow = { timeout: 60_000 };
let playground: ReviewPlayground;
afterEach(() => playground.remove());

function underReview(config?: string): ReviewPlayground {
  playground = new ReviewPlayground(config);
  playground.does('ada', 'move', spec, 'In Review');
  return playground;
}

function tomorrow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

describe('separation of duties', () => {
  test('who edited a part last does not approve it, and somebody else has to', slow, () => {
    underReview();
    playground.commit('ada');
    playground.edit('#### API Changes\n', '#### API Changes\n\nOnly the scheduler may call.\n');
    playground.commit('sec');
    playground.sign('sec', 'tl', 'em');
    playground.commit('ada');
    const [gate] = playground.json('gates').documents[0].next.gates;
    expect(gate.missing).toMatchObject([
      { role: 'Security', message: expect.stringContaining('was approved only by who edited it last') },
    ]);
    expect(playground.turns()).toEqual(['sec@example.org: let somebody sign as Security']);
    playground.does('sec', 'delegate', spec, 'security', 'dan@example.org', '--until', tomorrow(3));
    expect(playground.turns()).toEqual(['dan@example.org: sign as Security']);
    playground.sign('dan');
    expect(playground.turns()).toEqual(['@clinic-scheduling: move to Approved']);
  });

  test('an author does not sign for a required role, nor does an agent', slow, () => {
    playground = new ReviewPlayground(undefined, draft.replace('@clinic-scheduling', 'tl@example.org'));
    const author = playground.as('tl', 'sign', spec, '--yes');
    expect(author).toMatchObject({ status: 2, stderr: expect.stringContaining('tl is an author of the document') });
    const agent = playground.run(['sign', spec, '--role', 'Tech Lead', '--yes'], '', {
      SPECWRIGHT_ACTOR: 'agent:helper <tl@example.org>',
    });
    expect(agent.stderr).toContain('helper is no person, and only people sign');
    expect(playground.run(['turns']).stdout).toBe('Nobody has to act\n');
  });
});

describe('who may sign', () => {
  test('holders, and deputies while one of them is absent', slow, () => {
    underReview(`lifecycle:
  roles:
    Tech Lead: { people: [tl@example.org] }
    Engineering Manager: { required: false }
    Security:
      people: [sec@example.org]
      deputies: [dep@example.org]
      absent: [{ who: sec@example.org, from: ${tomorrow(-2)}, until: ${tomorrow(2)} }]
`);
    const other = playground.as('mal', 'sign', spec, '--role', 'Tech Lead', '--yes');
    expect(other).toMatchObject({ status: 2, stderr: expect.stringContaining('does not hold the role Tech Lead') });
    playground.sign('dep', 'tl');
    playground.does('ada', 'move', spec, 'Approved');
    expect(playground.status()).toBe('Approved');
  });

  test('of exactly the text that was shown', slow, () => {
    underReview();
    const shown = playground.as('tl', 'sign', spec);
    expect(shown).toMatchObject({ status: 2, stderr: expect.stringContaining('Nobody is here to ask') });
    const revision = /--revision ([0-9a-f]+)/u.exec(shown.stderr)?.[1] as string;
    playground.edit('Remind every patient', 'Remind each patient');
    const late = playground.as('tl', 'sign', spec, '--revision', revision);
    expect(late).toMatchObject({ status: 2, stderr: expect.stringContaining('The text moved on since it was shown') });
    expect(playground.as('tl', 'sign', spec, '--role', 'Teck Lead').stderr).toContain('Did you mean Tech Lead?');
  });
});

test('an override is allowed by the policy only, and is shown for ever', slow, () => {
  underReview(`lifecycle:
  moves:
    - { from: Draft, to: In Review }
    - { from: In Review, to: Approved, override: [cto@example.org] }
    - { from: Approved, to: Implemented, gates: [] }
`);
  const refused = playground.as('ada', 'move', spec, 'Approved', '--override', '--reason', 'Now');
  expect(refused).toMatchObject({ status: 1, stdout: expect.stringContaining('lets cto@example.org override') });
  expect(playground.as('cto', 'move', spec, 'Approved', '--override').stderr).toContain('An override needs a reason');
  playground.does('cto', 'move', spec, 'Approved', '--override', '--reason', 'The fair is on Monday');
  playground.does('ada', 'move', spec, 'Implemented');
  const { effectiveStatus, overridden } = playground.json('verify').documents[0];
  expect([effectiveStatus, overridden]).toMatchObject(['Implemented', [{ reason: 'The fair is on Monday' }]]);
  expect(playground.as('ada', 'history', spec).stdout).toContain('overriding the gate: The fair is on Monday');
});

test('hold, assign and archive say what a document waits for', slow, () => {
  underReview();
  playground.does('ada', 'assign', spec, '--owner', 'bo@example.org', '--team', 'Clinics', '--decide-by', '2026-01-31');
  expect(playground.json('stuck')).toMatchObject([
    { file: spec, state: 'In Review', owner: 'bo@example.org', team: 'Clinics', overdue: true, gate: 'sign-offs' },
  ]);
  playground.does('ada', 'hold', spec, tomorrow(9), '--reason', 'The audit');
  expect(playground.turns()).toEqual([]);
  expect(playground.as('ada', 'gates').stdout).toContain(`on hold until ${tomorrow(9)}: The audit`);
  playground.does('ada', 'hold', spec, 'end');
  expect(playground.turns()).toHaveLength(3);
  expect(playground.as('ada', 'archive', spec, 'replaced', '--by', 'specs/0009.md', '--reason', 'x').stderr).toContain(
    'There is no document specs/0009.md',
  );
  playground.does('ada', 'archive', spec, 'withdrawn', '--reason', 'No money');
  expect(playground.turns()).toEqual([]);
  expect(playground.run(['stuck']).stdout).toBe('No document is open\n');
});

describe('turns', () => {
  test('are words in Markdown, whatever a document calls itself', slow, () => {
    const title = '# Technical Specification: <b>x</b> @everyone [a](https://evil.example) | `b` *c*';
    playground = new ReviewPlayground(undefined, draft.replace(/^# .*$/mu, title));
    playground.does('ada', 'move', spec, 'In Review');
    const { stdout } = playground.run(['turns', '--format', 'markdown']);
    expect(stdout).toMatch(/^### tl@\u2060example\.org\n\n- \[/u);
    expect(stdout).not.toMatch(/(?<!\\)[<`*|]|@everyone|\(https/u);
    expect(stdout.match(/(?<!\\)\]\(/gu)).toHaveLength(3);
  });

  test('print commands that a shell reads as they are meant', slow, () => {
    underReview();
    playground.git('mv', spec, "specs/it's $HOME.md");
    const [{ command }] = playground.json('turns');
    const { stdout, stderr } = playground.shell(
      `export SPECWRIGHT_ACTOR='tl <tl@example.org>'; ${command} --dry-run --yes`,
    );
    expect(stdout + stderr).toContain('Would record: tl approved as Tech Lead');
  });
});

test('documents whose sign-offs live in the table alone keep working, also when something is recorded', slow, () => {
  const approved = draft
    .replace('**Status**: Draft', '**Status**: Approved')
    .replace(/^(\| (?:Tech Lead|Engineering Manager|Security) \|).*$/gmu, '$1 @lead | LGTM | 2026-03-01 |');
  playground = new ReviewPlayground('ignore: []\n', approved);
  expect(playground.run(['verify'])).toMatchObject({ status: 0, stdout: expect.stringContaining('claimed only') });
  playground.does('ada', 'comment', spec, 'goals', 'Good');
  expect(playground.read(spec)).toBe(approved);
  expect(playground.status()).toBe('Approved');
  expect(playground.as('ada', 'history', spec).stdout).toContain('@lead approved as Security (6 parts), by the table');
  playground.commit('ada');
  playground.edit('Remind every patient', 'Remind each patient');
  expect(playground.status()).toBe('In Review');
  expect(playground.run(['verify', '--fix']).status).toBe(0);
  expect(playground.read(spec)).toContain('**Status**: In Review');
});

describe('bad input changes no file and says what to do', () => {
  test('wrong words', slow, () => {
    underReview();
    const before = playground.read(spec);
    const says = (words: readonly string[], what: string): void => {
      const { status, stderr } = playground.as('ada', ...words);
      expect({ words, status, stderr }).toMatchObject({ words, status: 2, stderr: expect.stringContaining(what) });
      expect(stderr).not.toMatch(/\bPATH\b|\n {4}at /u);
    };
    says(['move', spec, 'Aproved'], 'Did you mean Approved?');
    says(['move', spec, 'Implemented'], 'There is no move from In Review to Implemented');
    says(['move', 'specs', 'Approved'], 'This takes one document, not a folder');
    says(['move', 'specs/0002.md', 'Approved'], 'no such file or folder');
    says(['comment', spec, 'nowhere-at-all', 'x'], 'There is nothing at the address');
    says(['comment', spec, 'description', 'x'], 'may mean');
    says(['comment', spec, 'goals', 'x', '--quote', 'not there'], 'does not stand at overview.goals');
    says(['hold', spec, '2031-02-31', '--reason', 'x'], '"2031-02-31" is no day');
    says(['hold', spec, '2020-01-01', '--reason', 'x'], '2020-01-01 is past');
    says(['waive', spec, 'sign-offs', '--reason', 'x'], 'cannot be waived');
    says(['waive', spec, 'tasks-done', 'goals', '--reason', 'x'], 'misses nothing at overview.goals');
    says(['measure', spec, 'goals', '3'], 'overview.goals is no metric');
    says(['reply', spec, '12345678', 'x'], `specwright comment ${spec}`);
    says(['comment', spec, 'goals', 'x'.repeat(100_001)], 'This cannot be recorded');
    expect(playground.read(spec)).toBe(before);
    expect(playground.json('history', spec).events).toHaveLength(2);
  });

  test('event files that are no events, or of another document', slow, () => {
    underReview();
    const { document, events } = playground.json('history', spec);
    const folder = playground.path(`specs/.history/${document}`);
    const [created, moved] = events;
    writeFileSync(`${folder}/${moved.id}.json`, '{ no');
    const broken = playground.run(['verify']);
    expect(broken).toMatchObject({ status: 1, stdout: expect.stringContaining('It is not JSON') });
    expect(playground.as('ada', 'comment', spec, 'goals', 'x')).toMatchObject({ status: 2 });
    expect(readdirSync(folder)).toHaveLength(2);
    const { words: _, assurance: __, void: ___, ...event } = moved;
    writeFileSync(`${folder}/${moved.id}.json`, JSON.stringify({ ...event, to: 'Approved' }));
    expect(playground.run(['verify']).stdout).toContain('Its content is not what its id says');
    writeFileSync(`${folder}/${moved.id}.json`, JSON.stringify(event));
    writeFileSync(`${folder}/${'0'.repeat(64)}.json`, JSON.stringify({ ...created, id: '0'.repeat(64) }));
    expect(playground.run(['verify']).status).toBe(1);
  });
});

test('a table signs the text of its own commit, also under the name that the file had then', slow, () => {
  const rows = /^(\| (?:Tech Lead|Engineering Manager|Security) \|).*$/gmu;
  const text = draft.replace('**Status**: Draft', '**Status**: Approved').replace(rows, '$1 @lead | Approved | |');
  playground = new ReviewPlayground('ignore: []\n', text);
  playground.git('mv', spec, 'specs/0002-renamed.md');
  playground.write('specs/0002-renamed.md', text.replace('Remind every patient', 'Remind each patient'));
  playground.commit('ada');
  expect(playground.json('verify').documents[0]).toMatchObject({
    effectiveStatus: 'In Review',
    signOffs: [{ changed: ['overview.goals'] }, { changed: ['overview.goals'] }, { state: 'fresh' }],
  });
});

test('verify says 0 for what is as it says, 1 for what is not, 2 for what it cannot tell', slow, () => {
  underReview();
  playground.commit('ada');
  expect(playground.run(['verify']).status).toBe(0);
  playground.edit('**Status**: In Review', '**Status**: Approved');
  expect(playground.run(['verify'])).toMatchObject({ status: 1, stdout: expect.stringContaining('--fix') });
  expect(playground.run(['verify', 'nowhere.md']).status).toBe(2);
  expect(playground.run(['verify', '--base', 'nowhere']).status).toBe(2);
  playground.does('ada', 'verify', '--fix');
  expect(playground.read(spec)).toContain('**Status**: In Review');
  playground.git('rm', '-rqf', 'specs/.history');
  expect(playground.run(['verify', '--base', 'HEAD'])).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('was taken out of the history'),
  });
});
