import { refuse } from '../lifecycle/decide.ts';
import { type ActOutput, act } from './act.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';
import { threadNamed } from './threads.ts';

export interface ReplyInput {
  /** The first digits of the thread's id. */
  readonly thread: string;
  readonly text: string;
  readonly dryRun: boolean;
}

/** Answers in a thread. */
export const reply: Operation<ReplyInput, ActOutput, HistoryContext> = {
  input: (zod) =>
    zod.object({
      thread: zod.string().describe('The first digits of its id'),
      text: zod.string(),
      dryRun: zod.boolean(),
    }),

  run: (context, { thread: written, text, dryRun }) =>
    act(context, {
      decide: ({ review }) => {
        if (text.trim() === '') return refuse('A reply needs words');
        const thread = threadNamed(review, written);
        if ('kind' in thread) return thread;
        return { kind: 'granted', data: { kind: 'replied', thread: thread.opened.id, text } };
      },
      dryRun,
    }),
};
