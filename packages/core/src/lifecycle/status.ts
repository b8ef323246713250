import { isApproved, stageOf } from '../check/stage.ts';
import { newestOf } from './causal-order.ts';
import type { EventOf, HistoryEvent } from './event.ts';
import { areMet, type GateReport, gatesOf } from './gates.ts';
import { changedParts, partsOf } from './parts.ts';
import { isAmong, isProved } from './people.ts';
import { type GateName, type MovePolicy, type Policy, sameState } from './policy.ts';
import { type Review, reviewAt } from './review.ts';

/** The status that a document has, whatever it says of itself. */
export interface EffectiveStatus {
  /** As the policy spells it; null for a document whose template has no lifecycle. */
  readonly state: string | null;
  /** What the line in the file says, as the lifecycle spells it or as it is written; null when there is no such line. */
  readonly claimed: string | null;
  /** The move that led here; null for the first state. */
  readonly since: Move | null;
  /** Set where an approval does not hold any more: the state that was reached, and what is missing from it. */
  readonly fallenFrom: { readonly state: string; readonly missing: GateReport } | null;
  /** Moves that count for nothing, and why. */
  readonly void: readonly { readonly event: Move; readonly why: string }[];
  /** Moves on the way here whose gate was not met. Shown for ever. */
  readonly overridden: readonly EventOf<'overridden'>[];
}

export type Move = EventOf<'moved'> | EventOf<'overridden'>;

/**
 * Computes the effective status from events, text and policy. Every move is decided again, as of the text and the events
 * that its author saw; of concurrent moves the least approved wins. An approval then holds as long as the required roles
 * cover the text of today.
 */
export function effectiveStatus(review: Review): EffectiveStatus {
  const { history, policy } = review;
  const claimed = claimedState(review);
  const first = policy.states[0] ?? null;
  if (first === null) return { state: null, claimed, since: null, fallenFrom: null, void: [], overridden: [] };
  if (history === null) return { ...untracked(review, claimed), claimed };
  const replay = new Replay(review, first);
  const since = replay.reached(history.moves.filter(review.sees));
  const overridden = replay.wayTo(since).filter((event) => event.kind === 'overridden');
  const reached = since === null ? first : replay.stateOf(since);
  const standing = standingApproval(review, replay, since);
  const rest = { claimed, void: replay.void, overridden };
  if (standing === null) return { ...rest, state: reached, since, fallenFrom: null };
  return {
    ...rest,
    state: replay.before(standing.approval),
    since: standing.approval,
    fallenFrom: { state: reached, missing: standing.missing },
  };
}

function claimedState({ current }: Review): string | null {
  const { status } = current.bound;
  return status === null ? null : (status.state ?? (status.field.value.plain || null));
}

interface Verdict {
  readonly valid: boolean;
  /** The move that led to where this one began; null for the first state. */
  readonly from: Move | null;
  /** The effective state it began in. */
  readonly state: string;
}

/** Decides every move again, each as of what its author knew. */
class Replay {
  readonly void: { readonly event: Move; readonly why: string }[] = [];
  readonly #review: Review;
  readonly #first: string;
  readonly #verdicts = new Map<string, Verdict>();

  constructor(review: Review, first: string) {
    this.#review = review;
    this.#first = first;
    // Earlier ones first, so that no decision has to wait for a long row of others.
    for (const move of review.history?.moves ?? []) this.#decide(move);
  }

  /** The valid move that says the state after some moves; null when none is valid. Of concurrent ones the least approved. */
  reached(moves: readonly Move[]): Move | null {
    const { history, policy } = this.#review;
    if (history === null) return null;
    const valid = moves.filter((move) => this.#decide(move).valid);
    const place = (move: Move): number => placeOf(policy, this.stateOf(move));
    return newestOf(valid, history.order).reduce<Move | null>(
      (least, move) => (least === null || place(move) < place(least) ? move : least),
      null,
    );
  }

  /** The state a move leads to, as the policy spells it. */
  stateOf(move: Move): string {
    return this.#review.policy.states.find((state) => sameState(state, move.to)) ?? move.to;
  }

  /** The state a move began in. */
  before(move: Move): string {
    return this.#decide(move).state;
  }

  /** The moves that lead to one, itself last. */
  wayTo(move: Move | null): readonly Move[] {
    const way: Move[] = [];
    for (let at = move; at !== null; at = this.#decide(at).from) way.unshift(at);
    return way;
  }

  #decide(move: Move): Verdict {
    const known = this.#verdicts.get(move.id);
    if (known !== undefined) return known;
    const { history } = this.#review;
    const earlier = (history?.moves ?? []).filter((other) => history?.order.knew(move, other));
    const from = this.reached(earlier);
    const state = this.#stateThen(move, from);
    const why = whyVoid(move, state, this.#review);
    if (why !== null) this.void.push({ event: move, why });
    const verdict = { valid: why === null, from, state };
    this.#verdicts.set(move.id, verdict);
    return verdict;
  }

  /** The effective state that a move began in: nobody goes on from an approval that did not hold then. */
  #stateThen(move: Move, from: Move | null): string {
    if (from === null) return this.#first;
    const then = reviewAt(this.#review, move);
    const fallen = then === null ? null : standingApproval(then, this, from);
    return fallen === null ? this.stateOf(from) : this.before(fallen.approval);
  }
}

function placeOf({ states }: Policy, name: string): number {
  const line = states.filter((state) => stageOf(state) !== 'aside');
  return line.findIndex((state) => sameState(state, name));
}

/** Why a move counts for nothing; null when it does count. */
function whyVoid(event: Move, from: string, review: Review): string | null {
  const { policy, assuranceOf } = review;
  if (sameState(event.to, from)) return null;
  const move = moveOf(policy, from, event.to);
  if (move === null) return `the policy knows no move from ${from} to ${event.to}`;
  if (!isAmong(event.by, move.by)) return `${event.by.name} may not move a document to ${move.to}`;
  if (move.gates.length === 0 && move.by === null) return null;
  if (!isProved(assuranceOf(event), policy)) {
    return `it is ${assuranceOf(event)}, and the policy asks for ${policy.assurance}`;
  }
  if (event.kind === 'overridden') {
    return isAmong(event.by, move.override) ? null : `${event.by.name} may not override the gate to ${move.to}`;
  }
  const then = reviewAt(review, event);
  if (then === null) return 'the text it was decided on is not kept';
  const unmet = gatesOf(move, then).find(({ met }) => !met);
  return unmet === undefined ? null : `the gate ${unmet.gate} was not met: ${unmet.missing[0]?.message ?? ''}`;
}

/** The move of a policy between two states; null when it allows none. */
export function moveOf(policy: Policy, from: string, to: string): MovePolicy | null {
  return policy.moves.find((move) => sameState(move.from, from) && sameState(move.to, to)) ?? null;
}

/**
 * The approval on the way here and what it lacks today; null when there is none, when a later move took it back, or when
 * it holds. An override holds for the text that it was made on, and no other.
 */
function standingApproval(
  review: Review,
  replay: Replay,
  since: Move | null,
): { readonly approval: Move; readonly missing: GateReport } | null {
  let lowest = Number.POSITIVE_INFINITY;
  for (const approval of replay.wayTo(since).toReversed()) {
    const place = placeOf(review.policy, approval.to);
    lowest = Math.min(lowest, place);
    const move = moveOf(review.policy, replay.before(approval), approval.to);
    if (place > lowest || move === null || !move.gates.includes('sign-offs')) continue;
    const missing = gatesOf({ ...move, gates: move.gates.filter(isLasting) }, notAfter(approval, review)).find(
      ({ met }) => !met,
    );
    if (missing === undefined) return null;
    if (approval.kind === 'overridden' && isSameText(approval, review)) return null;
    return { approval, missing };
  }
  return null;
}

/** What people agree to must still be so today; work and form are looked at once. */
function isLasting(gate: GateName): boolean {
  return gate === 'sign-offs' || gate === 'no-blocking-threads';
}

/** The review without the threads of those who knew the approval: they ask for the next revision, and take nothing back. */
function notAfter(approval: Move, review: Review): Review {
  const isLater = (event: HistoryEvent): boolean =>
    event.kind === 'thread-opened' && review.history?.order.knew(event, approval) === true;
  return { ...review, sees: (event) => review.sees(event) && !isLater(event) };
}

function isSameText(event: HistoryEvent, { revisionOf, current }: Review): boolean {
  const signed = revisionOf(event)?.digests ?? null;
  return signed !== null && changedParts(partsOf(current.digests), signed, current.digests).length === 0;
}

/** A document without a history is what its line says, as far as its text meets the gates on the way there. */
function untracked(review: Review, claimed: string | null): Omit<EffectiveStatus, 'claimed'> {
  const { policy } = review;
  const rest = { since: null, fallenFrom: null, void: [], overridden: [] };
  const wanted = policy.states.findIndex((state) => claimed !== null && sameState(state, claimed));
  if (claimed === null || wanted === -1) return { ...rest, state: policy.states[0] ?? null };
  if (stageOf(claimed) === 'aside') return { ...rest, state: policy.states[wanted] ?? null };
  let state = policy.states[0] as string;
  for (const next of policy.states.slice(1, wanted + 1)) {
    const move = moveOf(policy, state, next);
    if (move === null) continue;
    if (!areMet(gatesOf(move, review))) break;
    state = next;
  }
  return { ...rest, state };
}

/** True for a state in which a document has been agreed upon. */
export function isApprovedState(state: string | null): boolean {
  return state !== null && isApproved(stageOf(state));
}
