import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding, RuleOptions } from '../../rule.ts';
import { atPart, claimsApproval, exampleWith, listed } from './history.ts';

export const signOffStale: DocumentRule = {
  scope: 'document',
  code: 'LIF607',
  name: 'sign-off-stale',
  summary: 'What somebody signed is another text now',
  why: 'A sign-off is bound to the sections it saw. Where these changed since, the person has approved something else than what stands there.',
  remedy: 'Ask them to look again: `specwright sign` shows exactly what changed since they signed.',
  severity: { draft: 'off', settled: 'warning' },
  example: exampleWith({
    stale: [{ role: 'Security', by: 'ada@example.org', at: '2026-01-07', parts: ['design'] }],
  }),
  check: findStale,
};

function* findStale(document: BoundDocument, { history }: RuleOptions): Iterable<Finding> {
  if (history === undefined || !claimsApproval(document)) return;
  for (const { role, by, at, parts } of history.stale) {
    const message = `${by} signed as ${role} on ${at}; changed since: ${listed(parts)}`;
    yield atPart(document, parts[0] ?? '', message);
  }
}
