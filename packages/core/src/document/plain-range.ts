import type { Nodes } from 'mdast';
import { foldSpace, plainText } from '../markdown/plain.ts';
import { rangeOf } from '../markdown/source.ts';
import type { Range } from '../text/range.ts';

/** Units that Markdown may read as more than themselves. */
const MARKED = /[*_`[\]<>&\\!~:|#\n]|^\s*(?:[-+]|\d+[.)])\s/u;
const ESCAPED = /\\([!-/:-@[-`{-~])/gu;

/**
 * The words of a stretch of text as a reader sees them, white space folded. `nodes` are the blocks or inlines that hold
 * the range; a text node that the range cuts is cut at the same place.
 */
export function plainOfRange(text: string, range: Range, nodes: readonly Nodes[]): string {
  if (range.start >= range.end) return '';
  const raw = text.slice(range.start, range.end);
  if (!MARKED.test(raw)) return foldSpace(raw);
  const words: string[] = [];
  const pending: Nodes[] = [];
  for (let index = nodes.length - 1; index >= 0; index -= 1) pending.push(nodes[index] as Nodes);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const place = rangeOf(node);
    if (place.end <= range.start || place.start >= range.end) continue;
    if (isBlock(node)) words.push(' ');
    if (node.type === 'text') words.push(wordsOfText(text, node.value, place, range));
    else if (node.type === 'break') words.push(' ');
    else if ('children' in node) {
      for (let index = node.children.length - 1; index >= 0; index -= 1) pending.push(node.children[index] as Nodes);
    } else words.push(plainText(node));
  }
  return foldSpace(words.join(''));
}

function wordsOfText(text: string, value: string, place: Range, range: Range): string {
  if (range.start <= place.start && place.end <= range.end) return value;
  const start = Math.max(place.start, range.start);
  const end = Math.min(place.end, range.end);
  if (value.length === place.end - place.start) return value.slice(start - place.start, end - place.start);
  return text.slice(start, end).replace(ESCAPED, '$1');
}

function isBlock(node: Nodes): boolean {
  return (
    node.type === 'paragraph' ||
    node.type === 'listItem' ||
    node.type === 'tableCell' ||
    node.type === 'code' ||
    node.type === 'heading'
  );
}
