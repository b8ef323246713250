import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const secondTitle: DocumentRule = {
  scope: 'document',
  code: 'STR113',
  name: 'second-title',
  summary: 'The document has more than one title',
  why: 'A second heading at the level of the title ends the document in its outline: what follows belongs to another one.',
  remedy: 'Make the second heading a section, or move what follows into a document of its own.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# Specification: [Name]\n\n## Context\n\n[Why now]\n\n## Design\n\n[How]\n',
    bad: '# Specification: Queue\n\n## Context\n\nOrders are lost.\n\n# Specification: Cache\n\n## Design\n\nOne broker.\n',
    good: '# Specification: Queue\n\n## Context\n\nOrders are lost.\n\n## Design\n\nOne broker.\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    const { title } = document.schema;
    if (title === null) return;
    const [first] = document.titles;
    for (const other of document.titles.slice(1)) {
      yield {
        range: other.range,
        message: `"${other.text}" is a second title, the first is "${first?.text}"`,
        address: '',
        template: title.range,
      };
    }
  },
};
