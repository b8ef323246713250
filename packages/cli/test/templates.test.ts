import { afterEach, describe, expect, test } from 'vitest';
import { cleanPlan, Playground, template } from './playground.ts';

let playground: Playground;
afterEach(() => playground.remove());

const other = '# Note: [Name]\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n\n## Consequences\n\n[Then]\n';
const note = '# Note: Queues\n\n## Context\n\nToo slow.\n\n## Decision\n\nOne queue.\n\n## Consequences\n\nFewer.\n';

describe('the template of a document', () => {
  test('is the one that was asked for before all others', () => {
    playground = new Playground({ 'template.md': template, 'other.md': other, 'a/plan.md': cleanPlan });
    const { stdout, stderr } = playground.run(['check', 'a', '--template', 'other.md', '--format', 'json']);
    expect(JSON.parse(stdout).diagnostics[0].template.file).toBe('other.md');
    expect(stderr).toBe('');
  });

  test("then the configuration's, then the one in front matter, then the closest", () => {
    playground = new Playground({
      'templates/plan.md': template,
      'templates/note.md': other,
      'specwright.yaml': 'templates:\n  - file: templates/plan.md\n    documents: [said/**]\n',
      'said/note.md': note,
      'named/plan.md': `---\ntemplate: note\n---\n\n${cleanPlan}`,
      'found/plan.md': cleanPlan,
      'found/note.md': note,
    });
    const of = (path: string): string => JSON.parse(playground.run(['show', path, '--json']).stdout).template;
    expect(of('said/note.md')).toBe('templates/plan.md');
    expect(of('named/plan.md')).toBe('templates/note.md');
    expect(of('found/plan.md')).toBe('templates/plan.md');
    expect(of('found/note.md')).toBe('templates/note.md');
  });

  test('is the built-in one where the workspace has none that fits', () => {
    playground = new Playground();
    const text = playground.run(['template', 'draft', '.']);
    expect(text.status).toBe(2);
    const spec = playground.shell('specwright template explain technical-spec');
    expect(spec.stdout).toContain('Lifecycle: Draft → In Review → Approved → Implemented');
  });

  test('that front matter names and nobody has is a finding', () => {
    playground = new Playground({ 'a.md': `---\ntemplate: lost.md\n---\n\n# Anything\n` });
    const { stdout } = playground.run(['check', '.', '--format', 'json']);
    expect(JSON.parse(stdout).diagnostics[0].message).toContain('names the template "lost.md"');
  });

  test('is looked for among 200 of them at most, and more are told of', () => {
    playground = new Playground({ 'plans/plan.md': cleanPlan });
    for (let index = 100; index < 299; index += 1) playground.write(`plans/templates/a${index}.md`, other);
    playground.write('plans/templates/plan.md', template);
    const all = playground.run(['show', 'plans/plan.md', '--json']);
    expect(JSON.parse(all.stdout).template).toBe('plans/templates/plan.md');
    expect(all.stderr).toBe('');
    playground.write('plans/templates/a299.md', other);
    const more = playground.run(['check', 'plans/plan.md', '--format', 'json']);
    expect(more.stderr).toContain('Only the first 200 of 201 files that look like templates are read');
  });

  test('is made of what documents have in common where there is none, and can be saved', () => {
    playground = new Playground();
    for (let index = 1; index <= 8; index += 1) {
      const text = note.replace('## Decision\n\nOne queue.\n\n', index === 8 ? '' : '## Decision\n\nOne queue.\n\n');
      playground.write(`old/${index}.md`, text.replace('Queues', `Queue ${index}`));
    }
    const { stdout, stderr, status } = playground.run(['check', 'old']);
    expect(stderr).toContain('Template: shared-shape.md (what these documents have in common');
    expect(stderr).toContain('specwright template draft old > template.md');
    expect(stdout).not.toContain('error');
    expect(status).toBe(0);
    expect(playground.run(['template', 'draft', 'old']).stdout).toContain('## Consequences');
  });
});

test('the YAML beside a document holds its metadata', () => {
  playground = new Playground({
    'keps/NNNN-kep-template/README.md': '# KEP-NNNN: Your title\n\n## Summary\n\n<!-- Say it shortly. -->\n',
    'keps/NNNN-kep-template/kep.yaml': 'title: KEP Template\nkep-number: NNNN\nstatus: provisional|implementable\n',
    'keps/0001-one/README.md': '# KEP-0001: One\n\n## Summary\n\nOne.\n',
    'keps/0001-one/kep.yaml': 'title: One\nkep-number: 1\nstatus: implementble\n',
  });
  const { stdout } = playground.run(['check', 'keps', '--format', 'json']);
  const found = JSON.parse(stdout).diagnostics.filter((each: { code: string }) => each.code === 'MET303');
  expect(found).toMatchObject([{ file: 'keps/0001-one/kep.yaml', start: { line: 3, column: 9 } }]);
  const shown = JSON.parse(playground.run(['show', 'keps/0001-one/README.md', '--json']).stdout);
  expect(shown.status).toBe('implementble');
});
