import { refuse } from '../lifecycle/decide.ts';
import { type ActOutput, act } from './act.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface HoldInput {
  /** The last day of the hold, `YYYY-MM-DD`; null ends it. */
  readonly until: string | null;
  readonly reason: string;
  readonly dryRun: boolean;
}

/** Puts a document on hold, so that nobody's turn comes up at it, or takes it up again. */
export const hold: Operation<HoldInput, ActOutput, HistoryContext> = {
  input: (zod) => zod.object({ until: zod.iso.date().nullable(), reason: zod.string(), dryRun: zod.boolean() }),

  run: (context, { until, reason, dryRun }) =>
    act(context, {
      decide: ({ review }) => {
        if (until !== null && until < review.today) return refuse(`${until} is past`);
        if (until !== null && reason.trim() === '')
          return refuse('A hold needs a reason', 'Give it with --reason TEXT');
        if (until === null && review.history?.hold == null) return refuse('The document is not on hold');
        return { kind: 'granted', data: { kind: 'held', until, reason } };
      },
      dryRun,
    }),
};
