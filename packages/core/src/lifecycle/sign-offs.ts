import { isAuthor } from './authorship.ts';
import { newestOf } from './causal-order.ts';
import type { Actor, EventOf, HistoryEvent, Verdict } from './event.ts';
import { changedParts, partsByRole } from './parts.ts';
import { actsFor, isProved, maySign } from './people.ts';
import { type Assurance, foldPerson, type RolePolicy, sameState } from './policy.ts';
import type { Review } from './review.ts';

/** What a sign-off is worth today. Computed, never stored. */
export interface JudgedSignOff {
  readonly event: EventOf<'signed'>;
  readonly role: string;
  readonly by: Actor;
  readonly verdict: Verdict;
  readonly at: string;
  readonly state: 'fresh' | 'stale';
  readonly assurance: Assurance;
  /** Addresses of what it signed and that is another text now; of parts that came later where it had signed everything. */
  readonly changed: readonly string[];
  /** Addresses of what it signed and that is the same today; none when it was given under stronger rules than today's. */
  readonly unchanged: readonly string[];
  /** Why it meets no gate whatever it says; null when it may. */
  readonly doubt: string | null;
}

/** A required role and what it has not approved as it stands. */
export interface RoleGap {
  readonly role: RolePolicy;
  /** Addresses nobody has approved for the role as they stand, in document order. */
  readonly parts: readonly string[];
  /** Addresses of what changed, came or went since it was approved for the role, and else `parts`. */
  readonly changed: readonly string[];
  /** True when somebody approved for the role before, so that they look again. */
  readonly again: boolean;
  /** Those of `parts` that were approved as they stand, but only by who edited them last. */
  readonly byEditors: readonly string[];
}

/**
 * The newest sign-off of each person in each role. Of concurrent ones the least approving speaks. What is not proved to be
 * of a person never takes the place of what is: else anybody who can write a file could take an objection back.
 */
export function judgeSignOffs(review: Review): JudgedSignOff[] {
  const { history, policy, assuranceOf } = review;
  if (history === null || !history.begun) return review.claims.map((claim) => judge(claim, review));
  const seen = history.signOffs.filter(review.sees);
  const byPerson = new Map<string, EventOf<'signed'>[]>();
  for (const event of seen) {
    const role = policy.roles.find(({ name }) => sameState(name, event.role))?.name ?? event.role;
    const key = JSON.stringify([role, event.by.kind, foldPerson(event.by.id)]);
    byPerson.set(key, [...(byPerson.get(key) ?? []), event]);
  }
  const proved = (event: HistoryEvent): boolean => isProved(assuranceOf(event), policy);
  return [...byPerson.values()].flatMap((events) => {
    const speaking = [events.filter(proved), newestOf(events, history.order).filter((event) => !proved(event))];
    return speaking
      .flatMap((some) => leastOf(newestOf(some, history.order)) ?? [])
      .map((event) => judge(event, review));
  });
}

function leastOf(events: readonly EventOf<'signed'>[]): EventOf<'signed'> | null {
  return events.toSorted((a, b) => approval[a.verdict] - approval[b.verdict])[0] ?? null;
}

const approval: Readonly<Record<Verdict, number>> = { 'Changes Requested': 0, Recused: 1, Abstained: 2, Approved: 3 };

function judge(event: EventOf<'signed'>, review: Review): JudgedSignOff {
  const { current } = review;
  const role = review.policy.roles.find(({ name }) => sameState(name, event.role)) ?? null;
  const parts = Object.keys(event.parts);
  // The signed text is read as today's reader reads it; the digests in the event serve where the text is gone.
  const before = review.revisionOf(event);
  const asked = role === null ? [] : (partsByRole(current, review.policy).get(role) ?? []);
  const changed = new Set(
    before === null
      ? parts.filter((part) => event.parts[part] !== current.digests.own.get(part))
      : changedParts(parts, before.digests, current.digests),
  );
  if (before !== null && role !== null && includesAll(parts, partsByRole(before, review.policy).get(role) ?? [])) {
    for (const part of asked) if (!before.digests.own.has(part)) changed.add(part);
  }
  const unchanged = parts.filter((part) => !changed.has(part));
  const weak = weakened(event, asked, review);
  for (const part of weak) changed.add(part);
  return {
    event,
    role: role?.name ?? event.role,
    by: event.by,
    verdict: event.verdict,
    at: event.at,
    state: changed.size > 0 ? 'stale' : 'fresh',
    assurance: review.assuranceOf(event),
    changed: [...changed],
    unchanged: weak.length > 0 ? [] : unchanged,
    doubt: doubtOf(event, role, review),
  };
}

function includesAll(parts: readonly string[], asked: readonly string[]): boolean {
  const held = new Set(parts);
  return asked.length > 0 && asked.every((part) => held.has(part));
}

/**
 * Parts that were signed under stronger rules: the role held them and does not any more, or they were no living part; all
 * of them when a role that had to sign too need not any more. A weaker policy must be looked at before it counts.
 */
function weakened(event: EventOf<'signed'>, asked: readonly string[], review: Review): readonly string[] {
  const parts = Object.keys(event.parts);
  const required = review.policy.roles.filter((role) => role.required);
  if (event.required.some((name) => !required.some((role) => sameState(role.name, name)))) return parts;
  if (event.verdict !== 'Approved') return [];
  const held = new Set(asked);
  const wasRequired = event.required.some((name) => sameState(name, event.role));
  return wasRequired ? parts.filter((part) => !held.has(part)) : [];
}

function doubtOf(event: EventOf<'signed'>, role: RolePolicy | null, review: Review): string | null {
  const { policy } = review;
  if (role === null) return `the policy has no role "${event.role}"`;
  if (!maySign(event.by, policy)) return `${event.by.kind === 'agent' ? 'an agent' : 'a service'} cannot sign`;
  if (!actsFor(event.by.id, role, event.at.slice(0, 10), review)) return `${event.by.name} does not hold the role`;
  if (!isProved(review.assuranceOf(event), policy)) {
    return `it is ${review.assuranceOf(event)}, and the policy asks for ${policy.assurance}`;
  }
  if (policy.separation.authors && role.required && isAuthor(event.by, review.authorship)) {
    return `${event.by.name} is an author of the document`;
  }
  return null;
}

/** What each required role still has to approve; roles that lack nothing are left out. */
export function roleGaps(review: Review, signOffs: readonly JudgedSignOff[]): RoleGap[] {
  const { policy, current, authorship } = review;
  const gaps: RoleGap[] = [];
  for (const [role, parts] of partsByRole(current, policy)) {
    if (!role.required) continue;
    const own = signOffs.filter((signOff) => sameState(signOff.role, role.name) && signOff.doubt === null);
    const approving = own.filter(({ verdict }) => verdict === 'Approved');
    const editedBySigner = (part: string, { by, event }: JudgedSignOff): boolean =>
      policy.separation.editors && authorship.editsAt(event).get(part)?.who.has(foldPerson(by.id)) === true;
    const covered = new Set(
      approving.flatMap((signOff) => signOff.unchanged.filter((part) => !editedBySigner(part, signOff))),
    );
    const open = parts.filter((part) => !covered.has(part));
    if (open.length === 0) continue;
    const byEditors = open.filter((part) => approving.some(({ unchanged }) => unchanged.includes(part)));
    const since = new Set(approving.flatMap(({ changed }) => changed));
    const changed = [...since].filter((part) => open.includes(part) || !current.digests.own.has(part));
    gaps.push({
      role,
      parts: open,
      changed: changed.length > 0 ? changed : open,
      again: approving.length > 0,
      byEditors,
    });
  }
  return gaps;
}

/** Requests for changes that still stand: nothing of what they were about has changed. */
export function objections(signOffs: readonly JudgedSignOff[]): readonly JudgedSignOff[] {
  return signOffs.filter(
    ({ verdict, state, doubt }) => verdict === 'Changes Requested' && state === 'fresh' && doubt === null,
  );
}
