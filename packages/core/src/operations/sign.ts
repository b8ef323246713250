import { decideSignOff } from '../lifecycle/decide.ts';
import { type Verdict, verdicts } from '../lifecycle/event.ts';
import { type ActOutput, act } from './act.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface SignInput {
  readonly role: string;
  readonly verdict: Verdict;
  readonly reason: string | null;
  /** Addresses to sign; null for everything the role holds. */
  readonly scope: readonly string[] | null;
  /** SHA-256 of the text that the signer was shown. */
  readonly shown: string;
  readonly dryRun: boolean;
}

/** Records what somebody says of a document in a role, bound to the text they were shown. */
export const sign: Operation<SignInput, ActOutput, HistoryContext> = {
  input: (zod) =>
    zod.object({
      role: zod.string(),
      verdict: zod.enum(verdicts),
      reason: zod.string().nullable(),
      scope: zod.array(zod.string()).nullable(),
      shown: zod.string(),
      dryRun: zod.boolean(),
    }),

  run: (context, { dryRun, ...request }) =>
    act(context, {
      decide: ({ review, revision }, asker) => decideSignOff(review, asker, { ...request, revision }),
      dryRun,
    }),
};
