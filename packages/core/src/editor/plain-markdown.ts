import { foldSpace } from '../markdown/plain.ts';

/** Longer texts are cut: an editor shows them in a small window. */
const longest = 600;

/** Unseen, and no part of an address. Renderers find addresses in what escapes stand for, too. */
const joiner = '\u2060';

/**
 * Text that a reader of Markdown sees as the words it is, on one line: no mark of it becomes a link, an image, HTML or
 * anything else. For whatever comes from a document, a template or a history.
 */
export function plainMarkdown(text: string): string {
  return short(text)
    .replace(/[\\`*_~[\]<>|&$^]/gu, '\\$&')
    .replace(/:(?=\/\/)|@|www(?=\.)/giu, `$&${joiner}`)
    .replace(/^(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|[=-]+$)/u, '\\$&')
    .replace(/^(\d{1,9})([.)])/u, '$1\\$2');
}

/** On one line, without control characters. */
function short(text: string): string {
  const folded = foldSpace(text.slice(0, 4 * longest).replace(/\p{Cc}/gu, ' '));
  return folded.length <= longest ? folded : `${folded.slice(0, longest - 1).trimEnd()}…`;
}

/** Text as it is written, in the marks of code that no run of backticks in it can end. */
export function codeMarkdown(text: string): string {
  const folded = short(text);
  const longestRun = Math.max(0, ...(folded.match(/`+/gu) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  const apart = folded === '' || folded.startsWith('`') || folded.endsWith('`') ? ' ' : '';
  return `${fence}${apart}${folded}${apart}${fence}`;
}
