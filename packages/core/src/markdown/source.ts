import type { Nodes, Root } from 'mdast';
import { LineIndex } from '../text/lines.ts';
import type { Range } from '../text/range.ts';
import type { MarkdownParser } from './parser.ts';

/** A Markdown text with everything that is read from it once: its tree and its lines. */
export interface MarkdownSource {
  /** The decoded file, a BOM included; every offset counts in it. */
  readonly text: string;
  readonly tree: Root;
  readonly lines: LineIndex;
}

/** Never throws; a text of any shape gives a tree. */
export function readMarkdown(text: string, parser: MarkdownParser): MarkdownSource {
  return { text, tree: parser.parse(text), lines: new LineIndex(text) };
}

/** Range of a node in the text it was parsed from. The parsers give every node a position with offsets. */
export function rangeOf(node: Nodes): Range {
  const position = node.position;
  return { start: position?.start.offset ?? 0, end: position?.end.offset ?? 0 };
}
