import type { BoundDocument } from '../document/document.ts';
import type { Actor, HistoryEvent } from '../lifecycle/event.ts';
import type { Assurance } from '../lifecycle/policy.ts';
import type { Review } from '../lifecycle/review.ts';
import type { Edit } from '../text/edit.ts';
import type { OperationContext, Skipped } from './context.ts';

/** What operations on histories need from the place they run in. */
export interface HistoryContext extends OperationContext {
  readonly histories: Histories;
}

/** The histories of a workspace's documents. Where they are kept, and how they are protected, is the surface's business. */
export interface Histories {
  /** Opens the documents one by one in order of their names. Files that are no documents are told to `skipped`. */
  open(skipped: (file: Skipped) => void): AsyncIterable<OpenReview>;
  /** Who asks, and when. */
  asker(): Promise<Author>;
  /** A text that a document had, by its SHA-256; null when it is not known that it had it. */
  shown(document: OpenReview, revision: string): Promise<BoundDocument | null>;
  /**
   * Keeps events with the texts they name, then edits the document. All or nothing is seen of an event; the edit is refused
   * when the document is not the one that was opened. Texts of the document, its policy and its template are at hand;
   * `texts` are others that the events name.
   */
  record(
    document: OpenReview,
    events: readonly HistoryEvent[],
    edits: DocumentEdits,
    texts?: readonly string[],
  ): Promise<void>;
}

/** Edits of a document's text and of the companion file beside it. */
export interface DocumentEdits {
  readonly own: Edit;
  readonly beside: Edit;
}

export interface Author {
  readonly by: Actor;
  /** RFC 3339 in UTC. */
  readonly at: string;
  /** What the author's own events are proved by. */
  readonly assurance: Assurance;
  /** Unlike any other. */
  readonly nonce: string;
}

export interface OpenReview {
  readonly file: string;
  readonly review: Review;
  /** SHA-256 of the document's text. */
  readonly revision: string;
  /** SHA-256 of the local images it shows, by path in the workspace. */
  readonly files: ReadonlyMap<string, string>;
  /** All events of the document, in no order. */
  readonly events: readonly HistoryEvent[];
  /** SHA-256 of policy and template. */
  readonly policy: string;
  readonly template: string;
  readonly problems: readonly HistoryProblem[];
}

/** Something that is wrong with a document's history. */
export interface HistoryProblem {
  readonly kind: 'policy' | 'broken' | 'dangling' | 'vanished' | 'altered' | 'missing-text' | 'ambiguous';
  /** A sentence without a full stop, the file in it. */
  readonly message: string;
  /** What to do. */
  readonly hint: string;
}
