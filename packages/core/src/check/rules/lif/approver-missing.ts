import type { BoundDocument } from '../../../document/document.ts';
import type { DocumentRule, Finding, RuleOptions } from '../../rule.ts';
import { atStatus, claimsApproval, exampleWith } from './history.ts';

export const approverMissing: DocumentRule = {
  scope: 'document',
  code: 'LIF606',
  name: 'approver-missing',
  summary: 'A required role has not approved, or who signed for it may not',
  why: 'An approval is worth what the people behind it are. A role that nobody signed for, or that somebody signed who does not hold it, was not asked.',
  remedy:
    'Ask who holds the role to sign: `specwright turns` says who that is. Who holds a role stands in `specwright.yaml`.',
  severity: { draft: 'off', settled: 'warning' },
  example: exampleWith({ missing: [{ role: 'Security', who: ['ada@example.org'], parts: ['design'] }] }),
  check: findMissing,
};

function* findMissing(document: BoundDocument, { history }: RuleOptions): Iterable<Finding> {
  if (history === undefined || !claimsApproval(document)) return;
  for (const { role, who } of history.missing) {
    const stale = history.stale.some((one) => one.role === role);
    // Who approved an older text is spoken of by the rule about stale sign-offs.
    if (stale) continue;
    const holders = who === null || who.length === 0 ? '' : `; it is held by ${who.join(', ')}`;
    yield atStatus(document, `${role} has not approved this document${holders}`);
  }
  for (const { role, by, why } of history.barred) {
    yield atStatus(document, `The sign-off by ${by} as ${role} does not count: ${why}`);
  }
}
