import { isAtOrBelow } from '../document/address-pool.ts';
import type { BoundDocument } from '../document/document.ts';
import { type Anchor, anchorsOf } from '../lifecycle/anchor.ts';
import type { Refusal } from '../lifecycle/decide.ts';
import { addressOf, refuse } from '../lifecycle/decide.ts';
import type { Actor } from '../lifecycle/event.ts';
import type { Thread } from '../lifecycle/fold.ts';
import { blockingThreads } from '../lifecycle/gates.ts';
import { foldPerson } from '../lifecycle/policy.ts';
import type { Review } from '../lifecycle/review.ts';
import { openOne } from './act.ts';
import type { Skipped } from './context.ts';
import type { HistoryContext, OpenReview } from './history-context.ts';
import type { Operation } from './operation.ts';

export interface ThreadsInput {
  /** Only those that are open. */
  readonly open: boolean;
  /** Only those that stand in the way of an approval. */
  readonly blocking: boolean;
  /** Only those in which this person said something; null for all. */
  readonly who: string | null;
  /** Only those that stand at this address or below it today; null for all. */
  readonly address: string | null;
  /** Id of the thread after which to go on; null for the first ones. */
  readonly after: string | null;
  readonly limit: number;
}

export type ThreadsOutput =
  | {
      readonly kind: 'told';
      readonly file: string;
      /** SHA-256 of the text of today, in which the anchors count. */
      readonly revision: string;
      readonly threads: readonly ToldThread[];
      /** Whether there are further ones. */
      readonly more: boolean;
    }
  | { readonly kind: 'skipped'; readonly skipped: Skipped }
  | Refusal;

/** A thread as it stands today. */
export interface ToldThread {
  /** The id of the event that opened it. */
  readonly id: string;
  readonly state: 'open' | 'resolved';
  /** Whether it stands, or stood, in the way of an approval. */
  readonly blocking: boolean;
  readonly anchor: Anchor;
  /** SHA-256 of the text that it was opened on. */
  readonly shown: string;
  /** What is to be put in the place of its quote; null when nothing is suggested. */
  readonly suggestion: string | null;
  /** Whether that was done. */
  readonly applied: boolean;
  /** What was said, the opening first. */
  readonly entries: readonly ThreadEntry[];
}

export interface ThreadEntry {
  /** Its id. */
  readonly event: string;
  readonly kind: 'thread-opened' | 'replied' | 'resolved';
  readonly by: Actor;
  /** RFC 3339. */
  readonly at: string;
  /** Null for who resolved it without a word. */
  readonly text: string | null;
}

/** The threads of a document, in the order in which they were opened. */
export const threads: Operation<ThreadsInput, ThreadsOutput, HistoryContext> = {
  input: (zod) =>
    zod.object({
      open: zod.boolean().describe('Only those that are open'),
      blocking: zod.boolean().describe('Only those that stand in the way of an approval'),
      who: zod.string().nullable().describe('Only those in which this person said something'),
      address: zod.string().nullable().describe('Only those that stand at this address or below it'),
      after: zod.string().nullable().describe('Go on after the thread of this id'),
      limit: zod.int().min(1),
    }),

  async run(context, { address: written, after, limit, ...wanted }): Promise<ThreadsOutput> {
    const opened = await openOne(context);
    if (!('review' in opened)) return { kind: 'skipped', skipped: opened };
    const { review, file, revision } = opened;
    const address = written === null ? null : addressOf(review, written);
    if (typeof address === 'object' && address !== null) return address;
    const asked = askedFor(review, wanted);
    const rest = asked.slice(asked.findIndex(({ opened: { id } }) => id === after) + 1);
    // Where each stands need be known of those that are told alone, unless that is what was asked.
    const told = await toldThreads(context, opened, address === null ? rest.slice(0, limit) : rest);
    const found = told.filter(
      ({ anchor }) => address === null || address === '(document)' || isAtOrBelow(anchor.address, address),
    );
    const more = found.length > limit || (address === null && rest.length > limit);
    return { kind: 'told', file, revision, threads: found.slice(0, limit), more };
  },
};

function askedFor(review: Review, { open, blocking, who }: Pick<ThreadsInput, 'open' | 'blocking' | 'who'>): Thread[] {
  const inTheWay = new Set(blockingThreads(review));
  return (review.history?.threads ?? []).filter(
    (thread) =>
      (!open || inTheWay.has(thread) || thread.resolutions.length === 0) &&
      (!blocking || inTheWay.has(thread)) &&
      (who === null || saidIn(thread, review).some(({ by }) => foldPerson(by.id) === foldPerson(who))),
  );
}

async function toldThreads(
  { histories }: HistoryContext,
  document: OpenReview,
  asked: readonly Thread[],
): Promise<ToldThread[]> {
  const { review } = document;
  const inTheWay = new Set(blockingThreads(review));
  const anchors = await anchorsToday(histories, document, asked);
  return asked.map((thread, place) => {
    const { opened } = thread;
    return {
      id: opened.id,
      state: inTheWay.has(thread) || thread.resolutions.length === 0 ? 'open' : 'resolved',
      blocking: opened.blocking,
      anchor: anchors[place] as Anchor,
      shown: opened.revision,
      suggestion: opened.suggestion ?? null,
      applied: isApplied(thread, review),
      entries: entriesOf(thread, review),
    };
  });
}

/** Where threads stand today, by the texts that they were opened on. */
export async function anchorsToday(
  histories: HistoryContext['histories'],
  document: OpenReview,
  threads: readonly Thread[],
): Promise<Anchor[]> {
  const { current } = document.review;
  const shown = new Map([[document.revision, current.bound as BoundDocument | null]]);
  for (const { revision } of threads.map(({ opened }) => opened)) {
    if (!shown.has(revision)) shown.set(revision, await histories.shown(document, revision));
  }
  return anchorsOf(current.bound, threads, shown);
}

/** Whether what a thread suggests was put into the text by somebody. */
export function isApplied(thread: Thread, review: Review): boolean {
  return saidIn(thread, review).some((event) => event.kind !== 'thread-opened' && event.applied === true);
}

function entriesOf(thread: Thread, review: Review): ThreadEntry[] {
  return saidIn(thread, review).map(({ id, kind, by, at, text }) => ({ event: id, kind, by, at, text }));
}

/** Everything that was said in a thread, a resolution that resolves nothing any more included. */
function saidIn({ opened }: Thread, { history }: Review) {
  const later = (history?.order.events ?? []).filter(
    (event) => (event.kind === 'replied' || event.kind === 'resolved') && event.thread === opened.id,
  );
  return [opened, ...(later as Thread['replies'] | Thread['resolutions'])];
}

/** The thread whose id begins with what was typed, at least four digits of it; else the only open one at that address. */
export function threadNamed(review: Review, written: string): Thread | Refusal {
  const threads = review.history?.threads ?? [];
  if (threads.length === 0)
    return refuse('The document has no threads', 'specwright comment PATH ADDRESS TEXT opens one');
  const named = threads.filter(({ opened }) => written.length >= 4 && opened.id.startsWith(written.toLowerCase()));
  const address = named.length === 0 ? addressOf(review, written) : null;
  const there = threads.filter(({ opened, resolutions }) => opened.address === address && resolutions.length === 0);
  const [first] = [...named, ...there];
  if (first !== undefined && named.length + there.length === 1) return first;
  const all = threads.map(({ opened }) => `${opened.id.slice(0, 8)} (${opened.address})`).join(', ');
  return refuse(
    `${first === undefined ? 'No open thread has' : 'Several threads have'} the id or address ${JSON.stringify(written)}`,
    `There are ${all}`,
  );
}
