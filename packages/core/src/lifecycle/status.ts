import { isApproved, stageOf } from '../check/stage.ts';
import { newestOf } from './causal-order.ts';
import type { EventOf, HistoryEvent } from './event.ts';
import { isDeed } from './fold.ts';
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
  if (history === null || !history.begun) {
    const state = wayByText(review).at(-1)?.to ?? first;
    return { state, claimed, since: null, fallenFrom: null, void: [], overridden: [] };
  }
  const replay = new Replay(review, first);
  const reached = replay.reached(history.moves.filter(review.sees));
  const way = replay.wayTo(reached);
  const overridden = way.flatMap(({ event }) => (event.kind === 'overridden' ? [event] : []));
  const rest = { claimed, void: replay.void, overridden };
  const state = way.at(-1)?.to ?? first;
  const fallen = fallenApproval(review, way);
  if (fallen === null) return { ...rest, state, since: reached, fallenFrom: null };
  const { approval, missing } = fallen;
  return { ...rest, state: approval.from, since: approval.event, fallenFrom: { state, missing } };
}

/** A step on the way to a state. */
interface Step {
  readonly from: string;
  readonly to: string;
  readonly event: Move;
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

  /** The steps that lead to a move, its own last. */
  wayTo(move: Move | null): readonly Step[] {
    const way: Step[] = [];
    for (let event = move; event !== null; event = this.#decide(event).from) {
      way.unshift({ from: this.#decide(event).state, to: this.stateOf(event), event });
    }
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
    const way = this.wayTo(from);
    const then = way.length === 0 ? null : reviewAt(this.#review, move);
    const fallen = then === null ? null : fallenApproval(then, way);
    return fallen?.approval.from ?? way.at(-1)?.to ?? this.#first;
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
  const isClaim = isOfBefore(event, review);
  if (!isClaim && !isAmong(event.by, move.by)) return `${event.by.name} may not move a document to ${move.to}`;
  if (move.gates.length === 0 && (isClaim || move.by === null)) return null;
  if (!isProved(assuranceOf(event), policy)) {
    return `it is ${assuranceOf(event)}, and the policy asks for ${policy.assurance}`;
  }
  if (event.kind === 'overridden') {
    return isAmong(event.by, move.override) ? null : `${event.by.name} may not override the gate to ${move.to}`;
  }
  const then = reviewAt(review, event);
  if (then === null) return 'the text it was decided on is not kept';
  const unmet = gatesOf(isClaim ? withoutMeasures(move) : move, then).find(({ met }) => !met);
  return unmet === undefined ? null : `the gate ${unmet.gate} was not met: ${unmet.missing[0]?.message ?? ''}`;
}

/** True for what the line said before anybody did anything: nobody can say so of a document that has been worked on. */
function isOfBefore(event: Move, { history }: Review): boolean {
  if (event.kind !== 'moved' || event.origin !== 'line' || history === null) return false;
  return !history.order.events.some((other) => isDeed(other) && history.order.knew(event, other));
}

/** The move of a policy between two states; null when it allows none. */
export function moveOf(policy: Policy, from: string, to: string): MovePolicy | null {
  return policy.moves.find((move) => sameState(move.from, from) && sameState(move.to, to)) ?? null;
}

/**
 * The newest approval on the way here that has not been taken back, with what it lacks today; null when there is none or
 * it holds. An override holds for the text that it was made on, and no other.
 */
function fallenApproval(
  review: Review,
  way: readonly Step[],
): { readonly approval: Step; readonly missing: GateReport } | null {
  const { policy } = review;
  const reached = placeOf(policy, way.at(-1)?.to ?? '');
  for (const approval of way.toReversed()) {
    const move = moveOf(policy, approval.from, approval.to);
    if (move === null || !move.gates.includes('sign-offs') || placeOf(policy, approval.to) > reached) continue;
    const { event } = approval;
    const lasting = { ...move, gates: move.gates.filter(isLasting) };
    const missing = gatesOf(lasting, notAfter(event, review)).find(({ met }) => !met);
    if (missing === undefined) return null;
    if (event.kind === 'overridden' && isSameText(event, review)) return null;
    return { approval, missing };
  }
  return null;
}

/** What people agree to must still be so today; form and questions are looked at once. */
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

/** The steps by which a document came to what its line says, as far as its text and its table meet the gates on the way. */
export function wayByText(review: Review): readonly { readonly from: string; readonly to: string }[] {
  const { policy } = review;
  const [first] = policy.states;
  const claimed = claimedState(review);
  const wanted = policy.states.findIndex((state) => claimed !== null && sameState(state, claimed));
  if (first === undefined || claimed === null || wanted < 1) return [];
  if (stageOf(claimed) === 'aside') return [{ from: first, to: policy.states[wanted] as string }];
  const way: { from: string; to: string }[] = [];
  for (const to of policy.states.slice(1, wanted + 1)) {
    const move = moveOf(policy, way.at(-1)?.to ?? first, to);
    if (move === null) continue;
    if (!areMet(gatesOf(withoutMeasures(move), review))) break;
    way.push({ from: move.from, to });
  }
  return way;
}

/** Measures are taken down in a history: of what was done without one, the line alone can tell. */
function withoutMeasures(move: MovePolicy): MovePolicy {
  return { ...move, gates: move.gates.filter((gate) => gate !== 'metrics-measured') };
}

/** True for a state in which a document has been agreed upon. */
export function isApprovedState(state: string | null): boolean {
  return state !== null && isApproved(stageOf(state));
}
