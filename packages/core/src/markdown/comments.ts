import type { Html } from 'mdast';
import { lastAnswer } from '../text/last-answer.ts';
import type { Range } from '../text/range.ts';
import type { MarkdownSource } from './source.ts';
import { rangeOf } from './source.ts';
import { walk } from './walk.ts';

/** An HTML comment, `<!-- … -->`, of a Markdown text. Comments in code are none. */
export interface MarkdownComment {
  /** From `<` to `>`; to the end of the HTML when the comment is not closed. */
  readonly range: Range;
  /** Between the marks, white space included. In a quote or a list it holds the marks of the lines too. */
  readonly innerRange: Range;
  /** The text of `innerRange` as written. */
  readonly inner: string;
  readonly closed: boolean;
  /** The HTML that holds it; one node may hold several comments. */
  readonly node: Html;
}

/** Every comment of a text, in text order, in blocks and within lines. Linear in the text; read once per source. */
export const commentsOf = lastAnswer((source: MarkdownSource): readonly MarkdownComment[] => {
  if (!source.text.includes('<!--')) return [];
  const comments: MarkdownComment[] = [];
  walk(source.tree, (node) => {
    if (node.type === 'html') for (const comment of commentsIn(source.text, node)) comments.push(comment);
    return undefined;
  });
  return comments;
});

/** The comments of one HTML node, whose range counts in `text`. */
export function commentsIn(text: string, node: Html): readonly MarkdownComment[] {
  const { start, end } = rangeOf(node);
  const html = text.slice(start, end);
  const comments: MarkdownComment[] = [];
  for (let open = html.indexOf('<!--'); open !== -1; ) {
    // `<!-->` and `<!--->` are whole, empty comments: https://html.spec.whatwg.org/#comment-start-state
    const close = html.indexOf('-->', open + 2);
    const innerStart = Math.min(open + 4, html.length);
    const innerEnd = close === -1 ? html.length : Math.max(close, innerStart);
    const last = close === -1 ? html.length : close + 3;
    comments.push({
      range: { start: start + open, end: start + last },
      innerRange: { start: start + innerStart, end: start + innerEnd },
      inner: html.slice(innerStart, innerEnd),
      closed: close !== -1,
      node,
    });
    open = html.indexOf('<!--', last);
  }
  return comments;
}
