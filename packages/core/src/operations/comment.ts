import { partText } from '../edit/part-text.ts';
import { partAt } from '../edit/parts.ts';
import { addressOf, refuse } from '../lifecycle/decide.ts';
import { foldSpace } from '../markdown/plain.ts';
import { type ActOutput, act } from './act.ts';
import type { HistoryContext, OpenReview } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface CommentInput {
  readonly address: string;
  /** Words of the part that the comment is about; empty for all of it. */
  readonly quote: string;
  readonly text: string;
  /** Whether nothing is approved before it is resolved. */
  readonly blocking: boolean;
  readonly dryRun: boolean;
}

/** Opens a thread about a part of a document. */
export const comment: Operation<CommentInput, ActOutput, HistoryContext> = {
  input: (zod) =>
    zod.object({
      address: zod.string().describe('The part it is about, such as goals[2]'),
      quote: zod.string().describe('Words of the part, as they are; empty for all of it'),
      text: zod.string(),
      blocking: zod.boolean(),
      dryRun: zod.boolean(),
    }),

  run: (context, { address: written, quote, text, blocking, dryRun }) =>
    act(context, {
      decide: ({ review }) => {
        if (text.trim() === '') return refuse('A comment needs words');
        const address = addressOf(review, written);
        if (typeof address !== 'string') return address;
        if (!stands(quote, address, review)) {
          return refuse(
            `${JSON.stringify(quote)} does not stand at ${address}`,
            'Quote its words as they are, or leave --quote out',
          );
        }
        return { kind: 'granted', data: { kind: 'thread-opened', address, quote, text, blocking } };
      },
      dryRun,
    }),
};

function stands(quote: string, address: string, { current }: OpenReview['review']): boolean {
  if (quote === '') return true;
  const text = address.startsWith('(')
    ? current.bound.source.text
    : partText(current.bound, partAt(current.bound, address));
  return foldSpace(text).includes(foldSpace(quote));
}
