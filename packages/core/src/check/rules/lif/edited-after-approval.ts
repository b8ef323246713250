import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding, RuleOptions } from '../../rule.ts';
import { atPart, claimsApproval, exampleWith, listed } from './history.ts';

export const editedAfterApproval: DocumentRule = {
  scope: 'document',
  code: 'LIF608',
  name: 'edited-after-approval',
  summary: 'A document that was approved was edited, and its approval does not hold any more',
  why: 'Whoever builds from an approved document trusts that what stands in it was agreed upon. These sections were not, as they stand now.',
  remedy: 'Ask the people named to look again, or take the edit back. Until then the document counts as under review.',
  severity: { draft: 'off', settled: 'error' },
  example: exampleWith({
    edited: { from: 'Approved', parts: ['design'], ask: ['Security (ada@example.org)'] },
  }),
  check: findEdited,
};

function* findEdited(document: BoundDocument, { history }: RuleOptions): Iterable<Finding> {
  const edited = history?.edited ?? null;
  if (edited === null || !claimsApproval(document)) return;
  const ask = edited.ask.length === 0 ? '' : `; ask ${edited.ask.join(', ')} to look again`;
  yield atPart(document, edited.parts[0] ?? '', `Edited since it was ${edited.from}: ${listed(edited.parts)}${ask}`);
}
