import type { Range } from '../../text/range.ts';

/** What is to be known of a place. */
export interface Hover {
  /** What it is about, in the document. */
  readonly range: Range;
  /** Markdown in which nothing from a document, template or history is more than words. */
  readonly markdown: string;
}

/** Paragraphs of Markdown; empty ones are left out. */
export function paragraphs(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n\n');
}
