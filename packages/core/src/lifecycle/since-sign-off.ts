import type { Change } from '../diff/change.ts';
import { changedWords } from '../diff/structural-diff.ts';
import type { EventOf } from './event.ts';
import { changedParts, partsByRole } from './parts.ts';
import { foldPerson, sameState } from './policy.ts';
import type { Review } from './review.ts';

/** What is another text than somebody signed. */
export interface ChangesSince {
  /** Addresses, in document order; parts that came since are among them. */
  readonly parts: readonly string[];
  /** What changed in these parts, word by word. */
  readonly changes: readonly Change[];
}

/** The newest sign-off of a person, in one role or in any (null); null when there is none. */
export function lastSignOff({ history, sees }: Review, by: string, role: string | null): EventOf<'signed'> | null {
  const own = (history?.signOffs ?? []).filter(
    (event) =>
      sees(event) && (role === null || sameState(event.role, role)) && foldPerson(event.by.id) === foldPerson(by),
  );
  return own.at(-1) ?? null;
}

/** What of the parts that a sign-off's role holds changed since; null when the text that was signed is not kept. */
export function changesSince(review: Review, signOff: EventOf<'signed'>): ChangesSince | null {
  const before = review.revisionOf(signOff);
  if (before === null) return null;
  const role = review.policy.roles.find(({ name }) => sameState(name, signOff.role));
  const held = role === undefined ? [] : (partsByRole(review.current, review.policy).get(role) ?? []);
  const gone = Object.keys(signOff.parts).filter((part) => !review.current.digests.own.has(part));
  const parts = changedParts([...held, ...gone], before.digests, review.current.digests);
  return { parts, changes: changedWords(before.bound, review.current.bound, new Set(parts)) };
}
