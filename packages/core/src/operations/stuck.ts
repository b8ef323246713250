import { isFinal } from '../lifecycle/decide.ts';
import { sameState } from '../lifecycle/policy.ts';
import { type EffectiveStatus, effectiveStatus } from '../lifecycle/status.ts';
import { ownerOf, type Turn } from '../lifecycle/turn.ts';
import { nextMove, turnsOf } from '../lifecycle/turns.ts';
import type { Skipped } from './context.ts';
import type { HistoryContext, OpenReview } from './history-context.ts';
import type { Operation } from './operation.ts';
import { documentTitle } from './registers/register-rows.ts';

export interface StuckOutput {
  readonly documents: readonly StuckDocument[];
  readonly skipped: readonly Skipped[];
}

/** An open document and what it waits for. */
export interface StuckDocument {
  readonly file: string;
  readonly title: string;
  readonly state: string;
  readonly owner: string | null;
  readonly team: string | null;
  /** Days in this state; null when it is not known since when. */
  readonly days: number | null;
  readonly decideBy: string | null;
  /** True when the day to decide by is past. */
  readonly overdue: boolean;
  readonly heldUntil: string | null;
  /** The first gate that is not met, with the first thing it misses; null when nothing is missing. */
  readonly gate: string | null;
  readonly missing: string | null;
  /** Who must act first; null when nobody in particular. */
  readonly who: string | null;
}

/** Every open document, those that wait longest first. */
export const stuck: Operation<Record<string, never>, StuckOutput, HistoryContext> = {
  input: (zod) => zod.object({}) as never,

  async run(context): Promise<StuckOutput> {
    const skipped: Skipped[] = [];
    const documents: StuckDocument[] = [];
    for await (const opened of context.histories.open((file) => skipped.push(file))) {
      const status = effectiveStatus(opened.review);
      const document = stuckDocument(opened, status, turnsOf(opened.review, status));
      if (document !== null) documents.push(document);
    }
    documents.sort(longestFirst);
    return { documents, skipped };
  },
};

/** The order in which open documents are told: what should have been decided by now, then what waits longest. */
export function longestFirst(a: StuckDocument, b: StuckDocument): number {
  return Number(b.overdue) - Number(a.overdue) || (b.days ?? -1) - (a.days ?? -1);
}

/** What an open document waits for; null for one that is closed, done or without a lifecycle. */
export function stuckDocument(
  { file, review }: OpenReview,
  status: EffectiveStatus,
  [turn]: readonly Turn[],
): StuckDocument | null {
  const { history, policy, today, current } = review;
  if (status.state === null || history?.archived != null || isFinal(status.state, policy.states)) return null;
  const gate = nextMove(review, status)?.gates.find(({ met }) => !met) ?? null;
  const { owner, team, decideBy } = history?.assigned ?? { owner: null, team: null, decideBy: null };
  // Without a history nobody knows since when a document is what it is, but for one that never moved.
  const isFirst = sameState(status.state, policy.states[0] ?? '');
  const since = status.since?.at ?? history?.created.at ?? (isFirst ? createdDay(review) : null);
  const until = history?.hold?.until ?? null;
  return {
    file,
    title: documentTitle(current.bound),
    state: status.state,
    owner: owner ?? ownerOf(review),
    team,
    days: since === null ? null : daysBetween(since.slice(0, 10), today),
    decideBy,
    overdue: decideBy !== null && decideBy < today,
    heldUntil: until !== null && until >= today ? until : null,
    gate: gate?.gate ?? null,
    missing: gate?.missing[0]?.message ?? null,
    who: turn?.who ?? null,
  };
}

function createdDay({ current }: OpenReview['review']): string | null {
  const field = current.bound.fields.find(({ schema }) => schema?.role === 'created');
  return typeof field?.value.json === 'string' ? field.value.json : null;
}

/** Whole days from one day to another, at least 0; null when one is no day. */
export function daysBetween(from: string, to: string): number | null {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
  return Number.isFinite(days) ? Math.max(0, Math.round(days)) : null;
}
