import type { MarkdownSource } from '../markdown/source.ts';
import { rangeOf } from '../markdown/source.ts';
import { walk } from '../markdown/walk.ts';
import type { Replacement } from '../text/edit.ts';

/** Edits that let links within a document follow its headings: `anchors` maps old anchors to new ones, without `#`. */
export function followAnchors(source: MarkdownSource, anchors: ReadonlyMap<string, string>): readonly Replacement[] {
  const edits: Replacement[] = [];
  if (anchors.size === 0 || !source.text.includes('#')) return edits;
  walk(source.tree, (node) => {
    if ((node.type !== 'link' && node.type !== 'definition') || !node.url.startsWith('#')) return undefined;
    const next = anchors.get(node.url.slice(1));
    const { start, end } = rangeOf(node);
    const at = source.text.slice(start, end).lastIndexOf(node.url);
    if (next === undefined || at === -1) return undefined;
    edits.push({ start: start + at + 1, end: start + at + node.url.length, text: next });
    return undefined;
  });
  return edits;
}
