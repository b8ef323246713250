import { decideDelegation } from '../lifecycle/decide.ts';
import { type ActOutput, act } from './act.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface DelegateInput {
  readonly role: string;
  /** The id of the person who may act for the role. */
  readonly to: string;
  /** The last day, `YYYY-MM-DD`; null without end. */
  readonly until: string | null;
  readonly reason: string | null;
  readonly dryRun: boolean;
}

/** Lets somebody else act for a role at one document. */
export const delegate: Operation<DelegateInput, ActOutput, HistoryContext> = {
  input: (zod) =>
    zod.object({
      role: zod.string(),
      to: zod.string().min(1),
      until: zod.iso.date().nullable(),
      reason: zod.string().nullable(),
      dryRun: zod.boolean(),
    }),

  run: (context, { dryRun, ...request }) =>
    act(context, { decide: ({ review }, asker) => decideDelegation(review, asker, request), dryRun }),
};
