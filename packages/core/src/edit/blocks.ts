import type { MarkdownSource } from '../markdown/source.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Replacement } from '../text/edit.ts';
import { lineEndOf } from './line-end.ts';

/** An insertion that sets `block` apart from what stands before and after it by one empty line. */
export function insertBlock(text: string, at: number, block: string): Replacement {
  const end = lineEndOf(text);
  const trimmed = block.trim();
  const body = end === '\n' && !trimmed.includes('\r') ? trimmed : trimmed.split(/\r\n|\r|\n/u).join(end);
  const before = text.slice(0, at).trim() === '' ? '' : gapBefore(text, at, end);
  const rest = text.slice(at, at + 2);
  const after = rest === '' ? finalEnd(text, end) : rest.startsWith('\n') || rest === '\r\n' ? end : end + end;
  return { start: at, end: at, text: before + body + after };
}

/** A text that ends without a line end goes on doing so. */
function finalEnd(text: string, end: string): string {
  return text === '' || /[\r\n]$/u.test(text) ? end : '';
}

/** What is wanting to an empty line before `at`. */
function gapBefore(text: string, at: number, end: string): string {
  let breaks = 0;
  for (let index = at - 1; index >= 0 && breaks < 2; index -= 1) {
    const unit = text[index];
    if (unit === '\n' || (unit === '\r' && text[index + 1] !== '\n')) breaks += 1;
    else if (unit !== ' ' && unit !== '\t' && unit !== '\r') break;
  }
  return end.repeat(2 - breaks);
}

const openHtml = /^<(?:script|pre|style|textarea|\?|![a-z[])/iu;

/** True when the last block of a text was never closed, so that anything put after it would become part of it. */
export function staysOpen(source: MarkdownSource): boolean {
  let last = source.tree.children.at(-1);
  while (last !== undefined && (last.type === 'blockquote' || last.type === 'list' || last.type === 'listItem')) {
    last = last.children.at(-1) as typeof last;
  }
  if (last === undefined) return false;
  const range = rangeOf(last);
  const raw = source.text.slice(range.start, range.end);
  if (last.type === 'html') return raw.lastIndexOf('<!--') > raw.lastIndexOf('-->') || openHtml.test(raw);
  if (last.type !== 'code') return false;
  const fence = /^(?:`{3,}|~{3,})/u.exec(raw)?.[0];
  return fence !== undefined && !raw.slice(raw.lastIndexOf('\n') + 1).includes(fence);
}
