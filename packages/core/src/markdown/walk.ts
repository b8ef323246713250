import type { Nodes, Parents } from 'mdast';
import { lastStarting } from '../text/range.ts';
import { rangeOf } from './source.ts';

/** Called for each node. `'skip'` leaves the node's children out. */
export type Visit = (node: Nodes, parent: Parents | null) => undefined | 'skip';

/** Visits `tree` and every node below it in text order, parents before children. Does not recurse, so depth is no risk. */
export function walk(tree: Nodes, visit: Visit): void {
  // Both stay empty for the many trees that are one paragraph whose words are left out.
  const nodes: Nodes[] = [];
  const parents: Parents[] = [];
  for (let node: Nodes | undefined = tree; node !== undefined; node = nodes.pop()) {
    const parent = parents.pop() ?? null;
    if (visit(node, parent) === 'skip' || !('children' in node)) continue;
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      nodes.push(node.children[index] as Nodes);
      parents.push(node);
    }
  }
}

/** The nodes that hold an offset, from the tree itself to the innermost; of two that touch there the second. */
export function nodesAt(tree: Nodes, offset: number): readonly Nodes[] {
  const nodes: Nodes[] = [];
  for (let node: Nodes | undefined = tree; node !== undefined; ) {
    nodes.push(node);
    const inner: Nodes | undefined = 'children' in node ? lastStartingAt(node.children, offset) : undefined;
    node = inner !== undefined && offset <= rangeOf(inner).end ? inner : undefined;
  }
  return nodes;
}

/** The last of some nodes in text order that starts at an offset or before it. */
export function lastStartingAt<Node extends Nodes>(nodes: readonly Node[], offset: number): Node | undefined {
  return lastStarting(nodes, offset, (node) => rangeOf(node).start);
}
