import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { apart, ChangePlayground, ci, headline, judged } from './change-playground.ts';
import { cleanPlan, faultyPlan, Playground, playgroundOfPlans, template } from './playground.ts';
import { spec } from './review-playground.ts';

const slow = { timeout: 120_000 };
const places: Playground[] = [];
const kept = <T extends Playground>(place: T): T => {
  places.push(place);
  return place;
};
afterEach(() => {
  for (const place of places.splice(0)) place.remove();
});

const codesOf = (output: { findings: { code: string }[] }): string[] => output.findings.map(({ code }) => code);
const rulesOf = (output: { rules: { message: string }[] }): string[] => output.rules.map(({ message }) => message);

describe('an edit after the approval', () => {
  test('makes exactly one role look again, and says so first', slow, () => {
    const place = kept(new ChangePlayground());
    expect(ci(place)).toMatchObject({ status: 0, stdout: expect.stringContaining('Nothing stands in the way') });
    place.editApi();
    const { status, stdout } = ci(place);
    expect({ status, first: stdout.split('\n')[0] }).toEqual({ status: 1, first: headline });
    expect(stdout).toContain('{+list of the +}front desk[- list-]');
    expect(stdout).toContain(`Next: specwright sign ${spec} --role Security (sec@example.org)`);
    const output = judged(place);
    expect(output.documents).toMatchObject([
      { file: spec, change: 'edited', status: 'Approved', effectiveStatus: 'In Review', headline },
    ]);
    expect(output.documents[0].signOffs.map(({ role, state }: Record<string, string>) => `${role} ${state}`)).toEqual([
      'Tech Lead fresh',
      'Engineering Manager fresh',
      'Security stale',
    ]);
    place.sign('sec');
    place.commit('sec');
    expect(ci(place)).toMatchObject({ status: 0 });
  });

  test('is the same in a merge that the forge makes, although the branch went on meanwhile', slow, () => {
    const place = kept(new ChangePlayground());
    place.editApi();
    const opened = place.hash('main');
    place.git('checkout', '-q', 'main');
    place.write('specs/0002-other.md', place.read(spec).replace('list of the front desk', 'front desk list'));
    place.commit('dan');
    place.tryMerge();
    const env = place.pullRequest({}, opened);
    const output = judged(place, [], env);
    expect(output).toMatchObject({ title: headline, base: { commit: place.hash('main') } });
    expect(output.documents.map(({ file }: { file: string }) => file)).toEqual([spec]);
    // Two commits are enough for the merge that GitHub makes.
    const shallow = kept(place.checkedOut('refs/pull/7/merge', 2));
    const there = judged(shallow, [], env);
    expect(there).toMatchObject({ title: headline, notes: [expect.stringContaining('This clone is shallow')] });
  });

  test('does not hide behind the newest of its own commits where the author’s commit is checked out', slow, () => {
    const place = kept(new ChangePlayground());
    place.editApi();
    place.write('notes.txt', 'unlike\n');
    place.commit('bob');
    expect(judged(place, [], place.pullRequest())).toMatchObject({
      title: headline,
      base: { commit: place.hash('main') },
    });
  });

  test('after a squash merge the state before the push is what counts', slow, () => {
    const place = kept(new ChangePlayground());
    place.editApi();
    const before = place.hash('main');
    place.git('checkout', '-q', 'main');
    place.git('merge', '-q', '--squash', 'change');
    place.commit('bob');
    place.write('.git/event.json', JSON.stringify({ before, repository: { default_branch: 'main' } }));
    const push = { GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: place.path('.git/event.json'), GITHUB_REF_NAME: 'main' };
    expect(judged(place, [], push)).toMatchObject({
      title: headline,
      base: { name: 'the state before the push', commit: before },
    });
  });
});

describe('the rules are those of the base', () => {
  test('a fork that takes a role out is judged with the role, and told of', slow, () => {
    const place = kept(new ChangePlayground());
    place.editApi();
    place.write('specwright.yaml', apart.replace(/ {4}Security.*\n/u, '    Security: { required: false }\n'));
    place.write('.specwright/allowed_signers', 'eve@example.org ssh-ed25519 AAAA\n');
    place.commit('eve');
    const output = judged(place, [], place.pullRequest({ fork: true }));
    expect(output).toMatchObject({ title: headline, notes: ['The change comes from a fork'] });
    expect(rulesOf(output)).toEqual([
      'Security need not sign',
      'Anybody may hold the role Security',
      expect.stringMatching(/^Security reads .*, before api-changes, data-model$/u),
      'A key may sign for eve@example.org that could not before',
    ]);
    expect(codesOf(output)).toContain('DOC908');
    // The same change without anything to object to passes, and is told of all the same.
    place.edit('answers the list of the front desk', 'answers the front desk list');
    place.commit('eve');
    const { status, stdout } = ci(place, ['--format', 'markdown']);
    expect(status).toBe(0);
    expect(stdout).toContain('#### The change alters the rules; it was judged by those of main');
  });

  test('rules of form, files left out and the folder of histories come from the base, too', slow, () => {
    const place = kept(new ChangePlayground());
    place.editApi();
    place.write(
      'specwright.yaml',
      `${apart}rules: { LIF608: off }\nignore: ['specs/**']\nhistory: elsewhere\nfailOn: error\n`,
    );
    place.commit('eve');
    const output = judged(place);
    expect(output.title).toBe(headline);
    expect(codesOf(output)).toContain('LIF608');
    expect(rulesOf(output)).toEqual([
      'LIF608 is off, before as by default',
      'The folder of the histories is elsewhere, before none',
      'Files that match specs/** are no documents',
    ]);
  });

  test('nothing of the machine is told to who names a file outside', slow, () => {
    const place = kept(new ChangePlayground());
    const secret = kept(new Playground({ keys: 'eve@example.org ssh-ed25519 SECRET\n' }));
    place.write('specwright.yaml', `${apart}allowedSigners: ${secret.path('keys')}\n`);
    place.commit('eve');
    expect(rulesOf(judged(place))).toEqual([expect.stringContaining('The file of the keys that may sign is')]);
    place.write('specwright.yaml', apart);
    mkdirSync(place.path('.specwright'));
    symlinkSync(secret.path('keys'), place.path('.specwright/allowed_signers'));
    place.commit('eve');
    expect(rulesOf(judged(place))).toEqual([]);
  });

  test('a template that asks for less is told of, and the sign-offs it drops are asked for', slow, () => {
    const place = kept(new ChangePlayground());
    place.git('checkout', '-q', 'main');
    place.does('ada', 'init');
    place.commit('ada');
    place.git('checkout', '-q', '-B', 'change', 'main');
    const name = 'templates/technical-spec.md';
    place.write(
      name,
      place
        .read(name)
        .replace(/^\| Security \|.*\n/mu, '')
        .replace(/^## Dependencies\n[^#]*/mu, ''),
    );
    place.editApi();
    const output = judged(place);
    expect(output.title).toBe(headline);
    expect(rulesOf(output)).toEqual([
      expect.stringMatching(
        /^The template templates\/technical-spec.md is another text: \d+ changes ask for more, [1-9]/u,
      ),
    ]);
  });
});

describe('histories', () => {
  const eventsIn = (place: Playground): string[] =>
    readdirSync(place.path('specs/.history'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => `specs/.history/${name}`);

  test('an event that was taken out, or changed, fails whatever else was changed', slow, () => {
    const place = kept(new ChangePlayground());
    const signed = eventsIn(place).find((name) => place.read(name).includes('"sec@example.org"')) as string;
    const text = place.read(signed);
    rmSync(place.path(signed));
    place.commit('eve');
    const output = judged(place);
    expect(output.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          code: 'LIF610',
          file: spec,
          message: expect.stringContaining('was taken out of the history'),
        }),
      ]),
    );
    place.write(signed, text.replace('Approved', 'Abstained'));
    place.commit('eve');
    expect(ci(place)).toMatchObject({ status: 1, stdout: expect.stringContaining('was changed after it was written') });
  });

  test('all of a history taken out with its document', slow, () => {
    const place = kept(new ChangePlayground());
    rmSync(place.path('specs'), { recursive: true });
    place.write('specs/0002-new.md', cleanPlan);
    place.commit('eve');
    const output = judged(place);
    expect(output.removed).toEqual([spec]);
    expect(codesOf(output)).toContain('LIF610');
  });

  test('another image under an approved text', slow, () => {
    const place = kept(new ChangePlayground());
    place.write('specs/flow.svg', '<svg/>');
    place.edit('#### API Changes\n', '#### API Changes\n\n![The flow](flow.svg)\n');
    place.sign('sec');
    place.commit('sec');
    place.git('branch', '-f', 'main');
    expect(ci(place)).toMatchObject({ status: 0 });
    place.write('specs/flow.svg', '<svg><text>another</text></svg>');
    expect(judged(place)).toMatchObject({ title: headline, documents: [{ file: spec, change: 'edited' }] });
    rmSync(place.path('specs/flow.svg'));
    expect(judged(place).title).toBe(headline);
  });

  test('a document that chooses another template is told of', slow, () => {
    const place = kept(new ChangePlayground());
    place.write('templates/easy.md', '# Note: [Name]\n\n**Status**: Draft | Approved\n\n## Text\n\n[What?]\n');
    place.write(spec, `---\ntemplate: templates/easy.md\n---\n${place.read(spec)}`);
    place.commit('eve');
    const output = judged(place);
    expect(rulesOf(output)).toContain(
      'The document follows the template templates/easy.md, before it followed builtin/technical-spec.md',
    );
  });

  test('a document that nobody can read as what it was', slow, () => {
    const place = kept(new ChangePlayground());
    place.write(spec, '# Shopping\n\nBread and salt.\n');
    place.commit('eve');
    const output = judged(place);
    expect(codesOf(output)).toEqual(['DOC908', 'LIF611']);
    expect(rulesOf(output)).toEqual(['No template fits the document, before it followed builtin/technical-spec.md']);
  });

  test('a status that nobody gave', slow, () => {
    const place = kept(new ChangePlayground());
    place.edit('**Status**: Approved', '**Status**: Implemented');
    place.commit('eve');
    expect(ci(place)).toMatchObject({ status: 1, stdout: expect.stringContaining('Implemented in the text') });
  });
});

describe('documents that the change leaves alone', () => {
  function plans(): Playground {
    const place = kept(playgroundOfPlans());
    place.write('plans/linking.md', cleanPlan.replace('Watch the disks', 'Watch the [disks](clean.md#goal)'));
    place.git('init', '-q', '-b', 'main');
    place.git('add', '-A');
    place.git('commit', '-qm', 'begin');
    place.git('checkout', '-q', '-b', 'change');
    return place;
  }

  test('keep what they had, with a baseline and without', slow, () => {
    const place = plans();
    place.write('plans/new.md', cleanPlan.replace('Quiet nights', 'Short days'));
    expect(judged(place)).toMatchObject({
      failures: 0,
      known: 2,
      documents: [{ file: 'plans/new.md', change: 'added' }],
    });
    expect(existsSync(place.path('specwright-baseline.json'))).toBe(false);
    place.run(['check', '--update-baseline']);
    expect(judged(place)).toMatchObject({ failures: 0, known: 2 });
  });

  test('are looked at for what the change breaks in them', slow, () => {
    const place = plans();
    rmSync(place.path('plans/clean.md'));
    const gone = judged(place);
    expect(gone).toMatchObject({ removed: ['plans/clean.md'], failures: 1 });
    expect(gone.findings).toMatchObject([{ file: 'plans/linking.md', name: 'broken-link' }]);
  });

  test('know on both sides which other files there are', slow, () => {
    const place = plans();
    place.write(
      'plans/linking.md',
      cleanPlan.replace('Watch the disks', 'Watch ![disks](disks.svg) and ![more](more.svg)'),
    );
    for (const name of ['disks.svg', 'more.svg']) place.write(`plans/${name}`, '<svg/>');
    place.git('add', '-A');
    place.git('commit', '-qm', 'pictures');
    rmSync(place.path('plans/disks.svg'));
    const output = judged(place, ['--base', 'HEAD']);
    expect(output).toMatchObject({ known: 2, findings: [{ name: 'broken-image', file: 'plans/linking.md' }] });
  });

  test('a template that asks for more is told by the documents that lack it', slow, () => {
    const place = plans();
    place.write('plans/template.md', template.replace('## Steps', '## Costs\n\n[How much?]\n\n## Steps'));
    const output = judged(place);
    const lacking = output.findings.filter(({ name }: { name: string }) => name === 'missing-section');
    expect(lacking.map(({ file }: { file: string }) => file).sort()).toEqual([
      'plans/clean.md',
      'plans/faulty.md',
      'plans/linking.md',
    ]);
  });

  test('a touched document answers for all that is wrong with it', slow, () => {
    const place = plans();
    place.run(['check', '--update-baseline']);
    place.write('plans/faulty.md', faultyPlan.replace('by day', 'at noon'));
    expect(judged(place).failures).toBeGreaterThan(0);
  });
});

describe('what strangers write', () => {
  test('does nothing in a comment or a log', slow, () => {
    const place = kept(new ChangePlayground());
    place.edit(
      /^# .*$/mu,
      '# Technical Specification: @everyone <img src=x> [x](https://evil.example) #1 https://evil.example',
    );
    place.edit('answers the front desk list', 'answers\n/merge\n::error::gone `</details><!--');
    place.commit('eve');
    const { stdout } = ci(place, ['--format', 'markdown']);
    expect(stdout).toContain('What changed since');
    const outsideOfCode = stdout.replace(/`[^`\n]*`/gu, '');
    expect(outsideOfCode).not.toMatch(
      /@everyone|(?<!\\)<img|(?<!\\)\]\(|#1|https?:\/\/|(?<!\\)<!--|(?<!\\)<\/details|^[/:]/mu,
    );
    const log = ci(place, [], { GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: undefined }).stdout;
    const [, token = ''] = /::stop-commands::(\S+)\n/u.exec(log) ?? [];
    const heard = log.split(`::stop-commands::${token}\n`)[0] as string;
    expect(heard.split('\n').filter((line) => line !== '' && !/^::(?:error|warning|notice) file=/u.test(line))).toEqual(
      [],
    );
    expect(log.endsWith(`::${token}::\n`)).toBe(true);
  });

  test('fits into a comment, however much it is', slow, () => {
    const place = kept(playgroundOfPlans());
    place.git('init', '-q', '-b', 'main');
    place.git('add', '-A');
    place.git('commit', '-qm', 'begin');
    const long = 'very '.repeat(2000);
    for (let number = 100; number < 400; number += 1) {
      place.write(`plans/${number}-plan.md`, faultyPlan.replace('Loud days', `Loud ${long} ${number}`));
    }
    const { status, stdout } = ci(place, ['--comment', 'comment.md']);
    expect(status).toBe(1);
    const comment = place.read('comment.md');
    expect(comment.length).toBeLessThan(65_536);
    expect(comment).toMatch(/… and [\d,]+ findings more/u);
    expect(comment).toContain('… and 270 documents more');
    expect(stdout.length).toBeLessThan(400_000);
  });
});

describe('what is missing is said, with what to do', () => {
  test('a shallow clone without the shared commit', slow, () => {
    const place = kept(new ChangePlayground());
    place.editApi();
    place.tryMerge();
    const shallow = kept(place.checkedOut('refs/pull/7/merge', 1));
    const { status, stdout, stderr } = ci(shallow, [], place.pullRequest());
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('This clone is shallow: the commit that the change shares with main is not in it');
    expect(stderr).toContain('`fetch-depth: 0`');
  });

  test('a base that nobody fetched, no repository, and nothing to compare with', slow, () => {
    const place = kept(playgroundOfPlans());
    expect(ci(place)).toMatchObject({ status: 1, stdout: expect.stringContaining('This is no git repository') });
    expect(ci(place, ['--base', 'main'])).toMatchObject({ status: 2, stderr: expect.stringContaining('folder .git') });
    place.git('init', '-q', '-b', 'trunk');
    place.git('add', '-A');
    place.git('commit', '-qm', 'begin');
    const { status, stderr } = ci(place, ['--base', 'origin/main']);
    expect(status).toBe(2);
    expect(stderr).toContain('origin/main is not in this clone');
    expect(stderr).toContain('git fetch origin main');
    expect(ci(place)).toMatchObject({ status: 1, stdout: expect.stringContaining('There is no earlier state') });
  });

  test('a document of 20 MB is judged, and the report stays short', slow, () => {
    const place = kept(new ChangePlayground());
    const more = `A [link](nowhere.md) and ${'many words that somebody pasted here. '.repeat(80)}\n\n`.repeat(7000);
    place.write(spec, `${place.read(spec)}\n## Pasted\n\n${more}`);
    expect(place.read(spec).length).toBeGreaterThan(20_000_000);
    const { status, stdout } = ci(place, ['--comment', '.git/comment.md']);
    expect(status).toBe(1);
    expect(stdout.length).toBeLessThan(40_000);
    expect(place.read('.git/comment.md').length).toBeLessThan(65_536);
  });
});
