import type { Nodes, Root } from 'mdast';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Parses a text without its BOM and moves every position to where it is in the whole text. The libraries drop a BOM
 * and count from the unit after it; the BOM is one UTF-16 unit, on line 1.
 */
export function withoutByteOrderMark(text: string, parse: (text: string) => Root): Root {
  if (!text.startsWith(BYTE_ORDER_MARK)) return parse(text);
  const tree = parse(text.slice(1));
  const pending: Nodes[] = [tree];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.position !== undefined) {
      const { start, end } = node.position;
      node.position = { start: movePoint(start), end: movePoint(end) };
    }
    if ('children' in node) for (const child of node.children) pending.push(child);
  }
  tree.position = {
    start: { line: 1, column: 1, offset: 0 },
    end: tree.position?.end ?? movePoint({ line: 1, column: 1, offset: 0 }),
  };
  return tree;
}

interface Point {
  line: number;
  column: number;
  offset?: number | undefined;
}

function movePoint(point: Point): { line: number; column: number; offset: number } {
  return {
    line: point.line,
    column: point.line === 1 ? point.column + 1 : point.column,
    offset: (point.offset ?? 0) + 1,
  };
}
