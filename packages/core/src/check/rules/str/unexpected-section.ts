import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import type { DocumentRule, Finding, RuleOptions } from '../../rule.ts';

export const unexpectedSection: DocumentRule = {
  scope: 'document',
  code: 'STR105',
  name: 'unexpected-section',
  summary: 'A section is not in the template',
  why: 'Most teams welcome extra sections, so this is allowed unless the configuration says otherwise; teams whose documents are read by machines or auditors want none.',
  remedy: 'Move the text into a section of the template, or add the section to the template.',
  severity: { draft: 'warning', settled: 'error' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n\n## Design\n\n[How]\n',
    bad: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Design\n\nOne broker.\n\n## Thanks\n\nTo everyone.\n',
    good: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Design\n\nOne broker.\n',
    options: { unexpectedSections: 'forbid' },
  },
  *check(document: BoundDocument, options: RuleOptions): Iterable<Finding> {
    if (options.unexpectedSections === 'allow' || document.schema.sections.length === 0) return;
    for (const section of document.allSections) {
      if (section.schema !== null || !isClosed(section.parent)) continue;
      const under = section.parent === null ? '' : ` under "${section.parent.name}"`;
      yield {
        range: section.outline.headingRange,
        message: `Section "${section.name}"${under} is not in the template`,
        address: section.address,
        template: section.parent?.schema?.headingRange ?? null,
        ...(options.unexpectedSections === 'warn' ? { atMost: 'warning' as const } : {}),
      };
    }
  },
};

/** The template says what stands in the document, and in those of its sections that have subsections of their own. */
function isClosed(parent: BoundSection | null): boolean {
  if (parent === null) return true;
  return parent.schema !== null && !parent.schema.free && parent.schema.sections.length > 0;
}
