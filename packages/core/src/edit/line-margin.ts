import type { MarkdownSource } from '../markdown/source.ts';
import { lineEndOf } from './line-end.ts';

const QUOTE = /^[ \t]{0,3}(?:>[ \t]?)+/u;

/** The marks of block quotes at the start of the line that holds an offset; empty outside of quotes. */
export function quoteMarks(source: MarkdownSource, offset: number): string {
  const start = source.lines.startOfLine(source.lines.lineAt(offset));
  return QUOTE.exec(source.text.slice(start, offset))?.[0] ?? '';
}

/** Text of several lines with the document's line ends and `margin` before every line but the first. */
export function withMargin(source: MarkdownSource, text: string, margin: string): string {
  const lines = text.split(/\r\n|\r|\n/u);
  if (lines.length === 1) return text;
  const end = lineEndOf(source.text);
  return lines.map((line, index) => (index === 0 ? line : line === '' ? margin.trimEnd() : margin + line)).join(end);
}

/** The same text without the margins that its lines have in a document, for comparing. */
export function withoutMargins(text: string): string {
  return text
    .split(/\r\n|\r|\n/u)
    .map((line) => line.replace(/^[ \t>]+/u, '').trimEnd())
    .join('\n')
    .trim();
}
