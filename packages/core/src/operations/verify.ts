import type { Verdict } from '../lifecycle/event.ts';
import { type GateReport, gatesOf } from '../lifecycle/gates.ts';
import type { Assurance } from '../lifecycle/policy.ts';
import { sameState } from '../lifecycle/policy.ts';
import type { Review } from '../lifecycle/review.ts';
import { type JudgedSignOff, judgeSignOffs, roleGaps } from '../lifecycle/sign-offs.ts';
import { type EffectiveStatus, effectiveStatus } from '../lifecycle/status.ts';
import { viewOf } from '../lifecycle/view.ts';
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
  readonly kind: 'status' | 'approval' | 'move' | HistoryProblem['kind'];
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
  const { state, claimed, fallenFrom } = status;
  const findings: VerifyFinding[] = [];
  if (fallenFrom !== null) {
    const [first] = fallenFrom.missing.missing;
    findings.push({
      kind: 'approval',
      message: `${fallenFrom.state} does not hold any more: ${first?.message ?? 'sign-offs are missing'}`,
      hint: 'specwright turns PATH says who must look again',
    });
  }
  for (const { event, why } of status.void) {
    const what = `the move to ${event.to} by ${event.by.name} on ${event.at.slice(0, 10)} does not count: ${why}`;
    findings.push({ kind: 'move', message: what.charAt(0).toUpperCase() + what.slice(1), hint: null });
  }
  if (state !== null && claimed !== null && !sameState(state, claimed)) {
    const hint =
      review.history === null ? `specwright move PATH ${JSON.stringify(claimed)}` : 'specwright verify PATH --fix';
    findings.push({ kind: 'status', message: `The status line says ${claimed}, and the document is ${state}`, hint });
  }
  return findings;
}
