import type { BoundDocument } from '../../../document/document.ts';
import { sectionsUnderRole } from '../../../document/walk-document.ts';
import { shortened } from '../../../text/shortened.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { claimedStage, untickedItems } from './approved-sections.ts';

export const tasksLeft: DocumentRule = {
  scope: 'document',
  code: 'LIF602',
  name: 'tasks-left',
  summary: 'Tasks are not ticked although the status says the work is done',
  why: 'Either the work is not done and the status misleads everyone who plans with it, or the list was not kept and cannot be trusted for the next document.',
  remedy: 'Tick what is done, move the rest to a follow-up, or correct the status.',
  severity: { draft: 'off', settled: 'warning' },
  example: {
    template:
      '# [Name]\n\n**Status**: Draft | Approved | Implemented\n\n## Phases\n\n**Phase 1**: [Description]\n- [ ] [Task]\n\n**Phase 2**: [Description]\n- [ ] [Task]\n',
    bad: '# Retries\n\n**Status**: Implemented\n\n## Phases\n\n**Phase 1**: The queue\n- [x] Write the queue\n- [ ] Remove the old path\n',
    good: '# Retries\n\n**Status**: Implemented\n\n## Phases\n\n**Phase 1**: The queue\n- [x] Write the queue\n- [x] Remove the old path\n',
  },
  check: findTasks,
};

/** One finding a section: a long list that nobody ticked is one omission. */
function* findTasks(document: BoundDocument): Iterable<Finding> {
  const claim = claimedStage(document);
  if (claim === null || claim.stage !== 'done') return;
  for (const section of sectionsUnderRole(document, 'tasks')) {
    const items = untickedItems(document, section);
    const [first] = items;
    if (first === undefined) continue;
    const what = `"${shortened(first.plain)}"`;
    const verb =
      items.length === 1 ? 'is' : `and ${items.length - 1} more ${items.length === 2 ? 'task' : 'tasks'} are`;
    yield {
      range: first.rawRange,
      message: `${what} ${verb} not ticked although the status is "${claim.state}"`,
      address: first.address,
      template: section.schema?.headingRange ?? null,
    };
  }
}
