import { type ActOutput, act } from './act.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface AssignInput {
  /** Undefined leaves it as it is; null takes it away. */
  readonly owner?: string | null | undefined;
  readonly team?: string | null | undefined;
  /** `YYYY-MM-DD`. */
  readonly decideBy?: string | null | undefined;
  readonly dryRun: boolean;
}

/** Says who answers for a document, and by when it is to be decided. */
export const assign: Operation<AssignInput, ActOutput, HistoryContext> = {
  input: (zod) => {
    const text = zod.string().nullable().optional();
    return zod.object({
      owner: text,
      team: text,
      decideBy: zod.iso.date().nullable().optional(),
      dryRun: zod.boolean(),
    });
  },

  run: (context, { dryRun, owner, team, decideBy }) =>
    act(context, {
      decide: ({ review }) => {
        const known = review.history?.assigned ?? { owner: null, team: null, decideBy: null };
        const said = {
          owner: owner === undefined ? known.owner : owner,
          team: team === undefined ? known.team : team,
          decideBy: decideBy === undefined ? known.decideBy : decideBy,
        };
        return { kind: 'granted', data: { kind: 'assigned', ...said } };
      },
      dryRun,
    }),
};
