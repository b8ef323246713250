import type { Change } from '../diff/change.ts';
import { type WordSegment, wordSegments } from '../diff/words.ts';
import { type Refusal, roleNamed } from '../lifecycle/decide.ts';
import type { EventOf, Verdict } from '../lifecycle/event.ts';
import { changedParts, nameOfPart, partsByRole, partsOf, textOfPart } from '../lifecycle/parts.ts';
import { actsFor } from '../lifecycle/people.ts';
import { foldPerson, type RolePolicy, sameState } from '../lifecycle/policy.ts';
import type { Review } from '../lifecycle/review.ts';
import { changesSince, lastSignOff } from '../lifecycle/since-sign-off.ts';
import { effectiveStatus } from '../lifecycle/status.ts';
import { turnsOf } from '../lifecycle/turns.ts';
import { openOne } from './act.ts';
import type { Skipped } from './context.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface SinceSignOffInput {
  /** Whose sign-offs. */
  readonly who: string;
  /** Only in this role; null for every role that they hold or signed in. */
  readonly role: string | null;
}

export type SinceSignOffOutput =
  | {
      readonly kind: 'told';
      /** SHA-256 of the text of today: what is shown here, and what a sign-off that follows is bound to. */
      readonly revision: string;
      readonly roles: readonly RoleSince[];
    }
  | { readonly kind: 'skipped'; readonly skipped: Skipped }
  | Refusal;

/** What somebody has to look at in one role. */
export interface RoleSince {
  readonly role: string;
  readonly required: boolean;
  /** Addresses of everything that the role holds. */
  readonly holds: readonly string[];
  /** Null when they never signed in this role. */
  readonly signOff: {
    readonly event: string;
    readonly verdict: Verdict;
    readonly reason: string | null;
    readonly at: string;
    readonly revision: string;
  } | null;
  /** What is another text than they signed, in the whole document; null without a sign-off, and when its text is not kept. */
  readonly parts: readonly PartSince[] | null;
  /** What changed in the parts that the role holds, by section, row and word. */
  readonly changes: readonly Change[];
  /** Why it is their turn to sign in this role; null when it is not. */
  readonly why: string | null;
}

export interface PartSince {
  readonly address: string;
  /** What a person calls it. */
  readonly name: string;
  /** Whether the role has to have read it. */
  readonly held: boolean;
  /** As it was written then and is written now; null where there was, or is, no such part. */
  readonly before: string | null;
  readonly after: string | null;
  /** The kept and removed ones make `before`, the kept and added ones `after`. */
  readonly words: readonly WordSegment[];
}

/** What changed in a document since somebody signed it, for each of their roles. */
export const sinceSignOff: Operation<SinceSignOffInput, SinceSignOffOutput, HistoryContext> = {
  input: (zod) =>
    zod.object({ who: zod.string(), role: zod.string().nullable().describe('Only in this role; in all when null') }),

  async run(context, { who, role: named }): Promise<SinceSignOffOutput> {
    const opened = await openOne(context);
    if (!('review' in opened)) return { kind: 'skipped', skipped: opened };
    const { review, revision } = opened;
    const only = named === null ? null : roleNamed(review, named);
    if (only !== null && 'kind' in only) return only;
    const roles = only === null ? rolesOf(review, who) : [only];
    return { kind: 'told', revision, roles: roles.map((role) => roleSince(review, role, who)) };
  },
};

function rolesOf(review: Review, who: string): RolePolicy[] {
  return review.policy.roles.filter(
    (role) =>
      (role.people.length > 0 && actsFor(who, role, review.today, review)) ||
      lastSignOff(review, who, role.name) !== null,
  );
}

function roleSince(review: Review, role: RolePolicy, who: string): RoleSince {
  const holds = partsByRole(review.current, review.policy).get(role) ?? [];
  const last = lastSignOff(review, who, role.name);
  const since = last === null ? null : changesSince(review, last);
  return {
    role: role.name,
    required: role.required,
    holds,
    signOff: last === null ? null : signOffOf(last),
    parts: last === null || since === null ? null : partsSince(review, last, new Set([...holds, ...since.parts])),
    changes: since?.changes ?? [],
    why: whyTheirTurn(review, role, who),
  };
}

function signOffOf({ id, verdict, reason, at, revision }: EventOf<'signed'>): RoleSince['signOff'] {
  return { event: id, verdict, reason, at, revision };
}

/** Every part that is another text now, came or went, in the order of the text of today; what went stands behind. */
function partsSince(review: Review, signOff: EventOf<'signed'>, held: ReadonlySet<string>): PartSince[] | null {
  const before = review.revisionOf(signOff);
  if (before === null) return null;
  const { current } = review;
  const all = new Set([...partsOf(current.digests), ...partsOf(before.digests)]);
  return changedParts(all, before.digests, current.digests).map((address) => {
    const [was, is] = [textOfPart(before.bound, address), textOfPart(current.bound, address)];
    const name = nameOfPart(is === null ? before.bound : current.bound, address);
    return { address, name, held: held.has(address), before: was, after: is, words: wordSegments(was ?? '', is ?? '') };
  });
}

function whyTheirTurn(review: Review, { name }: RolePolicy, who: string): string | null {
  const own = turnsOf(review, effectiveStatus(review)).find(
    (turn) =>
      turn.what === `sign as ${name}` &&
      turn.who !== null &&
      (foldPerson(turn.who) === foldPerson(who) || sameState(turn.who, name)),
  );
  return own?.why ?? null;
}
