import type { Blockquote } from 'mdast';
import { describe, expect, it } from 'vitest';
import { mdastParser } from './mdast-parser.ts';
import { walk } from './walk.ts';

describe('walk', () => {
  it('visits parents before children, in text order, and names the parent', () => {
    const seen: string[] = [];
    walk(mdastParser.parse('# a *b*\n\n- c\n'), (node, parent) => {
      seen.push(`${node.type} in ${parent?.type ?? 'nothing'}`);
      return undefined;
    });
    expect(seen).toEqual([
      'root in nothing',
      'heading in root',
      'text in heading',
      'emphasis in heading',
      'text in emphasis',
      'list in root',
      'listItem in list',
      'paragraph in listItem',
      'text in paragraph',
    ]);
  });

  it('leaves the children of a skipped node out', () => {
    const seen: string[] = [];
    walk(mdastParser.parse('- a\n\nb\n'), (node) => {
      seen.push(node.type);
      return node.type === 'list' ? 'skip' : undefined;
    });
    expect(seen).toEqual(['root', 'list', 'paragraph', 'text']);
  });

  it('goes 10,000 levels deep', () => {
    let tree: Blockquote = { type: 'blockquote', children: [] };
    for (let depth = 1; depth < 10_000; depth += 1) tree = { type: 'blockquote', children: [tree] };
    let count = 0;
    walk(tree, () => {
      count += 1;
      return undefined;
    });
    expect(count).toBe(10_000);
  });
});
