import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { openSpec, specKit } from './import-fixtures.ts';
import { Playground } from './playground.ts';

let playground: Playground;
afterEach(() => playground.remove());

function inPlayground(files: Readonly<Record<string, string>>, below = ''): Playground {
  playground = new Playground(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${below}${name}`, text])),
  );
  return playground;
}

function unchanged(files: Readonly<Record<string, string>>, below = ''): void {
  for (const [name, text] of Object.entries(files)) expect(playground.read(`${below}${name}`)).toBe(text);
}

/** By document the template it follows. */
function followed(): Record<string, string> {
  const { documents } = JSON.parse(playground.run(['list', '--json']).stdout);
  return Object.fromEntries(documents.map(({ file, template }: Record<string, string>) => [file, template]));
}

describe('spec-kit', () => {
  test('keeps its files, and its own templates judge its documents', () => {
    const { stdout, status } = inPlayground(specKit).run(['import', '.']);
    expect(status).toBe(0);
    expect(stdout).toContain('This is a folder of spec-kit');
    expect(stdout).toContain('specs/*/spec.md follow .specify/templates/spec-template.md');
    unchanged(specKit);
    expect(followed()).toEqual({
      'specs/001-waiting-list/spec.md': '.specify/templates/spec-template.md',
      'specs/001-waiting-list/plan.md': '.specify/templates/plan-template.md',
      'specs/001-waiting-list/tasks.md': '.specify/templates/tasks-template.md',
    });
    expect(playground.run(['check', '--fail-on', 'warning']).status).toBe(0);
    const plan = 'specs/001-waiting-list/plan.md';
    playground.write(plan, playground.read(plan).replace('## Summary', '## In short'));
    const { diagnostics } = JSON.parse(playground.run(['check', '--format', 'json']).stdout);
    expect(diagnostics.map(({ file, name }: Record<string, string>) => [file, name])).toContainEqual([
      plan,
      'missing-section',
    ]);
  });

  test('of early versions kept its templates elsewhere', () => {
    const early = Object.fromEntries(
      Object.entries(specKit).map(([name, text]) => [name.replace('.specify/templates/', 'templates/'), text]),
    );
    expect(inPlayground(early).run(['import', '.']).status).toBe(0);
    expect(followed()['specs/001-waiting-list/spec.md']).toBe('templates/spec-template.md');
  });
});

describe('OpenSpec', () => {
  test('gets templates of its documented form, which its documents meet', () => {
    const { stdout, status } = inPlayground(openSpec).run(['import', '.']);
    expect(status).toBe(0);
    expect(stdout).toContain('This is a folder of OpenSpec');
    unchanged(openSpec);
    const change = 'openspec/changes/add-waiting-list';
    expect(followed()).toEqual({
      'openspec/project.md': 'templates/openspec/project.md',
      'openspec/specs/berth-booking/spec.md': 'templates/openspec/capability.md',
      [`${change}/proposal.md`]: 'templates/openspec/proposal.md',
      [`${change}/design.md`]: 'templates/openspec/design.md',
      [`${change}/tasks.md`]: 'templates/openspec/tasks.md',
      [`${change}/specs/berth-booking/spec.md`]: 'templates/openspec/change.md',
    });
    expect(playground.run(['check', '--fail-on', 'warning']).status).toBe(0);
    const { rows } = JSON.parse(playground.run(['tasks', '--json']).stdout);
    expect(rows.filter(({ done }: { done: boolean }) => done)).toHaveLength(1);
    expect(rows).toHaveLength(4);
    expect(JSON.parse(playground.run(['open-questions', '--json']).stdout).rows).toHaveLength(1);
  });

  test('a requirement without a scenario is found, and so is a proposal that does not say why', () => {
    inPlayground(openSpec).run(['import', '.']);
    const spec = 'openspec/specs/berth-booking/spec.md';
    playground.write(spec, playground.read(spec).replace(/#### Scenario: The boat is too long[\s\S]*/u, ''));
    const proposal = 'openspec/changes/add-waiting-list/proposal.md';
    playground.write(proposal, playground.read(proposal).replace('## Why', '## Reason'));
    const { diagnostics } = JSON.parse(playground.run(['check', '--format', 'json']).stdout);
    const found = diagnostics.filter(({ name }: Record<string, string>) => name === 'missing-section');
    expect(found.map(({ file }: Record<string, string>) => file)).toEqual([proposal, spec]);
  });

  test('what was archived is of the same form', () => {
    const archived = Object.fromEntries(
      Object.entries(openSpec).map(([name, text]) => [name.replace('/changes/', '/changes/archive/2026-03-09-'), text]),
    );
    inPlayground(archived).run(['import', '.']);
    expect(Object.values(followed())).toHaveLength(6);
    expect(playground.run(['check', '--fail-on', 'warning']).status).toBe(0);
  });
});

describe('nothing is overwritten', () => {
  test('doing it again changes nothing', () => {
    inPlayground({ ...openSpec, ...specKit }).run(['import', '.']);
    const config = playground.read('specwright.yaml');
    const again = playground.run(['import', '.']);
    expect(again.status).toBe(0);
    expect(again.stdout).toContain('This is a folder of spec-kit and OpenSpec');
    expect(again.stdout).not.toContain('wrote');
    expect(playground.read('specwright.yaml')).toBe(config);
    expect(Object.values(followed())).toHaveLength(9);
  });

  test('a configuration of its own stays, and what to add to it is said', () => {
    const own = '# Ours\ntemplates: []\n';
    inPlayground({ ...openSpec, 'specwright.yaml': own });
    const { status, stderr } = playground.run(['import', '.']);
    expect(status).toBe(2);
    expect(stderr).toContain('it was left alone');
    expect(stderr).toContain('  - file: templates/openspec/capability.md');
    expect(playground.read('specwright.yaml')).toBe(own);
    expect(existsSync(playground.path('templates'))).toBe(false);
    // What was said can be added as it is.
    const added = stderr.slice(stderr.indexOf('  - file:')).trimEnd();
    playground.write('specwright.yaml', `templates:\n${added}\n`);
    expect(playground.run(['import', '.']).status).toBe(0);
    expect(playground.run(['check', '--fail-on', 'warning']).status).toBe(0);
  });

  test('a template of the same name stays, and nothing is written beside it', () => {
    inPlayground({ ...openSpec, 'templates/openspec/design.md': 'ours\n' });
    const { status, stderr } = playground.run(['import', '.']);
    expect(status).toBe(2);
    expect(stderr).toContain('says something else; nothing was written');
    expect(playground.read('templates/openspec/design.md')).toBe('ours\n');
    expect(existsSync(playground.path('templates/openspec/proposal.md'))).toBe(false);
    expect(existsSync(playground.path('specwright.yaml'))).toBe(false);
  });

  test('--dry-run writes nothing', () => {
    inPlayground(openSpec);
    const { stdout, status } = playground.run(['import', '.', '--dry-run', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ forms: ['OpenSpec'], dryRun: true, kept: [] });
    expect(existsSync(playground.path('specwright.yaml'))).toBe(false);
    expect(existsSync(playground.path('templates'))).toBe(false);
  });
});

describe('--to', () => {
  test('a folder above configures what lies below it', () => {
    inPlayground(openSpec, 'tools/harbour/');
    expect(playground.run(['import', 'tools/harbour', '--to', '.']).status).toBe(0);
    unchanged(openSpec, 'tools/harbour/');
    expect(Object.keys(followed())).toContain('tools/harbour/openspec/project.md');
    expect(playground.run(['check', '--fail-on', 'warning']).status).toBe(0);
  });

  test('another folder gets copies', () => {
    inPlayground(specKit, 'from/');
    expect(playground.run(['import', 'from', '--to', 'into']).status).toBe(0);
    unchanged(specKit, 'from/');
    expect(playground.read('into/.specify/templates/spec-template.md')).toBe(
      specKit['.specify/templates/spec-template.md'],
    );
    expect(playground.run(['check', 'into', '--fail-on', 'warning']).status).toBe(0);
    playground.write('into/specs/001-waiting-list/spec.md', 'changed\n');
    expect(playground.run(['import', 'from', '--to', 'into']).status).toBe(2);
    expect(playground.read('into/specs/001-waiting-list/spec.md')).toBe('changed\n');
  });
});

test('a folder of another form is refused with what was looked for', () => {
  inPlayground({ 'specs/a.md': '# A\n' });
  for (const folder of ['.', 'nowhere', 'specs/a.md']) {
    const { status, stderr } = playground.run(['import', folder]);
    expect(status).toBe(2);
    expect(stderr).toMatch(folder === '.' ? /neither spec-kit nor OpenSpec/u : /There is no folder/u);
  }
});
