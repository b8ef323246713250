/** The line end that a text uses, by its first one; LF for a text of one line. */
export function lineEndOf(text: string): '\n' | '\r\n' | '\r' {
  const feed = text.indexOf('\n');
  if (feed > 0 && text.charCodeAt(feed - 1) === 13) return '\r\n';
  return feed === -1 && text.includes('\r') ? '\r' : '\n';
}
