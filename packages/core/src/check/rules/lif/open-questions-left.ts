import type { BoundDocument } from '../../../document/document.ts';
import { sectionsUnderRole } from '../../../document/walk-document.ts';
import { shortened } from '../../../text/shortened.ts';
import type { DocumentRule, Finding } from '../../rule.ts';
import { isApproved } from '../../stage.ts';
import { claimedStage, untickedItems } from './approved-sections.ts';

export const openQuestionsLeft: DocumentRule = {
  scope: 'document',
  code: 'LIF601',
  name: 'open-questions-left',
  summary: 'A question is still open although the status says the document was agreed upon',
  why: 'Whoever builds from an approved document takes it for decided. An open question in it is a decision nobody made, or one that was made and never written down.',
  remedy:
    'Answer the question in the text and tick it, move it to a follow-up document, or take the status back until it is decided.',
  severity: { draft: 'off', settled: 'warning' },
  example: {
    template:
      '# [Name]\n\n**Status**: Draft | In Review | Approved\n\n## Open Questions\n\n- [ ] [Question that needs resolution]\n',
    bad: '# Retries\n\n**Status**: Approved\n\n## Open Questions\n\n- [x] How many attempts? Five.\n- [ ] Which queue carries them?\n',
    good: '# Retries\n\n**Status**: In Review\n\n## Open Questions\n\n- [x] How many attempts? Five.\n- [ ] Which queue carries them?\n',
  },
  check: findOpenQuestions,
};

function* findOpenQuestions(document: BoundDocument): Iterable<Finding> {
  const claim = claimedStage(document);
  if (claim === null || !isApproved(claim.stage)) return;
  for (const section of sectionsUnderRole(document, 'open-questions')) {
    for (const item of untickedItems(document, section)) {
      yield {
        range: item.rawRange,
        message: `"${shortened(item.plain)}" is still open although the status is "${claim.state}"`,
        address: item.address,
        template: section.schema?.headingRange ?? null,
        fixes:
          item.boxRange === null
            ? []
            : [{ title: 'Tick it as answered', kind: 'suggested', edits: [{ ...item.boxRange, text: 'x' }] }],
      };
    }
  }
}
