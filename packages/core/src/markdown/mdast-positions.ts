import type { Nodes, Parents, Root } from 'mdast';
import { LineIndex } from '../text/lines.ts';
import { walk } from './walk.ts';

/**
 * Sets what `mdast-util-from-markdown` and its GFM extension leave open: bare links found after the parse, and the
 * texts around them, have no position; and the paragraph of a task item starts before the box when anything but
 * plain text follows the box.
 */
export function completePositions(tree: Root, text: string): void {
  // The library counts without a BOM; so does this, until the caller moves all positions.
  const counted = text.startsWith('\uFEFF') ? text.slice(1) : text;
  let lines: LineIndex | null = null;
  walk(tree, (node) => {
    if (node.type === 'listItem' && typeof node.checked === 'boolean') startAfterBox(node.children[0]);
    if ('children' in node && node.children.some((child) => child.position === undefined)) {
      lines ??= new LineIndex(counted);
      placeChildren(node, lines);
    }
    return undefined;
  });
}

function startAfterBox(paragraph: Nodes | undefined): void {
  const first = paragraph?.type === 'paragraph' ? paragraph.children[0] : undefined;
  if (paragraph?.position === undefined || first?.position === undefined) return;
  paragraph.position = { start: first.position.start, end: paragraph.position.end };
}

/** Children stand one after the other: a link where its text is found, a text up to what follows it. */
function placeChildren(parent: Parents, lines: LineIndex): void {
  const { text } = lines;
  const children: readonly Nodes[] = parent.children;
  const last = parent.position?.end.offset ?? text.length;
  let at = parent.position?.start.offset ?? 0;
  // The marks that open a heading, emphasis or struck text belong to the parent.
  if (parent.type !== 'paragraph') while (at < last && '#*_~ \t'.includes(text[at] as string)) at += 1;
  children.forEach((child, index) => {
    if (child.position === undefined) {
      let end = child.type === 'link' ? endOfLabel(child, text, at) : startOfNext(children, index, text, at, last);
      // Blanks at the end of a line are no text.
      if (child.type === 'text' && !/\s$/u.test(child.value)) end = at + text.slice(at, end).trimEnd().length;
      child.position = { start: lines.positionAt(at), end: lines.positionAt(end) };
    }
    at = child.position.end.offset ?? at;
  });
}

function endOfLabel(link: Nodes, text: string, at: number): number {
  return at + (text.startsWith(labelOf(link), at) ? labelOf(link).length : 0);
}

function startOfNext(children: readonly Nodes[], index: number, text: string, at: number, last: number): number {
  const next = children[index + 1];
  if (next === undefined) return last;
  if (next.position !== undefined) return next.position.start.offset ?? last;
  const found = text.indexOf(labelOf(next), at);
  return found === -1 || found > last ? last : found;
}

function labelOf(link: Nodes): string {
  const only = 'children' in link ? link.children[0] : undefined;
  return only?.type === 'text' ? only.value : '';
}
