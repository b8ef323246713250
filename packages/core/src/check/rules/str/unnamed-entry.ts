import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const unnamedEntry: DocumentRule = {
  scope: 'document',
  code: 'STR110',
  name: 'unnamed-entry',
  summary: 'An entry that the template names has a number but no name',
  why: '"Alternative 2" tells a reader nothing; a name can be searched for, linked to and talked about.',
  remedy: 'Write a short name after the number.',
  severity: { draft: 'info', settled: 'warning' },
  example: {
    template:
      '# [Title]\n\n## Alternatives\n\n### Alternative 1: [Name]\n\n[What]\n\n### Alternative 2: [Name]\n\n[What]\n',
    bad: '# Queue\n\n## Alternatives\n\n### Alternative 1: Broker\n\nOne process.\n\n### Alternative 2:\n\nNo process.\n',
    good: '# Queue\n\n## Alternatives\n\n### Alternative 1: Broker\n\nOne process.\n\n### Alternative 2: Table\n\nNo process.\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    for (const section of document.allSections) {
      const { schema } = section;
      if (schema?.repeat?.named !== true || section.ownName !== '' || schema.confidence < 0.5) continue;
      yield {
        range: section.outline.headingRange,
        message: `"${section.name}" has no name of its own`,
        address: section.address,
        template: schema.headingRange,
      };
    }
    for (const section of document.allSections) {
      for (const group of section.content.groups) {
        if (!group.schema.repeat.named || group.ownName !== '' || group.description.state !== 'empty') continue;
        yield {
          range: { start: group.range.start, end: Math.max(group.range.start, group.description.range.end) },
          message: `"${group.schema.name}${group.number === null ? '' : ` ${group.number}`}" has no name of its own`,
          address: group.address,
          template: group.schema.range,
        };
      }
    }
  },
};
