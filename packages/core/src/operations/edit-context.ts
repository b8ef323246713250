import type { Edit } from '../text/edit.ts';
import type { OperationContext } from './context.ts';

/** What verbs that edit need of the place they run in. */
export interface EditContext extends OperationContext {
  /** Every Markdown file of the workspace, documents or not, that holds a file name somewhere; read as it is asked for. */
  mentioning(name: string): Iterable<{ readonly file: string; readonly text: string }>;
}

/** A file's text and what an edit does to it. */
export interface EditedText {
  readonly file: string;
  /** The text that the offsets of `edit` count in. */
  readonly before: string;
  readonly edit: Edit;
}
