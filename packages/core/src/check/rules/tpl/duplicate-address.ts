import type { Schema } from '../../../template/schema.ts';
import type { Finding, TemplateRule } from '../../rule.ts';
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
  check: findTwins,
};

/** A field and a section of one name are told apart by where they stand, so that is only a warning. */
function* findTwins(schema: Schema): Iterable<Finding> {
  const fields = new Set(schema.fields.map(({ range }) => range.start));
  for (const finding of problemsOfKind(schema, 'duplicate-address')) {
    const mixed = finding.template != null && fields.has(finding.template.start) !== fields.has(finding.range.start);
    yield mixed ? { ...finding, atMost: 'warning' } : finding;
  }
}
