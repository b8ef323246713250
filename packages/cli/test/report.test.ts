import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { cleanPlan, Playground, playgroundOfPlans } from './playground.ts';
import { ReviewPlayground, spec } from './review-playground.ts';

const examples = fileURLToPath(new URL('../../../examples', import.meta.url));
const opened: Playground[] = [];

function use<Kind extends Playground>(playground: Kind): Kind {
  opened.push(playground);
  return playground;
}

afterEach(() => {
  for (const playground of opened.splice(0)) playground.remove();
});

const page = 'specwright-report.html';

describe('specwright report', () => {
  it('writes one page about all documents, and the same one again', () => {
    const here = use(playgroundOfPlans());
    const first = here.run(['report', 'plans']);
    expect(first).toMatchObject({
      status: 0,
      stdout: `Wrote ${page}: 2 documents, 2 open, 3 turns\n`,
    });
    const text = here.read(page);
    expect(text).toContain('<a href="./plans/clean.md"><span dir="auto">Quiet nights</span></a>');
    expect(text).toContain('<a href="./plans/faulty.md"><span dir="auto">Loud days</span></a>');
    expect(here.run(['report', 'plans']).status).toBe(0);
    expect(here.read(page)).toBe(text);
  });

  it('shows the examples as they are', () => {
    const here = use(new Playground());
    cpSync(examples, here.path('examples'), { recursive: true });
    expect(here.run(['report', 'examples', '--title', 'All that we plan']).status).toBe(0);
    const text = here.read(page);
    expect(text).toContain('<h1><span dir="auto">All that we plan</span></h1>');
    for (const name of readdirSync(here.path('examples/specs')))
      expect(text).toContain(`href="./examples/specs/${name}"`);
    expect(text).toContain('3 of 5 documents are open.');
  });

  it('leaves a file alone that is no report', () => {
    const here = use(playgroundOfPlans());
    here.write('index.html', '<!doctype html>\n<title>Ours</title>\n');
    const { status, stderr } = here.run(['report', 'plans', '--output', 'index.html']);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'error: index.html is there already and is no report of Specwright\n  Name another file with --output, or remove this one\n',
    );
    expect(here.read('index.html')).toBe('<!doctype html>\n<title>Ours</title>\n');
  });

  it('says before any work that there is no place for the page', () => {
    const here = use(playgroundOfPlans());
    mkdirSync(here.path('public'));
    expect(here.run(['report', '--output', 'public']).stderr).toContain('--output public/index.html');
    expect(here.run(['report', '--output', 'nowhere/index.html']).stderr).toContain('There is no folder');
    expect(here.run(['report', '--base-url', 'javascript:alert(1)'])).toMatchObject({ status: 2 });
    expect(existsSync(here.path(page))).toBe(false);
  });

  it('links from where the page stands, or to the web', () => {
    const here = use(playgroundOfPlans());
    mkdirSync(here.path('public'));
    here.run(['report', 'plans', '--output', 'public/index.html']);
    expect(here.read('public/index.html')).toContain('href="../plans/clean.md"');
    here.run(['report', 'plans', '--output', 'public/index.html', '--base-url', 'https://git.example.org/blob/main']);
    expect(here.read('public/index.html')).toContain('href="https://git.example.org/blob/main/plans/clean.md"');
  });

  it('prints the page, or what is in it as JSON, and then writes no file', () => {
    const here = use(playgroundOfPlans());
    const { stdout } = here.run(['report', 'plans', '--output', '-']);
    expect(stdout).toMatch(/^<!doctype html>\n<html lang="en">/u);
    const report = JSON.parse(here.run(['report', 'plans', '--json']).stdout);
    expect(report.documents.map(({ file, title }: Record<string, string>) => [file, title])).toEqual([
      ['plans/clean.md', 'Quiet nights'],
      ['plans/faulty.md', 'Loud days'],
    ]);
    expect(report.findings).toEqual(JSON.parse(here.run(['check', 'plans', '--format', 'json']).stdout).summary);
    expect(existsSync(here.path(page))).toBe(false);
  });

  it('tells what is there although a path leads nowhere', () => {
    const here = use(playgroundOfPlans());
    const { status, stderr } = here.run(['report', 'plans', 'no-such-folder']);
    expect(status).toBe(2);
    expect(stderr).toContain('no-such-folder');
    expect(here.read(page)).toContain('Quiet nights');
  });

  it('shows names and titles as words, whatever they are', () => {
    const name = 'plans/<img src=x onerror=alert(1)>.md';
    const here = use(playgroundOfPlans());
    here.write(name, cleanPlan.replace('Quiet nights', '\\<script>alert(1)\\</script> \u202Eodd'));
    expect(here.run(['report', 'plans']).status).toBe(0);
    const text = here.read(page);
    expect(text).toContain('&#x3C;script>alert(1)&#x3C;/script> \\u{202e}odd');
    expect(text).toContain('href="./plans/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E.md"');
    // Within an attribute the sign opens nothing.
    expect(text.replace(/"[^"]*"/gu, '')).not.toContain('<img');
  });
});

describe('a report of a history', () => {
  it('says what is stuck and why, whose turn it is, and since when a question is asked', () => {
    const here = use(new ReviewPlayground());
    here.does('ada', 'assign', spec, '--owner', 'ada@example.org', '--team', 'Clinic', '--decide-by', '2020-01-31');
    here.does('ada', 'move', spec, 'In Review');
    here.does('sec', 'comment', spec, 'api-changes', 'Who may call this?', '--blocking');
    here.does('tl', 'sign', spec, '--yes');
    const report = here.json('report');
    expect(report.documents).toEqual([
      expect.objectContaining({
        file: spec,
        state: 'In Review',
        stage: 'open',
        claimed: null,
        owner: 'ada@example.org',
        team: 'Clinic',
        open: true,
      }),
    ]);
    expect(report.stuck).toEqual([
      expect.objectContaining({ gate: 'sign-offs', overdue: true, days: 0, who: 'em@example.org' }),
    ]);
    expect(report.stuck[0].command).toBe(`specwright sign ${spec} --role "Engineering Manager"`);
    expect(report.turns).toEqual(here.json('turns'));
    expect(report.questions).toEqual([
      expect.objectContaining({ question: 'Who may call this?', by: 'sec', blocking: true, since: expect.any(String) }),
    ]);
    expect(report.decisions.map(({ by, words }: Record<string, string>) => `${by} ${words}`)).toEqual([
      expect.stringMatching(/^tl approved as Tech Lead/u),
      'ada moved it to In Review',
    ]);
    here.does('ada', 'report');
    const text = here.read(page);
    expect(text).toContain('1 of 1 document is open. 1 should have been decided by now.');
    expect(text).toContain('stands in the way of an approval');
  });

  it('shows an override for ever, and a status that is claimed only', () => {
    const here = use(new ReviewPlayground());
    here.edit(/^## Background$[\s\S]*?(?=^## )/mu, '');
    here.does('ada', 'move', spec, 'In Review', '--override', '--reason', 'The deadline is today');
    here.edit(/^\*\*Status\*\*: .*$/mu, '**Status**: Approved');
    const [document] = here.json('report').documents;
    expect(document).toMatchObject({ state: 'In Review', claimed: 'Approved' });
    expect(document.overridden).toEqual([
      { to: 'In Review', by: 'ada', at: expect.any(String), reason: 'The deadline is today' },
    ]);
    here.does('ada', 'report');
    const words = here.read(page).replace(/<[^>]*>/gu, '');
    expect(words).toContain('gate to In Review overridden');
    expect(words).toContain('its line says Approved');
    expect(words).toContain('overriding the gate: The deadline is today');
  });

  it('tells measured metrics from those that are not, and from waived ones', () => {
    const here = use(new ReviewPlayground());
    here.does('ada', 'move', spec, 'In Review');
    here.sign('tl', 'em', 'sec');
    here.does('ada', 'move', spec, 'Approved');
    here.does('ada', 'measure', spec, 'success-metrics[1]', '4 %');
    here.does('ada', 'waive', spec, 'metrics-measured', 'success-metrics[2]', '--reason', 'The source is gone');
    const told = here.json('report').metrics.map(({ measured, waived }: Record<string, unknown>) => [measured, waived]);
    expect(told.slice(0, 3)).toEqual([
      [true, null],
      [false, { by: 'ada', reason: 'The source is gone' }],
      [false, null],
    ]);
  });

  it('names the commit, and says when documents differ from it', () => {
    const here = use(new ReviewPlayground());
    here.run(['report']);
    expect(here.read(page)).toMatch(/Revision <code>[0-9a-f]{12}<\/code><\/span>/u);
    here.edit('## Overview', '## Overview \n');
    here.run(['report']);
    expect(here.read(page)).toMatch(/Revision <code>[0-9a-f]{12}<\/code>, with changes that are not committed/u);
  });
});
