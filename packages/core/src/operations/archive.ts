import { refuse } from '../lifecycle/decide.ts';
import type { Archived } from '../lifecycle/event.ts';
import { type ActOutput, act } from './act.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface ArchiveInput {
  readonly as: Archived['as'];
  /** Name of the document that takes its place; null unless replaced. */
  readonly replacedBy: string | null;
  readonly reason: string;
  readonly dryRun: boolean;
}

/** Ends the work on a document. Its status stays what it was; a later move takes it up again. */
export const archive: Operation<ArchiveInput, ActOutput, HistoryContext> = {
  input: (zod) =>
    zod.object({
      as: zod.enum(['withdrawn', 'replaced', 'abandoned']),
      replacedBy: zod.string().nullable(),
      reason: zod.string(),
      dryRun: zod.boolean(),
    }),

  run: (context, { as, replacedBy, reason, dryRun }) =>
    act(context, {
      decide: ({ review }) => {
        if (review.history?.archived != null) return refuse(`The document is ${review.history.archived.as} already`);
        if (as === 'replaced' && replacedBy === null)
          return refuse('Which document replaces it?', 'Say it with --by DOCUMENT');
        if (reason.trim() === '') return refuse('Archiving needs a reason', 'Give it with --reason TEXT');
        return { kind: 'granted', data: { kind: 'archived', as, replacedBy, reason } };
      },
      dryRun,
    }),
};
