import type { TemplateRule } from '../../rule.ts';
import { problemsOfKind } from './problem-finding.ts';

export const duplicateAddress: TemplateRule = {
  scope: 'template',
  code: 'TPL902',
  name: 'duplicate-address',
  summary: 'Two parts of the template have the same address',
  why: "An address must lead to one value. With two, a document's part cannot be told to answer this demand or that one.",
  remedy:
    'Rename one of the two headings or fields; or number them (`Option 1`, `Option 2`) when they are samples of one repeated part.',
  severity: { draft: 'error', settled: 'error' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n\n## Decision\n\n[What]\n\n## History\n\n[More of it]\n',
    bad: '# [Name]\n\n## Context\n\n[Why now]\n\n## Decision\n\n[What]\n\n## Context\n\n[More of it]\n',
    good: '# [Name]\n\n## Context\n\n[Why now]\n\n## Decision\n\n[What]\n\n## History\n\n[More of it]\n',
  },
  check: (schema) => problemsOfKind(schema, 'duplicate-address'),
};
