import type { Root } from 'mdast';
import { walk } from './walk.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Parses a text and, when it starts with a BOM, moves every position to where it is in the whole text: the libraries
 * drop the BOM and count from the unit after it. The BOM is one UTF-16 unit, on line 1.
 */
export function parseWithByteOrderMark(text: string, parse: (text: string) => Root): Root {
  const tree = parse(text);
  if (!text.startsWith(BYTE_ORDER_MARK)) return tree;
  walk(tree, (node) => {
    if (node.position !== undefined) {
      const { start, end } = node.position;
      node.position = { start: node === tree ? start : movePoint(start), end: movePoint(end) };
    }
    return undefined;
  });
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
