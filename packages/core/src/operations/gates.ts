import { type EffectiveStatus, effectiveStatus } from '../lifecycle/status.ts';
import { type NextMove, nextMove } from '../lifecycle/turns.ts';
import type { Skipped } from './context.ts';
import type { HistoryContext, OpenReview } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface GatesOutput {
  readonly documents: readonly GatedDocument[];
  readonly skipped: readonly Skipped[];
}

export interface GatedDocument {
  readonly file: string;
  readonly opened: OpenReview;
  readonly status: EffectiveStatus;
  /** Null at the end of the line, and outside of it. */
  readonly next: NextMove | null;
}

/** Where documents go next, and what is in the way. */
export const gates: Operation<Record<string, never>, GatesOutput, HistoryContext> = {
  input: (zod) => zod.object({}) as never,

  async run(context): Promise<GatesOutput> {
    const skipped: Skipped[] = [];
    const documents: GatedDocument[] = [];
    for await (const opened of context.histories.open((file) => skipped.push(file))) {
      const status = effectiveStatus(opened.review);
      documents.push({ file: opened.file, opened, status, next: nextMove(opened.review, status) });
    }
    return { documents, skipped };
  },
};
