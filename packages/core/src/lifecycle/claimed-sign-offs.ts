import { sha256Of } from '../text/hash.ts';
import { type EventOf, makeEvent } from './event.ts';
import { partsByRole } from './parts.ts';
import { type Policy, sameState } from './policy.ts';
import type { Revision } from './review.ts';
import type { SignOffClaim } from './table-claims.ts';

/** The text that a row of the sign-off table was written in, and when that was, as RFC 3339. */
export interface SignedText {
  readonly revision: Revision;
  readonly at: string;
}

/**
 * A row of the sign-off table as the sign-off that it claims, of the text that it was written in; null for one without a verdict, or of a role
 * that the policy does not know. A day that the row gives comes before the time at which it was written.
 */
export function claimedSignOff(
  { role: name, name: who, verdict, date }: SignOffClaim,
  policy: Policy,
  { revision, at }: SignedText,
): EventOf<'signed'> | null {
  const role = policy.roles.find((one) => sameState(one.name, name));
  if (role === undefined || verdict === null) return null;
  const parts = partsByRole(revision, policy).get(role) ?? [];
  const named = who === '' ? name : who;
  return makeEvent({
    kind: 'signed',
    document: null,
    parents: [],
    at: dayOf(date) ?? at,
    by: { kind: 'person', id: named, name: named },
    revision: sha256Of(revision.bound.source.text),
    role: role.name,
    verdict,
    reason: null,
    parts: Object.fromEntries(parts.map((part) => [part, revision.digests.own.get(part) ?? ''])),
    required: policy.roles.flatMap((one) => (one.required ? [one.name] : [])).sort(),
    origin: 'table',
    policy: '',
    template: '',
  }) as EventOf<'signed'>;
}

function dayOf(date: string | null): string | null {
  return date !== null && /^\d{4}-\d{2}-\d{2}$/u.test(date) ? `${date}T00:00:00.000Z` : null;
}
