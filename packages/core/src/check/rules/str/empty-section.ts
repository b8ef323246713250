import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import type { SectionSchema } from '../../../template/schema.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const emptySection: DocumentRule = {
  scope: 'document',
  code: 'STR107',
  name: 'empty-section',
  summary: 'A required section has nothing in it',
  why: 'A heading without text looks like an answer in the table of contents and is none. Comments do not count: no reader sees them.',
  remedy: 'Write the section. When it does not apply, say so in one line.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n\n## Rollback Plan\n\n[How do we undo this?]\n',
    bad: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Rollback Plan\n',
    good: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Rollback Plan\n\nTurn the flag off.\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    for (const section of document.allSections) {
      if (section.schema === null || !isEmpty(section) || !wantsContent(section.schema)) continue;
      yield {
        range: section.outline.headingRange,
        message: `Section "${section.name}" is empty`,
        address: section.address,
        template: section.schema.headingRange,
      };
    }
  },
};

function isEmpty(section: BoundSection): boolean {
  return section.content.empty && section.sections.length === 0;
}

/** Where the template demands subsections, those are reported as missing instead. */
function wantsContent(schema: SectionSchema): boolean {
  if (!schema.required || schema.free || schema.confidence < 0.5) return false;
  return !schema.sections.some((child) => child.required);
}
