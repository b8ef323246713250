import type { Change } from '../diff/change.ts';
import type { Verdict } from '../lifecycle/event.ts';
import { type GateReport, gatesOf } from '../lifecycle/gates.ts';
import type { Assurance } from '../lifecycle/policy.ts';
import { sameState } from '../lifecycle/policy.ts';
import type { Review } from '../lifecycle/review.ts';
import { type JudgedSignOff, judgeSignOffs, roleGaps } from '../lifecycle/sign-offs.ts';
import { changesSince } from '../lifecycle/since-sign-off.ts';
import { type EffectiveStatus, effectiveStatus } from '../lifecycle/status.ts';
import { viewOf } from '../lifecycle/view.ts';
import { commandLine } from '../text/command-line.ts';
import { editsOf } from './act.ts';
import type { Skipped } from './context.ts';
import type { DocumentEdits, HistoryContext, HistoryProblem, OpenReview } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface VerifyOutput {
  readonly documents: readonly VerifiedDocument[];
  readonly skipped: readonly Skipped[];
}

export interface VerifiedDocument {
  readonly file: string;
  readonly opened: OpenReview;
  readonly status: EffectiveStatus;
  readonly signOffs: readonly VerifiedSignOff[];
  /** One for each state after the first, as the gates stand now. */
  readonly gates: readonly VerifiedGate[];
  /** What does not hold, each a sentence without a full stop; empty for a sound document. */
  readonly findings: readonly VerifyFinding[];
  /** What makes the text say what the history says; empty when it does. */
  readonly view: DocumentEdits;
}

export interface VerifyFinding {
  readonly kind: 'status' | 'move' | HistoryProblem['kind'];
  readonly message: string;
  readonly hint: string | null;
}

export interface VerifiedSignOff {
  readonly role: string;
  readonly required: boolean;
  /** Null for a role that nobody has signed. */
  readonly by: string | null;
  readonly verdict: Verdict | null;
  readonly state: JudgedSignOff['state'] | 'pending';
  readonly assurance: Assurance;
  readonly changed: readonly string[];
  /** What changed in these parts, word by word; empty where the text that was signed is not kept. */
  readonly words: readonly Change[];
  readonly doubt: string | null;
  readonly judged: JudgedSignOff | null;
}

export interface VerifiedGate {
  readonly from: string;
  readonly to: string;
  readonly met: boolean;
  readonly reports: readonly GateReport[];
}

/** Compares what documents claim with what their histories, their texts and the policy make of them. */
export const verify: Operation<Record<string, never>, VerifyOutput, HistoryContext> = {
  input: (zod) => zod.object({}) as never,

  async run(context): Promise<VerifyOutput> {
    const skipped: Skipped[] = [];
    const documents: VerifiedDocument[] = [];
    for await (const opened of context.histories.open((file) => skipped.push(file))) documents.push(verified(opened));
    return { documents, skipped };
  },
};

/** What is to be said of one document. */
export function verified(opened: OpenReview): VerifiedDocument {
  const { review, file } = opened;
  const status = effectiveStatus(review);
  return {
    file,
    opened,
    status,
    signOffs: signOffsOf(review),
    gates: gatesAhead(review),
    findings: [...statusFindings(status, review), ...opened.problems],
    view: editsOf(opened, viewOf(review, status)),
  };
}

function signOffsOf(review: Review): VerifiedSignOff[] {
  const judged = judgeSignOffs(review);
  const gaps = new Set(roleGaps(review, judged).map(({ role }) => role.name));
  const given = judged.map(
    (one): VerifiedSignOff => ({
      role: one.role,
      required: review.policy.roles.some(({ name, required }) => required && sameState(name, one.role)),
      by: one.by.id,
      verdict: one.verdict,
      state: one.state,
      assurance: one.assurance,
      changed: one.changed,
      words: one.state === 'stale' ? (changesSince(review, one.event)?.changes ?? []) : [],
      doubt: one.doubt,
      judged: one,
    }),
  );
  const pending = review.policy.roles
    .filter(({ name, required }) => required && gaps.has(name) && !judged.some(({ role }) => sameState(role, name)))
    .map(
      ({ name }): VerifiedSignOff => ({
        role: name,
        required: true,
        by: null,
        verdict: null,
        state: 'pending',
        assurance: 'claimed',
        changed: [],
        words: [],
        doubt: null,
        judged: null,
      }),
    );
  const order = review.policy.roles.map(({ name }) => name);
  return [...given, ...pending].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}

/** The moves forward along the line, gates as they stand now. */
function gatesAhead(review: Review): VerifiedGate[] {
  const { states, moves } = review.policy;
  return moves
    .filter(({ from, to, gates }) => gates.length > 0 && states.indexOf(from) < states.indexOf(to))
    .map((move) => {
      const reports = gatesOf(move, review);
      return { from: move.from, to: move.to, met: reports.every(({ met }) => met), reports };
    });
}

function statusFindings(status: EffectiveStatus, review: Review): VerifyFinding[] {
  const findings = status.void.map(({ event, why }): VerifyFinding => {
    const what = `The move to ${event.to} by ${event.by.name} on ${event.at.slice(0, 10)} does not count`;
    return { kind: 'move', message: `${what}: ${why}`, hint: null };
  });
  const { state, claimed, fallenFrom } = status;
  if (state === null || claimed === null || sameState(state, claimed)) return findings;
  const says = `The status line says ${claimed}, and the document is ${state}`;
  if (fallenFrom === null) {
    const hint =
      review.history?.begun !== true
        ? commandLine(['specwright', 'move', 'PATH', claimed])
        : 'specwright verify PATH --fix';
    return [{ kind: 'status', message: says, hint }, ...findings];
  }
  const hint = 'specwright turns PATH says who must look again; --fix takes the line back until they have';
  return [
    { kind: 'status', message: `${says} until they have looked again: ${fellBy(fallenFrom)}`, hint },
    ...findings,
  ];
}

/** Why an approval does not hold, in words. */
export function fellBy({ missing }: NonNullable<EffectiveStatus['fallenFrom']>): string {
  return missing.missing.map(({ message }) => message).join('; ') || 'sign-offs are missing';
}
