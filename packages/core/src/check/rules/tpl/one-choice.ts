import type { TemplateRule } from '../../rule.ts';
import { problemsOfKind } from './problem-finding.ts';

export const oneChoice: TemplateRule = {
  scope: 'template',
  code: 'TPL903',
  name: 'one-choice',
  summary: 'A list of choices in the template holds only one',
  why: 'A choice among one is no choice: every document that says anything else is wrong.',
  remedy: 'Write the other choices, or pin the field to be free with `<!-- spec: free -->`.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# [Name]\n\n**Status**: [Draft | Approved]\n\n## Context\n\n[Why now]\n',
    bad: '# [Name]\n\n**Status**: [Draft | Draft]\n\n## Context\n\n[Why now]\n',
    good: '# [Name]\n\n**Status**: [Draft | Approved]\n\n## Context\n\n[Why now]\n',
  },
  check: (schema) => problemsOfKind(schema, 'one-choice'),
};
