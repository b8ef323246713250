const COMMENTS = /<!--([\s\S]*?)-->/gu;

/** A stretch of text and the comments that stand in it, each trimmed. */
export interface CommentedText {
  readonly words: string;
  readonly comments: readonly string[];
}

/** Takes the HTML comments out of a line, a heading or a value; an unclosed one stays among the words. */
export function splitComments(written: string): CommentedText {
  const comments = [...written.matchAll(COMMENTS)].map((match) => (match[1] ?? '').trim());
  return { words: comments.length === 0 ? written : written.replace(COMMENTS, ''), comments };
}
