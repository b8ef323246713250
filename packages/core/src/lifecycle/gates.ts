import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { isAtOrBelow } from '../document/address-pool.ts';
import { isAuthor } from './authorship.ts';
import type { Actor } from './event.ts';
import type { Thread } from './fold.ts';
import { leftTasks, openQuestions, unmeasuredMetrics } from './left-over.ts';
import { isAmong, isProved, peopleFor } from './people.ts';
import { foldPerson, type GateName, type MovePolicy } from './policy.ts';
import type { Review } from './review.ts';
import { judgeSignOffs, objections, roleGaps } from './sign-offs.ts';

/** What a gate asks for and what of it is missing. */
export interface GateReport {
  readonly gate: GateName;
  readonly met: boolean;
  readonly missing: readonly Missing[];
  /** What would be missing, had nobody waived it. */
  readonly waived: readonly { readonly what: string; readonly by: string; readonly reason: string }[];
}

export interface Missing {
  /** A sentence without a full stop. */
  readonly message: string;
  /** Where it is to be mended; empty for the whole document. */
  readonly address: string;
  /** Ids of those who can mend it; null for whoever owns the document. */
  readonly who: readonly string[] | null;
  /** For a sign-off the role that has to act. */
  readonly role: string | null;
  /** The verb that mends it. */
  readonly remedy: 'mend' | 'change' | 'sign' | 'tick' | 'resolve' | 'resolve-thread' | 'measure';
  /** Id of the thread to resolve. */
  readonly thread?: string;
}

/** Looks at every gate of a move. */
export function gatesOf(move: MovePolicy, review: Review): GateReport[] {
  return move.gates.map((gate) => withWaivers(gate, missingAt[gate](review), review));
}

/** True when nothing is missing. */
export function areMet(reports: readonly GateReport[]): boolean {
  return reports.every(({ met }) => met);
}

const missingAt: Readonly<Record<GateName, (review: Review) => readonly Missing[]>> = {
  'no-errors': ({ errors }) => (errors ?? []).map(missingError),
  'sign-offs': missingSignOffs,
  'no-open-questions': ({ current }) =>
    openQuestions(current.bound).map(({ address, words }) => ({
      message: `The question "${words}" is open`,
      address,
      who: null,
      role: null,
      remedy: 'resolve',
    })),
  'no-blocking-threads': (review) =>
    blockingThreads(review).map(({ opened }) => ({
      message: `${opened.by.name} asks: ${opened.text}`,
      address: opened.address,
      who: null,
      role: null,
      remedy: 'resolve-thread',
      thread: opened.id,
    })),
  'tasks-done': ({ current }) =>
    leftTasks(current.bound).map(({ address, words }) => ({
      message: `The task "${words}" is not ticked`,
      address,
      who: null,
      role: null,
      remedy: 'tick',
    })),
  'metrics-measured': (review) =>
    unmeasuredMetrics(review).map(({ address, words }) => ({
      message: `The metric "${words}" was not measured since the approval`,
      address,
      who: null,
      role: null,
      remedy: 'measure',
    })),
};

/** Blocking threads that are open: resolved by nobody, or only by who may not take somebody else's objection away. */
export function blockingThreads(review: Review): readonly Thread[] {
  const { policy, sees, assuranceOf, history } = review;
  const isResolved = (thread: Thread): boolean =>
    thread.resolutions.some(
      (event) => sees(event) && isProved(assuranceOf(event), policy) && mayResolve(thread, event.by, review),
    );
  return (history?.threads ?? []).filter(
    (thread) => thread.opened.blocking && sees(thread.opened) && !isResolved(thread),
  );
}

/** True for who opened a thread, and for every person but the document's authors. */
export function mayResolve({ opened }: Thread, by: Actor, { authorship }: Review): boolean {
  return foldPerson(by.id) === foldPerson(opened.by.id) || (by.kind === 'person' && !isAuthor(by, authorship));
}

function missingError({ message, address }: Diagnostic): Missing {
  return { message, address, who: null, role: null, remedy: 'mend' };
}

function missingSignOffs(review: Review): Missing[] {
  const signOffs = judgeSignOffs(review);
  const asked = objections(signOffs).map(
    ({ role, by, event }): Missing => ({
      message: `${role}: ${by.name} asks for changes${event.reason === null ? '' : `: ${event.reason}`}`,
      address: '',
      who: null,
      role: null,
      remedy: 'change',
    }),
  );
  const gaps = roleGaps(review, signOffs).map(({ role, parts, changed, again, byEditors }): Missing => {
    const what =
      byEditors.length === parts.length
        ? `${shortList(parts)} was approved only by who edited it last`
        : again
          ? `${shortList(changed)} changed since it was approved`
          : 'it has not been approved';
    return {
      message: `${role.name}: ${what}`,
      address: again ? (changed[0] ?? '') : '',
      who: peopleFor(role, review.today, review),
      role: role.name,
      remedy: 'sign',
    };
  });
  return [...asked, ...gaps];
}

function shortList(parts: readonly string[]): string {
  const shown = parts.slice(0, 4).join(', ');
  return parts.length > 4 ? `${shown} and ${parts.length - 4} more` : shown;
}

/** Only work and measures can be waived: what people must agree to, they must agree to. */
export const waivableGates: readonly GateName[] = ['tasks-done', 'metrics-measured'];

/** What a gate misses, waived or not. */
export function missingAtGate(gate: GateName, review: Review): readonly Missing[] {
  return missingAt[gate](review);
}

function withWaivers(gate: GateName, missing: readonly Missing[], review: Review): GateReport {
  if (!waivableGates.includes(gate) || review.history === null)
    return { gate, met: missing.length === 0, missing, waived: [] };
  const { policy, assuranceOf } = review;
  const waivers = review.history.waivers.filter(
    (event) =>
      event.gate === gate &&
      review.sees(event) &&
      isAmong(event.by, policy.waivers) &&
      isProved(assuranceOf(event), policy),
  );
  const waiverOf = ({ address }: Missing) => waivers.findLast(({ what }) => what === '*' || isAtOrBelow(address, what));
  const left = missing.filter((one) => waiverOf(one) === undefined);
  return {
    gate,
    met: left.length === 0,
    missing: left,
    waived: missing.flatMap((one) => {
      const waiver = waiverOf(one);
      return waiver === undefined ? [] : [{ what: one.address, by: waiver.by.name, reason: waiver.reason }];
    }),
  };
}
