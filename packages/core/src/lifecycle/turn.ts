import type { Review } from './review.ts';

/** Who must act now, on what, and why. */
export interface Turn {
  /** The id of a person; the name of a role that nobody in particular holds; null for a document without a known owner. */
  readonly who: string | null;
  /** What to do, in a few words. */
  readonly what: string;
  /** Where; empty for the whole document. */
  readonly address: string;
  /** A sentence without a full stop. */
  readonly why: string;
  /** RFC 3339 or `YYYY-MM-DD`; null when it is not known since when. */
  readonly since: string | null;
  /** The words to type, PATH standing for the document, other words in capitals for what only the reader knows. */
  readonly command: readonly string[];
}

/** Who answers for a document: its owner, else its author, else who began its history. */
export function ownerOf({ history, current }: Review): string | null {
  if (history?.assigned.owner != null) return history.assigned.owner;
  const author = current.bound.fields.find(({ schema, value }) => schema?.role === 'author' && value.state === 'valid');
  return author?.value.plain ?? history?.created.by.id ?? null;
}
