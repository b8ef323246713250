import type { Root } from 'mdast';
import { markdownToMdast } from 'satteri';
import type { ParseBounds } from './bounded-parse.ts';
import { parseWithin } from './bounded-parse.ts';
import { parseWithByteOrderMark } from './byte-order-mark.ts';
import { trimListEnds } from './native-list-ends.ts';
import type { MarkdownParser } from './parser.ts';

const NO_FRONT_MATTER = { features: { frontmatter: false } } as const;

const BOUNDS: ParseBounds = {
  units: 50_000_000,
  stretch: { units: 50_000_000, lines: 50_000_000 },
  depth: 100,
  effort: 2e8,
  free: 100,
  footnotes: 20_000,
};

/** The parser for Node: satteri, native code, about a hundred times as fast as the one in JavaScript. */
export const nativeParser: MarkdownParser = {
  name: 'satteri',
  parse: (text) => parseWithin(BOUNDS, text, (bounded) => parseWithByteOrderMark(bounded, parse)),
};

function parse(text: string): Root {
  // The library keeps NUL, CommonMark 0.31 (section 2.3) replaces it. Both are one unit, so offsets stay.
  const clean = text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
  // Front matter in TOML is not part of the port; the library reads it together with YAML.
  const tree = (clean.startsWith('+++') ? markdownToMdast(clean, NO_FRONT_MATTER) : markdownToMdast(clean)) as Root;
  trimListEnds(tree, clean);
  return tree;
}
