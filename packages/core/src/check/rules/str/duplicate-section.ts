import type { BoundDocument, BoundSection } from '../../../document/document.ts';
import { placementsOf } from '../../../edit/placement.ts';
import type { DocumentRule, Finding } from '../../rule.ts';

export const duplicateSection: DocumentRule = {
  scope: 'document',
  code: 'STR106',
  name: 'duplicate-section',
  summary: 'A section that the template has once stands twice',
  why: 'Two sections of one name are often the rest of a merge; readers see the first and miss the second.',
  remedy: 'Merge the two sections into one, or give the second a name of its own.',
  severity: { draft: 'warning', settled: 'warning' },
  example: {
    template: '# [Name]\n\n## Context\n\n[Why now]\n\n## Design\n\n[How]\n',
    bad: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Design\n\nOne broker.\n\n## Design\n\nTwo brokers.\n',
    good: '# Queue\n\n## Context\n\nOrders are lost.\n\n## Design\n\nTwo brokers.\n',
  },
  *check(document: BoundDocument): Iterable<Finding> {
    for (const [schema, answers] of document.answers) {
      if (schema.repeat !== null || answers.length < 2) continue;
      yield* duplicates(document, answers);
    }
  },
};

/** One that only resembles the template's heading is a section of its own; so is one under another parent. */
function* duplicates(document: BoundDocument, answers: readonly BoundSection[]): Iterable<Finding> {
  const known = placementsOf(document);
  const homes = new Set<BoundSection | null>();
  for (const answer of answers) {
    if (answer.match === 'near') continue;
    const home = known.get(answer)?.home ?? null;
    if (!homes.has(home)) {
      homes.add(home);
      continue;
    }
    yield {
      range: answer.outline.headingRange,
      message: `Section "${answer.name}" stands here once more, the template has it once`,
      address: answer.address,
      template: answer.schema?.headingRange ?? null,
    };
  }
}
