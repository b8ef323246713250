import type { Nodes, Parents } from 'mdast';

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
