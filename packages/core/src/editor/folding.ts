import type { Nodes } from 'mdast';
import type { BoundDocument } from '../document/document.ts';
import { allContents } from '../document/walk-document.ts';
import { rangeOf } from '../markdown/source.ts';
import { walk } from '../markdown/walk.ts';
import { type Range, withoutEndSpace } from '../text/range.ts';
import type { EditorDocument } from './editor-workspace.ts';

export type FoldKind = 'section' | 'front-matter' | 'entry' | 'table' | 'code' | 'list' | 'quote' | 'comment';

/** Lines that can be folded away behind the first. */
export interface Fold {
  readonly kind: FoldKind;
  /** Counts from 1; it stays to be seen. */
  readonly first: number;
  /** Counts from 1, greater than `first`: the last line that is hidden. */
  readonly last: number;
}

/**
 * What an editor may fold, sorted by first line, one fold for each: sections with all below them, front matter, entries
 * without a heading, tables, code, lists, quotes and comments. Near-linear in the document.
 */
export function foldsOf(document: EditorDocument): readonly Fold[] {
  const { bound } = document;
  const folds = new Folds(bound);
  const pending = [...bound.outline.sections];
  for (let section = pending.pop(); section !== undefined; section = pending.pop()) {
    folds.add('section', section.range);
    for (const child of section.sections) pending.push(child);
  }
  for (const { groups } of allContents(bound)) for (const { range } of groups) folds.add('entry', range);
  walk(bound.source.tree, (node) => {
    const kind = foldedNodes[node.type] ?? (isComment(node) ? 'comment' : null);
    if (kind !== null) folds.add(kind, rangeOf(node));
    return holdsBlocks.has(node.type) ? undefined : 'skip';
  });
  return folds.sorted();
}

const foldedNodes: Readonly<Partial<Record<Nodes['type'], FoldKind>>> = {
  yaml: 'front-matter',
  table: 'table',
  code: 'code',
  list: 'list',
  listItem: 'list',
  blockquote: 'quote',
};

const holdsBlocks: ReadonlySet<string> = new Set(['root', 'blockquote', 'list', 'listItem', 'footnoteDefinition']);

function isComment(node: Nodes): boolean {
  return node.type === 'html' && node.value.startsWith('<!--');
}

class Folds {
  readonly #document: BoundDocument;
  /** By first line: of several that begin together the longest. */
  readonly #byFirst = new Map<number, Fold>();

  constructor(document: BoundDocument) {
    this.#document = document;
  }

  add(kind: FoldKind, range: Range): void {
    const { text, lines } = this.#document.source;
    const { start, end } = withoutEndSpace(text, range);
    const first = lines.lineAt(start);
    const last = lines.lineAt(end);
    const known = this.#byFirst.get(first);
    if (last > first && (known === undefined || known.last < last)) this.#byFirst.set(first, { kind, first, last });
  }

  sorted(): readonly Fold[] {
    return [...this.#byFirst.values()].sort((a, b) => a.first - b.first);
  }
}
