import { describe, expect, it } from 'vitest';
import { commentsOf } from './comments.ts';
import { nativeParser } from './native-parser.ts';
import { readMarkdown } from './source.ts';

const read = (text: string) => {
  const source = readMarkdown(text, nativeParser);
  return commentsOf(source).map((comment) => ({
    whole: text.slice(comment.range.start, comment.range.end),
    inner: text.slice(comment.innerRange.start, comment.innerRange.end),
    same: comment.inner === text.slice(comment.innerRange.start, comment.innerRange.end),
    closed: comment.closed,
  }));
};

describe('commentsOf', () => {
  it('finds comments in blocks and within lines, several in one node', () => {
    expect(read('<!-- a --> <!--b-->\n\ntext <!-- c --> text\n\n# x <!-- d -->\n')).toEqual([
      { whole: '<!-- a -->', inner: ' a ', same: true, closed: true },
      { whole: '<!--b-->', inner: 'b', same: true, closed: true },
      { whole: '<!-- c -->', inner: ' c ', same: true, closed: true },
      { whole: '<!-- d -->', inner: ' d ', same: true, closed: true },
    ]);
  });

  it('keeps the marks of a quote within the inner text, so that ranges stay exact', () => {
    expect(read('> <!-- a\n> b -->\n')).toEqual([
      { whole: '<!-- a\n> b -->', inner: ' a\n> b ', same: true, closed: true },
    ]);
  });

  it('takes a comment that is not closed to the end of its HTML', () => {
    expect(read('a\n\n<!-- b\n\nc')).toEqual([{ whole: '<!-- b\n\nc', inner: ' b\n\nc', same: true, closed: false }]);
  });

  it('knows the short empty comments', () => {
    expect(read('<!--> a\n\n<!---> b <!-- c -->\n').map(({ whole }) => whole)).toEqual([
      '<!-->',
      '<!--->',
      '<!-- c -->',
    ]);
  });

  it('finds none in code', () => {
    expect(read('`<!-- a -->`\n\n    <!-- b -->\n\n```\n<!-- c -->\n```\n')).toEqual([]);
  });

  it('counts a BOM, CRLF and astral characters', () => {
    expect(read('\uFEFF😀\r\n\r\n<!-- 😀 -->\r\n')).toEqual([
      { whole: '<!-- 😀 -->', inner: ' 😀 ', same: true, closed: true },
    ]);
  });
});
