import { compareText } from '../../check/order.ts';
import type { HistoryEvent } from '../../lifecycle/event.ts';
import { isDeed } from '../../lifecycle/fold.ts';
import { blockingThreads } from '../../lifecycle/gates.ts';
import type { Review } from '../../lifecycle/review.ts';
import type { OpenReview } from '../history-context.ts';
import { openQuestionRegister } from '../registers/open-questions.ts';
import { documentTitle } from '../registers/register-rows.ts';

/** A question that nobody has answered: one that a document lists, or a thread about a part of it. */
export interface ReportedQuestion {
  readonly file: string;
  readonly title: string;
  readonly address: string;
  readonly question: string;
  /** Who opened the thread; null for a question of the text. */
  readonly by: string | null;
  /** True for a thread that stands in the way of an approval. */
  readonly blocking: boolean;
  /** Since when it is known to be asked, RFC 3339; a question of the text may be older. Null when nothing tells. */
  readonly since: string | null;
}

/** The open questions of one document, those of its text first. */
export function questionsOf({ file, review }: OpenReview): ReportedQuestion[] {
  const { bound } = review.current;
  const title = documentTitle(bound);
  const listed = openQuestionRegister([bound]).filter(({ answered }) => answered !== true);
  const since = listed.length === 0 ? new Map<string, string>() : firstSeen(review);
  return [
    ...listed.map(({ address, question }) => ({
      file,
      title,
      address,
      question,
      by: null,
      blocking: false,
      since: since.get(question) ?? null,
    })),
    ...openThreads(review).map(({ opened, blocking }) => ({
      file,
      title,
      address: opened.address,
      question: opened.text,
      by: opened.by.name,
      blocking,
      since: opened.at,
    })),
  ];
}

/** Blocking ones first, then those asked longest ago; the order of the documents stays among equals. */
export function longestAskedFirst(a: ReportedQuestion, b: ReportedQuestion): number {
  return Number(b.blocking) - Number(a.blocking) || compareText(a.since ?? '9999', b.since ?? '9999');
}

/** By its words, when a question was first seen in a text that an event names; what a table claims to be old is no proof. */
function firstSeen({ history, revisionOf }: Review): ReadonlyMap<string, string> {
  const seen = new Map<string, string>();
  const read = new Set<string>();
  const byTime = (a: HistoryEvent, b: HistoryEvent): number => compareText(a.at, b.at);
  const events = (history?.order.events ?? []).filter((event) => event.kind === 'created' || isDeed(event));
  for (const event of events.toSorted(byTime)) {
    if (read.has(event.revision)) continue;
    read.add(event.revision);
    const revision = revisionOf(event);
    if (revision === null) continue;
    for (const { question } of openQuestionRegister([revision.bound])) {
      if (!seen.has(question)) seen.set(question, event.at);
    }
  }
  return seen;
}

function openThreads(review: Review) {
  const blocking = new Set(blockingThreads(review));
  return (review.history?.threads ?? [])
    .map((thread) => ({ ...thread, blocking: blocking.has(thread) }))
    .filter(({ blocking: blocks, resolutions }) => blocks || resolutions.length === 0);
}
