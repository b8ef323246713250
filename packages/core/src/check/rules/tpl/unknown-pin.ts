import type { TemplateRule } from '../../rule.ts';
import { problemsOfKind } from './problem-finding.ts';

export const unknownPin: TemplateRule = {
  scope: 'template',
  code: 'TPL905',
  name: 'unknown-pin',
  summary: 'A `<!-- spec: … -->` comment says something that Specwright does not know',
  why: 'The comment was written to change how the template is read, and changes nothing.',
  remedy: 'Use one of `optional`, `required`, `repeat 2..`, `choices …`, `role …`, `living` or `free`.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# [Name]\n\n<!-- spec: optional -->\n## Context\n\n[Why now]\n',
    bad: '# [Name]\n\n<!-- spec: optoinal -->\n## Context\n\n[Why now]\n',
    good: '# [Name]\n\n<!-- spec: optional -->\n## Context\n\n[Why now]\n',
  },
  check: (schema) => problemsOfKind(schema, 'unknown-pin'),
};
