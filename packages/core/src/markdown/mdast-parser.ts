import type { Root } from 'mdast';
import { fromMarkdown, type Options } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { withoutByteOrderMark } from './byte-order-mark.ts';
import type { MarkdownParser } from './parser.ts';

const OPTIONS: Options = {
  extensions: [gfm(), frontmatter(['yaml'])],
  mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml'])],
};

/** The parser in JavaScript: for the browser, for systems without the native one, and the oracle in tests. */
export const mdastParser: MarkdownParser = {
  name: 'mdast',
  parse: (text) => withoutByteOrderMark(text, parse),
};

function parse(text: string): Root {
  return fromMarkdown(text, OPTIONS);
}
