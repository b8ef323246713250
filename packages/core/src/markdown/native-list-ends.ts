import type { List, ListItem, Nodes, Root } from 'mdast';
import { walk } from './walk.ts';

type Point = NonNullable<Nodes['position']>['end'];

/**
 * Takes back what satteri counts too much to HTML at the end of a list item: the line end, and for the item itself the
 * next item's marker, so that two items would overlap. Only lists are looked at, and only when the text has HTML.
 */
export function trimListEnds(tree: Root, text: string): void {
  if (!text.includes('<')) return;
  const lists: (List | ListItem)[] = [];
  const trimmed = new Set<Nodes>();
  for (const block of tree.children) {
    if (block.type !== 'list' && block.type !== 'blockquote' && block.type !== 'footnoteDefinition') continue;
    walk(block, (node, parent) => {
      if (node.type === 'list' || node.type === 'listItem') lists.push(node);
      else if (node.type === 'html' && parent?.type === 'listItem' && /[\r\n]$/u.test(node.value)) {
        node.value = node.value.trimEnd();
        trimmed.add(node);
        setEnd(node, endOfHtml(text, node));
      } else if (node.type !== 'blockquote' && node.type !== 'footnoteDefinition') return 'skip';
      return undefined;
    });
  }
  if (trimmed.size === 0) return;
  // Parents stand before their children; from the back, each finds its last child as it shall be.
  for (const list of lists.reverse()) {
    const last = list.children.at(-1);
    if (last === undefined || !trimmed.has(last) || last.position === undefined) continue;
    setEnd(list, { ...last.position.end });
    trimmed.add(list);
  }
}

function setEnd(node: Nodes, end: Point): void {
  if (node.position !== undefined) node.position = { start: node.position.start, end };
}

/** The end of the last line of HTML that is more than white space. Offsets are the library's, a BOM left out. */
function endOfHtml(text: string, node: Nodes): Point {
  const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const start = node.position?.start ?? { line: 1, column: 1, offset: 0 };
  const from = (start.offset ?? 0) + shift;
  const html = text.slice(from, (node.position?.end.offset ?? from) + shift).trimEnd();
  const lines = html.split(/\r\n|\r|\n/u);
  const last = lines.at(-1) as string;
  const column = lines.length === 1 ? start.column + last.length : last.length + 1;
  return { line: start.line + lines.length - 1, column, offset: (start.offset ?? 0) + html.length };
}
