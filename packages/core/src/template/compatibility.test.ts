import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dependencies, glossary, planted, rollback, section, spec } from '../../test/migration/planted-changes.ts';
import { mdastParser } from '../markdown/mdast-parser.ts';
import { compareTemplates } from './compatibility.ts';
import { compileTemplate } from './compile.ts';
import { foldName } from './names.ts';

function changes(old: string, current: string, renames: Readonly<Record<string, string>> = {}) {
  const compile = (text: string) => compileTemplate(text, 'template.md', mdastParser);
  const map = new Map(Object.entries(renames).map(([from, to]) => [foldName(from), to]));
  return compareTemplates(compile(old), compile(current), map);
}

describe('a planted change of a template is found as what it is', () => {
  test.each(planted.map((each) => [each.name, each] as const))('%s', (_name, { from, to, kind, severity, step }) => {
    expect(spec.split(from), 'the place of the change').toHaveLength(2);
    const found = changes(spec, spec.replace(from, to));
    expect(found.map((change) => [change.kind, change.severity, change.step?.kind ?? null])).toEqual([
      [kind, severity, step],
    ]);
  });

  test('choices of a column', () => {
    const renamed = changes(spec, spec.replaceAll('High/Med/Low', 'High/Medium/Low'));
    expect(renamed.map(({ kind, step }) => [kind, step?.title])).toEqual([
      ['column-choices', 'Change "Med" to "Medium" in column "Likelihood"'],
      ['column-choices', 'Change "Med" to "Medium" in column "Impact"'],
    ]);
  });

  test('a section that moves under another one', () => {
    const moved = spec.replace(glossary, '').replace(rollback, `${rollback}${glossary}`);
    expect(changes(spec, moved).map(({ kind, address }) => [kind, address])).toEqual([
      ['section-moved', 'implementation.glossary'],
    ]);
  });

  test('sections that are joined', () => {
    const old = spec.replace(
      dependencies,
      '## Internal Dependencies\n\n- [Team]\n\n## External Dependencies\n\n- [Vendor]\n\n',
    );
    const joined = spec.replace('## Dependencies', '## Internal and External Dependencies');
    expect(changes(old, joined).map(({ kind, step }) => [kind, step?.kind])).toEqual([
      ['sections-joined', 'join-sections'],
    ]);
  });

  test('a top section at another level', () => {
    const old = '## Context\n\n[Why]\n\n## Decision\n\n[What]\n';
    const kinds = changes(old, old.replaceAll('## ', '### ')).map(({ kind }) => kind);
    expect(kinds).toEqual(['section-relevelled', 'section-relevelled']);
  });

  test('a table, a repeat, a notation, a requirement', () => {
    const one = '# [Name]\n\n**Team**: [Team]\n\n## Risks (optional)\n\n[What may fail?]\n';
    const table = one.replace(
      '[What may fail?]',
      '[What may fail?]\n\n| Risk | Impact |\n| --- | --- |\n| [Risk] | [Impact] |',
    );
    expect(changes(one, table).map(({ kind }) => kind)).toContain('table-added');
    expect(changes(table, one).map(({ kind }) => kind)).toContain('table-removed');
    expect(changes(one, one.replace(' (optional)', '')).map(({ kind }) => kind)).toEqual(['section-required']);
    const yaml = `---\nteam: "[Team]"\n---\n\n${one.replace('**Team**: [Team]\n\n', '')}`;
    expect(changes(one, yaml).map(({ kind }) => kind)).toEqual(['field-notation']);
    const once = '# [Name]\n\n## Option 1: [Name]\n\n[What]\n';
    const twice = once.replace('[What]', '<!-- spec: repeat 2.. -->\n\n[What]');
    expect(changes(once, twice).map(({ kind }) => kind)).toContain('repeat-changed');
  });
});

describe('what a person says', () => {
  test('settles what likeness cannot', () => {
    const other = spec.replace('Draft | In Review |', 'Draft | Open |');
    expect(changes(spec, other).map(({ step }) => step?.kind ?? null)).toEqual([null, null]);
    expect(changes(spec, other, { 'In Review': 'Open' }).map(({ step }) => step?.title)).toEqual([
      'Change "In Review" to "Open" in "Status"',
    ]);
    const renamed = spec.replace(rollback, '### When Things Go Wrong\n\n- [Whom to call]\n\n');
    expect(changes(spec, renamed, { 'Rollback Plan': 'When Things Go Wrong' }).map(({ kind }) => kind)).toContain(
      'section-renamed',
    );
  });
});

describe('laws', () => {
  test('a template does not differ from itself, nor by white space', () => {
    expect(changes(spec, spec)).toEqual([]);
    expect(changes(spec, spec.replaceAll('\n\n', '\n\n\n'))).toEqual([]);
  });

  test('whatever sections are taken away, their number is told and nothing else', () => {
    const headings = [...spec.matchAll(/^### (.+)$/gmu)].map((found) => `### ${found[1]}`);
    fc.assert(
      fc.property(fc.subarray(headings, { minLength: 1, maxLength: 4 }), (gone) => {
        const less = gone.reduce((text, heading) => text.replace(section(heading, text), ''), spec);
        const found = changes(spec, less).filter(({ kind }) => kind === 'section-removed');
        const back = changes(less, spec).filter(({ kind }) => kind === 'section-added');
        expect(found).toHaveLength(gone.length);
        expect(back).toHaveLength(gone.length);
      }),
      { numRuns: 30 },
    );
  });
});
