import type { Replacement } from '../../text/edit.ts';

export type CompletionKind =
  | 'choice'
  | 'date'
  | 'person'
  | 'document'
  | 'anchor'
  | 'field'
  | 'row'
  | 'item'
  | 'entry'
  | 'section';

/** Something that may be written where the cursor is. Plain data. */
export interface Completion {
  readonly kind: CompletionKind;
  /** What people choose by. */
  readonly label: string;
  /** One line. */
  readonly detail: string;
  /** Markdown in which nothing from a document or template is more than words; null when there is nothing more to say. */
  readonly documentation: string | null;
  /** Within one line, and the cursor is in it or touches it. */
  readonly edit: Replacement;
  /**
   * What the text from the edit's start to the cursor is compared with while typing goes on. Null for the label; where a
   * whole value stands already it is that text, so that the other values are still to be seen.
   */
  readonly filter: string | null;
  /** The least comes first. */
  readonly rank: number;
}
