import { resolveAddress } from '../document/addresses.ts';
import { addressAround, findQuote, quoteAt, rangeOfAddress } from '../lifecycle/anchor.ts';
import { addressOf, type Refusal, refuse } from '../lifecycle/decide.ts';
import type { QuotePlace } from '../lifecycle/event.ts';
import type { Review, Revision } from '../lifecycle/review.ts';
import { foldSpace } from '../markdown/plain.ts';
import type { Range } from '../text/range.ts';
import { type ActOutput, act } from './act.ts';
import type { HistoryContext } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface CommentInput {
  /** Empty with a quote: then it is the smallest part that holds it. */
  readonly address: string;
  /** Words of the part that the comment is about; empty for all of it. */
  readonly quote: string;
  /** What stands before and behind the quote, where the same words stand there more often. */
  readonly prefix?: string;
  readonly suffix?: string;
  /** In the place of a quote: where it stands in the text that was shown, UTF-16 offsets. */
  readonly range?: Range | null;
  /** SHA-256 of the text that was shown; the newest when left out. */
  readonly shown?: string | null;
  readonly text: string;
  /** Words to be put in the place of the quote. */
  readonly suggestion?: string | null;
  /** Whether nothing is approved before it is resolved. */
  readonly blocking: boolean;
  readonly dryRun: boolean;
}

/** Opens a thread about a part of a document, or about some of its words. */
export const comment: Operation<CommentInput, ActOutput, HistoryContext> = {
  input: (zod) =>
    zod.object({
      address: zod.string().default('').describe('The part it is about, such as goals[2]; empty with a quote'),
      quote: zod.string().default('').describe('Words of the part, as they are; empty for all of it'),
      prefix: zod.string().max(200).default('').describe('What stands before the quote, to tell places apart'),
      suffix: zod.string().max(200).default('').describe('What stands behind it'),
      range: zod
        .object({ start: zod.int().min(0), end: zod.int().min(0) })
        .nullable()
        .default(null)
        .describe('In the place of a quote: UTF-16 offsets in the text that was shown'),
      shown: zod.string().nullable().default(null).describe('SHA-256 of the text that was shown; the newest when null'),
      text: zod.string(),
      suggestion: zod.string().nullable().default(null).describe('Words to be put in the place of the quote'),
      blocking: zod.boolean(),
      dryRun: zod.boolean(),
    }),

  run: (context, { shown = null, dryRun, ...said }) =>
    act(context, {
      decide: ({ review }, _asker, revision) => {
        const { suggestion = null, blocking } = said;
        const text = said.text.trim() === '' && suggestion !== null ? 'Suggested' : said.text;
        if (text.trim() === '') return refuse('A comment needs words');
        const about = aboutWhat(review, revision, said);
        if ('kind' in about) return about;
        if (suggestion !== null && about.quote === '')
          return refuse('A suggestion needs the words that it would replace', 'Quote them with --quote WORDS');
        if (suggestion !== null && about.place === undefined)
          return refuse('Suggestions are for the text of the document itself', 'Say in words what should stand there');
        if (suggestion === about.quote) return refuse('What is suggested stands there already');
        const suggested = suggestion === null ? {} : { suggestion };
        return { kind: 'granted', data: { kind: 'thread-opened', ...about, text, blocking, ...suggested } };
      },
      shown,
      dryRun,
    }),
};

interface About {
  readonly address: string;
  readonly quote: string;
  readonly place?: QuotePlace;
}

type Said = Pick<CommentInput, 'address' | 'quote' | 'prefix' | 'suffix' | 'range'>;

/** The part and the words of the text that was shown. */
function aboutWhat(
  review: Review,
  shown: Revision,
  { address: written, range = null, ...said }: Said,
): About | Refusal {
  const { bound } = shown;
  const { quote, prefix = '', suffix = '' } = said;
  const isFound = written.trim() === '' && (range !== null || quote.trim() !== '');
  const address = isFound ? '(document)' : addressOf({ ...review, current: shown }, written);
  if (typeof address !== 'string') return address;
  if (quote.trim() === '' && range === null) return { address, quote: '' };
  const beside = besideText(shown, address, quote);
  if (beside !== null) return beside;
  const words = range ?? findQuote(bound, address, { quote, prefix, suffix });
  const within = rangeOfAddress(bound, address);
  if (words === null || within === null || !holdsWords(bound.source.text, words, within))
    return refuse(
      range === null
        ? `${JSON.stringify(quote)} does not stand at ${address}`
        : `No words stand from ${range.start} to ${range.end} at ${address}`,
      'Quote its words as they are, or quote nothing',
    );
  return { address: isFound ? addressAround(bound, words) : address, ...quoteAt(bound.source.text, words) };
}

function holdsWords(text: string, { start, end }: Range, within: Range): boolean {
  const isWithin = within.start <= start && start < end && end <= within.end;
  const words = text.slice(start, end);
  return isWithin && words.trim() !== '' && words.isWellFormed();
}

/** Words of a field in the companion file, whose text an event does not name; null for others. */
function besideText({ bound }: Revision, address: string, quote: string): About | Refusal | null {
  const found = resolveAddress(bound, address);
  if (found.kind !== 'found' || !found.target.inCompanion) return null;
  const { start, end } = found.target.range;
  const value = bound.companion?.text.slice(start, end) ?? '';
  if (quote !== '' && foldSpace(value).includes(foldSpace(quote))) return { address, quote };
  return refuse(`${JSON.stringify(quote)} does not stand at ${address}`, 'Quote its words as they are');
}
