import { printable } from './cells.ts';

/** Keeps a sign from meaning something to the forge that shows the text, and cannot be seen. */
const JOINER = '\u2060';

/**
 * Words of documents and people as words of Markdown on one line: nothing in them is a link, an image, HTML, a formula, a
 * mention of somebody or of something. A backslash stops Markdown; forges look for mentions and addresses once more in
 * what Markdown has made of it, so that there a word joiner has to stop them.
 */
export function markdownWords(text: string): string {
  return printable(text)
    .replace(/(?<=[@#!$~%^&])(?=[\p{L}\p{N}_"])|(?<=\p{L}:)(?=\/\/)|(?<=www)(?=\.)|(?<=GH-)(?=\d)/giu, JOINER)
    .replace(/[\\`*_[\]{}<>|#!~$&]/gu, '\\$&');
}

/** A text as code on one line, whatever backticks it holds; forges look for nothing in there. */
export function codeSpan(text: string): string {
  const line = printable(text);
  const longest = (line.match(/`+/gu) ?? []).reduce((most, { length }) => Math.max(most, length), 0);
  const fence = '`'.repeat(longest + 1);
  const apart = /^[` ]|[` ]$/u.test(line) ? ' ' : '';
  return `${fence}${apart}${line === '' ? ' ' : line}${apart}${fence}`;
}

/** A file's name as the target of a link: nothing in it ends the link or names a scheme. */
export function linkTarget(file: string): string {
  const target = encodeURI(file.toWellFormed()).replace(
    /[()'*!]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return target.split('/', 1)[0]?.includes(':') ? `./${target}` : target;
}
