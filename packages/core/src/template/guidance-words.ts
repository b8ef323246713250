import type { List, RootContent } from 'mdast';
import { foldSpace, plainText } from '../markdown/plain.ts';

/**
 * The words of a block as `GuidanceSchema.folded` holds them, so that a document's block can be compared with the
 * template's. Comments are folded from their inner text instead, by `foldSpace`.
 */
export function guidanceWords(block: RootContent): string {
  return block.type === 'list' ? listWords(block) : plainText(block);
}

function listWords(list: List): string {
  return foldSpace(list.children.map((item) => plainText(item)).join(' '));
}
