import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { BoundDocument } from '../document/document.ts';
import type { DocumentDigests } from './digest.ts';
import type { EventOf, HistoryEvent } from './event.ts';
import type { History } from './fold.ts';
import type { Assurance, Policy } from './policy.ts';

/** One text of a document, read by the schema that is in force now. */
export interface Revision {
  readonly bound: BoundDocument;
  readonly digests: DocumentDigests;
}

/** By address of a part: who edited it last, and when (RFC 3339). Parts nobody is known to have edited are absent. */
export type PartEdits = ReadonlyMap<string, { readonly who: ReadonlySet<string>; readonly at: string }>;

/** Who wrote a document. People are named by their folded ids, see `foldPerson`. */
export interface Authorship {
  /** Whose document it is. */
  readonly authors: ReadonlySet<string>;
  readonly edits: PartEdits;
  /** As it was when somebody signed; what the signer edited later is either living or makes the sign-off stale. */
  readonly editsAt: (event: HistoryEvent) => PartEdits;
}

/**
 * Everything that a judgement of one document rests on. Policy, template and signers are those of the protected base,
 * never those of the change under review; whoever gathers a review sees to that.
 */
export interface Review {
  /** Null for a document without a history. */
  readonly history: History | null;
  /** What the sign-off table tells while the history has not begun: sign-offs as claimed as the table is. */
  readonly claims: readonly EventOf<'signed'>[];
  readonly policy: Policy;
  readonly current: Revision;
  /** The text that an event names, with the images of its time; null when it is not kept. */
  readonly revisionOf: (event: HistoryEvent) => Revision | null;
  readonly assuranceOf: (event: HistoryEvent) => Assurance;
  readonly authorship: Authorship;
  /** Errors at the strictness of a document under review; null when they were not looked for. */
  readonly errors: readonly Diagnostic[] | null;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Which events count: all of them now, for a moment of the past those that were known then. */
  readonly sees: (event: HistoryEvent) => boolean;
}

/** The review as it was for who made an event; null when the text of that time is not kept. */
export function reviewAt(review: Review, event: HistoryEvent): Review | null {
  const { history } = review;
  const revision = review.revisionOf(event);
  if (history === null || revision === null) return null;
  return {
    ...review,
    current: revision,
    errors: null,
    today: event.at.slice(0, 10),
    sees: (other) => history.order.knew(event, other),
  };
}
