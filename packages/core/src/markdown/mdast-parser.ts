import type { Root } from 'mdast';
import { fromMarkdown, type Options } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import type { ParseBounds } from './bounded-parse.ts';
import { parseWithin } from './bounded-parse.ts';
import { parseWithByteOrderMark } from './byte-order-mark.ts';
import { completePositions } from './mdast-positions.ts';
import type { MarkdownParser } from './parser.ts';

const OPTIONS: Options = {
  extensions: [gfm(), frontmatter(['yaml'])],
  mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml'])],
};

const BOUNDS: ParseBounds = {
  units: 1_000_000,
  stretch: { units: 64_000, lines: 8_000 },
  depth: 100,
  effort: 2e7,
  free: 50,
  footnotes: 1_000,
};

/** The parser in JavaScript: for the browser, for systems without the native one, and the oracle in tests. */
export const mdastParser: MarkdownParser = {
  name: 'mdast',
  parse: (text) => parseWithin(BOUNDS, text, (bounded) => parseWithByteOrderMark(bounded, parse)),
};

function parse(text: string): Root {
  const tree = fromMarkdown(text, OPTIONS);
  completePositions(tree, text);
  return tree;
}
