import { decideWaiver } from '../lifecycle/decide.ts';
import { type ActOutput, act } from './act.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface WaiveInput {
  readonly gate: string;
  /** An address, or `*` for all that the gate misses. */
  readonly what: string;
  readonly reason: string;
  readonly dryRun: boolean;
}

/** Lets a gate pass without something, with a reason that stays. */
export const waive: Operation<WaiveInput, ActOutput, HistoryContext> = {
  input: (zod) => zod.object({ gate: zod.string(), what: zod.string(), reason: zod.string(), dryRun: zod.boolean() }),

  run: (context, { gate, what, reason, dryRun }) =>
    act(context, { decide: ({ review }, asker) => decideWaiver(review, asker, gate, what, reason), dryRun }),
};
