import type { CheckSettings } from '../check/settings.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { BoundDocument } from '../document/document.ts';
import type { Review } from '../lifecycle/review.ts';
import type { EffectiveStatus } from '../lifecycle/status.ts';
import type { MarkdownParser } from '../markdown/parser.ts';
import type { Edit } from '../text/edit.ts';
import type { Range } from '../text/range.ts';
import type { WorkspaceFacts } from '../workspace/facts.ts';

/** One document as it stands in an editor, typed text included. All ranges and offsets are UTF-16 units of this text. */
export interface EditorDocument {
  readonly bound: BoundDocument;
  /** Everything found in this very text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What an editor knows besides the document it shows. Plain answers: whoever gathers them has done the reading. */
export interface EditorWorkspace {
  /** All documents, those of open editors as they are typed; sorted by file. */
  readonly facts: WorkspaceFacts;
  readonly settings: CheckSettings;
  readonly parser: MarkdownParser;
  /** Names of people that documents, histories and git know; sorted, each once. */
  readonly people: readonly string[];
  /** Terms that documents of the workspace define; sorted by term. */
  readonly terms: readonly Term[];
  /** Another document, bound to its template; null when it cannot be read. */
  documentOf(file: string): BoundDocument | null;
  /** What the history of a document makes of it; null when that is not known, or not known yet. */
  reviewOf(file: string): DocumentReview | null;
}

export interface DocumentReview {
  readonly review: Review;
  readonly status: EffectiveStatus;
}

/** A term with its definition, and the place that defines it. */
export interface Term {
  readonly term: string;
  readonly definition: string;
  readonly place: Place;
}

/** A stretch of a file. */
export interface Place {
  /** As the workspace names it, with forward slashes. */
  readonly file: string;
  readonly range: Range;
}

/** What is to be done to one file; its offsets count in the text that the file has now. */
export interface FileEdit {
  readonly file: string;
  readonly edit: Edit;
}
