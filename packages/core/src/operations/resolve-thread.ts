import { refuse } from '../lifecycle/decide.ts';
import { mayResolve } from '../lifecycle/gates.ts';
import { type ActOutput, act } from './act.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';
import { threadNamed } from './threads.ts';

export interface ResolveThreadInput {
  /** The first digits of the thread's id. */
  readonly thread: string;
  /** How it was resolved; null to say nothing. */
  readonly text: string | null;
  readonly dryRun: boolean;
}

/** Closes a thread. A blocking one only counts as closed when who opened it, or somebody other than an author, did that. */
export const resolveThread: Operation<ResolveThreadInput, ActOutput, HistoryContext> = {
  input: (zod) => zod.object({ thread: zod.string(), text: zod.string().nullable(), dryRun: zod.boolean() }),

  run: (context, { thread: written, text, dryRun }) =>
    act(context, {
      decide: ({ review }, asker) => {
        const thread = threadNamed(review, written);
        if ('kind' in thread) return thread;
        if (thread.resolutions.length > 0) return refuse('The thread is resolved already');
        if (thread.opened.blocking && !mayResolve(thread, asker.by, review)) {
          return refuse(
            `${thread.opened.by.name} asked, and authors do not close somebody else's blocking thread`,
            `Answer with specwright reply PATH ${thread.opened.id.slice(0, 8)} TEXT`,
          );
        }
        return { kind: 'granted', data: { kind: 'resolved', thread: thread.opened.id, text } };
      },
      dryRun,
    }),
};
