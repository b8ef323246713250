import type { Root } from 'mdast';

/**
 * The one port between Specwright and Markdown. An implementation turns text into mdast
 * (https://github.com/syntax-tree/mdast) with GFM and YAML front matter.
 *
 * Contract, held by `parser-contract.test.ts`: never throws; every node has `position` whose offsets are UTF-16 units
 * of the given text, a BOM included; front matter is a `yaml` node; `listItem.checked` is set for task items.
 */
export interface MarkdownParser {
  readonly name: 'satteri' | 'mdast';
  parse(text: string): Root;
}
