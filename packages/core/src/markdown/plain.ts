import type { Nodes } from 'mdast';

/**
 * The words of a node as a reader sees them: marks dropped, comments and other HTML dropped, code kept, breaks as spaces,
 * white space folded and trimmed.
 */
export function plainText(node: Nodes): string {
  const words: string[] = [];
  const pending: Nodes[] = [node];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.type === 'text' || next.type === 'inlineCode' || next.type === 'code') words.push(next.value);
    else if (next.type === 'break') words.push(' ');
    else if (next.type === 'image' || next.type === 'imageReference') words.push(next.alt ?? '');
    else if ('children' in next) {
      for (let index = next.children.length - 1; index >= 0; index -= 1) pending.push(next.children[index] as Nodes);
    }
  }
  return foldSpace(words.join(''));
}

/** Runs of white space become one space; both ends are trimmed. Equality of this is "the same words". */
export function foldSpace(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
