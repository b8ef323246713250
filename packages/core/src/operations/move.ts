import { decideMove } from '../lifecycle/decide.ts';
import { type ActOutput, act } from './act.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface MoveInput {
  /** The state to move to, as people type it. */
  readonly to: string;
  /** The reason to pass a gate that is not met; null to respect it. */
  readonly override: string | null;
  readonly dryRun: boolean;
}

/** Moves a document to another state when the gate to it is met. */
export const move: Operation<MoveInput, ActOutput, HistoryContext> = {
  input: (zod) => zod.object({ to: zod.string(), override: zod.string().nullable(), dryRun: zod.boolean() }),

  run: (context, { to, override, dryRun }) =>
    act(context, { decide: ({ review }, asker) => decideMove(review, asker, to, override), dryRun }),
};
