import { technicalSpecText } from '../../src/template/builtin/technical-spec.ts';
import type { ChangeKind, ChangeSeverity, MigrationStep } from '../../src/template/compatibility-change.ts';

/** A change of the built-in template, and the one finding it must give. */
export interface PlantedChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly kind: ChangeKind;
  readonly severity: ChangeSeverity;
  readonly step: MigrationStep['kind'] | null;
}

/** The text of a section of a template, its heading included. */
export function section(heading: string, text: string): string {
  const start = text.indexOf(`\n${heading}\n`) + 1;
  const depth = heading.indexOf(' ');
  const next = new RegExp(`\\n#{1,${depth}} `, 'u').exec(text.slice(start + depth));
  return text.slice(start, next === null ? text.length : start + depth + next.index + 1);
}

export const spec = technicalSpecText;
export const rollback = section('### Rollback Plan', spec);
export const glossary = section('### Glossary', spec);
export const dependencies = section('## Dependencies', spec);
const constraints = section('### Constraints', spec);
const current = section('### Context', spec);

export const planted: readonly PlantedChange[] = [
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
