import { mergeTokens, wordsIn } from '../diff/merge-tokens.ts';
import { isAtOrBelow } from '../document/address-pool.ts';
import type { BoundDocument } from '../document/document.ts';
import { type Change, ownChange } from '../edit/change.ts';
import { assertOthersKept } from '../edit/part-text.ts';
import { type Part, partsOf } from '../edit/parts.ts';
import type { Anchor } from '../lifecycle/anchor.ts';
import { type Refusal, refuse } from '../lifecycle/decide.ts';
import type { Thread } from '../lifecycle/fold.ts';
import { mayResolve } from '../lifecycle/gates.ts';
import type { Review } from '../lifecycle/review.ts';
import type { Replacement } from '../text/edit.ts';
import { type ActOutput, act } from './act.ts';
import { dated, draftOf } from './edit-document.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';
import { anchorsToday, isApplied, threadNamed } from './threads.ts';

export interface ApplySuggestionInput {
  /** The first digits of the thread's id, or its address. */
  readonly thread: string;
  readonly dryRun: boolean;
}

/**
 * Puts what a thread suggests in the place of its words, and resolves it. Where these words were edited since, both changes are put
 * together or nothing is done. A blocking thread that who applies it may not close stays open with an answer.
 */
export const applySuggestion: Operation<ApplySuggestionInput, ActOutput, HistoryContext> = {
  input: (zod) =>
    zod.object({ thread: zod.string().describe('The first digits of its id, or its address'), dryRun: zod.boolean() }),

  run: (context, { thread: written, dryRun }) =>
    act(context, {
      decide: async (document, asker) => {
        const { review } = document;
        const thread = threadNamed(review, written);
        if ('kind' in thread) return thread;
        const [anchor] = (await anchorsToday(context.histories, document, [thread])) as [Anchor];
        const replacement = replacementFor(thread, anchor, review);
        if ('kind' in replacement) return replacement;
        const { opened } = thread;
        const closes = !opened.blocking || mayResolve(thread, asker.by, review);
        const said = { thread: opened.id, text: `Applied what ${opened.by.name} suggested`, applied: true } as const;
        return {
          kind: 'granted',
          data: { kind: closes ? 'resolved' : 'replied', ...said },
          change: changeOf(replacement, context, review.current.bound, anchor),
        };
      },
      dryRun,
    }),
};

/** What takes the place of a thread's words as they are now. */
function replacementFor(thread: Thread, { range, state, words }: Anchor, review: Review): Replacement | Refusal {
  const { suggestion, quote, id } = thread.opened;
  if (suggestion === undefined) return refuse('The thread suggests nothing', 'Edit the document, and resolve it');
  if (isApplied(thread, review)) return refuse('What the thread suggests was applied already');
  if (thread.resolutions.length > 0) return refuse('The thread is resolved already');
  if (range === null || words === null)
    return refuse(
      `${JSON.stringify(quote)} does not stand there any more, so nothing takes its place`,
      `Answer with specwright reply PATH ${id.slice(0, 8)} TEXT`,
    );
  const text = state === 'changed' ? merged(quote, suggestion, words) : suggestion;
  if (text !== null) return { ...range, text };
  return refuse(
    `${JSON.stringify(quote)} was changed to ${JSON.stringify(words)} since, and the suggestion changes the same words`,
    'Put both together by hand, and resolve the thread',
  );
}

/** @throws {EditRefusal} when the suggestion would be read as more than words in the place of others. */
function changeOf(replacement: Replacement, context: HistoryContext, bound: BoundDocument, anchor: Anchor): Change {
  const draft = draftOf(context, bound);
  draft.apply(ownChange([replacement]));
  assertOthersKept(bound, draft.document, mayDiffer(bound, anchor), 'This suggestion');
  draft.apply(dated(draft.document, [anchor.address], { today: context.settings.options.today, force: true }));
  return { own: draft.edit, beside: draft.companionEdit };
}

/** Two changes of the same words put together; null when both are about the same ones. */
function merged(base: string, left: string, right: string): string | null {
  const segments = mergeTokens(wordsIn(base), wordsIn(left), wordsIn(right), 1);
  const texts = segments.map((segment) => (segment.kind === 'text' ? segment.text : null));
  return texts.includes(null) ? null : texts.join('');
}

/** What stands at the words' own part or below it, and their neighbours in the body that holds them; no section, and no field that is new. */
function mayDiffer(bound: BoundDocument, { address }: Anchor): (part: Part) => boolean {
  const home = bound.allSections.findLast((section) => isAtOrBelow(address, section.address))?.address ?? null;
  const known = partsOf(bound);
  return (part) =>
    part.kind !== 'section' &&
    (part.kind !== 'field' || known.has(part.address)) &&
    ((part.home?.address ?? null) === home || isAtOrBelow(part.address, address));
}
