import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mdastParser } from '../markdown/mdast-parser.ts';
import { technicalSpecText } from './builtin/technical-spec.ts';
import { compareTemplates } from './compatibility.ts';
import type { ChangeKind, ChangeSeverity, MigrationStep } from './compatibility-change.ts';
import { compileTemplate } from './compile.ts';
import { foldName } from './names.ts';

function changes(old: string, current: string, renames: Readonly<Record<string, string>> = {}) {
  const compile = (text: string) => compileTemplate(text, 'template.md', mdastParser);
  const map = new Map(Object.entries(renames).map(([from, to]) => [foldName(from), to]));
  return compareTemplates(compile(old), compile(current), map);
}

/** A change of the built-in template, and the one finding it must give. */
interface Planted {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly kind: ChangeKind;
  readonly severity: ChangeSeverity;
  readonly step: MigrationStep['kind'] | null;
}

function section(heading: string, text: string): string {
  const start = text.indexOf(`\n${heading}\n`) + 1;
  const depth = heading.indexOf(' ');
  const next = new RegExp(`\\n#{1,${depth}} `, 'u').exec(text.slice(start + depth));
  return text.slice(start, next === null ? text.length : start + depth + next.index + 1);
}

const spec = technicalSpecText;
const rollback = section('### Rollback Plan', spec);
const glossary = section('### Glossary', spec);
const dependencies = section('## Dependencies', spec);
const constraints = section('### Constraints', spec);
const current = section('### Context', spec);

const planted: readonly Planted[] = [
  {
    name: 'a section is added',
    from: rollback,
    to: `${rollback}### Monitoring\n\n[Which signals tell that it works?]\n\n`,
    kind: 'section-added',
    severity: 'breaking',
    step: 'insert-section',
  },
  {
    name: 'an optional section is added',
    from: rollback,
    to: `${rollback}### Monitoring (optional)\n\n[Which signals tell that it works?]\n\n`,
    kind: 'section-added',
    severity: 'compatible',
    step: null,
  },
  {
    name: 'a section is removed',
    from: constraints,
    to: '',
    kind: 'section-removed',
    severity: 'compatible',
    step: null,
  },
  {
    name: 'a section is renamed',
    from: '### Rollback Plan',
    to: '### Backing Out',
    kind: 'section-renamed',
    severity: 'breaking',
    step: 'rename-section',
  },
  {
    name: 'a section moves among its siblings',
    from: `${current}${constraints}`,
    to: `${constraints}${current}`,
    kind: 'section-moved',
    severity: 'breaking',
    step: 'move-section',
  },
  {
    name: 'a section is at another level',
    from: '### Rollback Plan',
    to: '#### Rollback Plan',
    kind: 'section-moved',
    severity: 'breaking',
    step: 'move-section',
  },
  {
    name: 'a section is divided by name',
    from: '## Risks and Mitigations\n',
    to: '## Risks\n\n[What may fail?]\n\n## Mitigations\n',
    kind: 'section-split',
    severity: 'breaking',
    step: 'split-section',
  },
  {
    name: 'a section becomes optional',
    from: '### Rollback Plan',
    to: '### Rollback Plan (optional)',
    kind: 'section-optional',
    severity: 'compatible',
    step: null,
  },
  {
    name: 'a field is added',
    from: '**Created**: [Date]\n',
    to: '**Team**: [Team]\n**Created**: [Date]\n',
    kind: 'field-added',
    severity: 'breaking',
    step: 'insert-field',
  },
  {
    name: 'a field is removed',
    from: '**Last Updated**: [Date]\n',
    to: '',
    kind: 'field-removed',
    severity: 'compatible',
    step: null,
  },
  {
    name: 'a field is renamed',
    from: '**Created**: [Date]',
    to: '**Created On**: [Date]',
    kind: 'field-renamed',
    severity: 'breaking',
    step: 'rename-field',
  },
  {
    name: 'a field has another type',
    from: '**Author**: [Name]',
    to: '**Author**: Platform | Search',
    kind: 'field-type',
    severity: 'breaking',
    step: null,
  },
  {
    name: 'a state is renamed',
    from: 'Draft | In Review |',
    to: 'Draft | Under Review |',
    kind: 'states-changed',
    severity: 'breaking',
    step: 'rename-choice',
  },
  {
    name: 'a state is gone',
    from: 'Draft | In Review |',
    to: 'Draft |',
    kind: 'states-changed',
    severity: 'breaking',
    step: null,
  },
  {
    name: 'a state is new',
    from: '| Implemented',
    to: '| Implemented | Withdrawn',
    kind: 'states-changed',
    severity: 'compatible',
    step: null,
  },
  {
    name: 'a column is added',
    from: spec.slice(spec.indexOf('| Metric |'), spec.indexOf('## Open Questions')),
    to: '| Metric | Current | Target | Owner | Measurement Method |\n|---|---|---|---|---|\n| [Metric] | [Value] | [Value] | [Name] | [How measured] |\n\n',
    kind: 'column-added',
    severity: 'breaking',
    step: 'insert-column',
  },
  {
    name: 'a column is removed',
    from: spec.slice(spec.indexOf('| Metric |'), spec.indexOf('## Open Questions')),
    to: '| Metric | Current | Target |\n|---|---|---|\n| [Metric] | [Value] | [Value] |\n\n',
    kind: 'column-removed',
    severity: 'compatible',
    step: null,
  },
  {
    name: 'a column is renamed',
    from: '| Metric | Current |',
    to: '| Metric | Today |',
    kind: 'column-renamed',
    severity: 'breaking',
    step: 'rename-column',
  },
  {
    name: 'columns change places',
    from: spec.slice(spec.indexOf('| Metric |'), spec.indexOf('## Open Questions')),
    to: '| Metric | Target | Current | Measurement Method |\n|---|---|---|---|\n| [Metric] | [Value] | [Value] | [How measured] |\n\n',
    kind: 'columns-reordered',
    severity: 'breaking',
    step: 'order-columns',
  },
  {
    name: 'a row is added',
    from: '| Security | | Pending | |\n',
    to: '| Security | | Pending | |\n| Privacy | | Pending | |\n',
    kind: 'row-added',
    severity: 'breaking',
    step: 'insert-row',
  },
  {
    name: 'the title has other words',
    from: '# Technical Specification: ',
    to: '# Spec: ',
    kind: 'title-changed',
    severity: 'breaking',
    step: 'retitle',
  },
  {
    name: 'only help text changes',
    from: '[Relevant history, current state, why now]',
    to: '[What is there today and why that is not enough]',
    kind: 'guidance-changed',
    severity: 'editorial',
    step: null,
  },
];

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
