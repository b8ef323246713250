import type { HistoryEvent } from '../lifecycle/event.ts';
import type { Assurance } from '../lifecycle/policy.ts';
import { type EffectiveStatus, effectiveStatus } from '../lifecycle/status.ts';
import { telling } from '../lifecycle/tell.ts';
import { openOne } from './act.ts';
import type { Skipped } from './context.ts';
import type { HistoryContext, OpenReview } from './history-context.ts';
import type { Operation } from './operation.ts';

export type HistoryOutput = ToldHistory | { readonly kind: 'skipped'; readonly skipped: Skipped };

export interface ToldHistory {
  readonly kind: 'told';
  readonly opened: OpenReview;
  readonly status: EffectiveStatus;
  /** In causal order; empty for a document without a history. */
  readonly events: readonly ToldEvent[];
}

export interface ToldEvent {
  readonly event: HistoryEvent;
  /** What happened, in words. */
  readonly words: string;
  readonly assurance: Assurance;
  /** Why it counts for nothing; null when it does count, or need not. */
  readonly void: string | null;
}

/** What happened to a document, as a person would tell it. */
export const history: Operation<Record<string, never>, HistoryOutput, HistoryContext> = {
  input: (zod) => zod.object({}) as never,

  async run(context): Promise<HistoryOutput> {
    const opened = await openOne(context);
    if (!('review' in opened)) return { kind: 'skipped', skipped: opened };
    const { review } = opened;
    const status = effectiveStatus(review);
    const known = review.history;
    const why = new Map(status.void.map((move) => [move.event.id, move.why]));
    const events = (known?.order.events ?? []).map((event) => ({
      event,
      words: known === null ? '' : telling(event, known),
      assurance: review.assuranceOf(event),
      void: why.get(event.id) ?? null,
    }));
    return { kind: 'told', opened, status, events };
  },
};
