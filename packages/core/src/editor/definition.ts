import type { BoundDocument } from '../document/document.ts';
import { type MarkdownSource, rangeOf } from '../markdown/source.ts';
import { walk } from '../markdown/walk.ts';
import type { Range } from '../text/range.ts';
import type { EditorDocument, EditorWorkspace, Place } from './editor-workspace.ts';
import { namedAt, type Target } from './targets.ts';

/**
 * Where what is named at an offset is defined: the heading or document that a link leads to, the document that a field
 * names, the definition of a term, a label or a footnote. Empty where nothing is named, or what is named is nowhere.
 */
export function definitionAt(document: EditorDocument, workspace: EditorWorkspace, offset: number): readonly Place[] {
  const target = namedAt(document.bound, workspace, offset);
  const place = target === null ? null : placeOf(target, document.bound, workspace);
  return place === null ? [] : [place];
}

/** Where a target stands that is named in a document; null when it is not there. */
export function placeOf(target: Target, document: BoundDocument, workspace: EditorWorkspace): Place | null {
  switch (target.kind) {
    case 'document':
      return { file: target.file, range: titleOf(target.file, document, workspace) };
    case 'anchor':
      return { file: target.file, range: target.range };
    case 'term':
      return target.term.place;
    case 'label':
    case 'footnote': {
      const range = definitionOf(document.source, target);
      return range === null ? null : { file: document.file, range };
    }
  }
}

/** A document is shown from its title on; a file that is no document from its beginning. */
function titleOf(file: string, document: BoundDocument, workspace: EditorWorkspace): Range {
  const bound = file === document.file ? document : workspace.documentOf(file);
  return bound?.title?.range ?? { start: 0, end: 0 };
}

/** The first definition of a label counts. */
function definitionOf(
  { tree }: MarkdownSource,
  { kind, identifier }: { readonly kind: 'label' | 'footnote'; readonly identifier: string },
): Range | null {
  const type = kind === 'label' ? 'definition' : 'footnoteDefinition';
  let found: Range | null = null;
  walk(tree, (node) => {
    if (found === null && node.type === type && node.identifier === identifier) found = rangeOf(node);
    return node.type === 'paragraph' || node.type === 'heading' || node.type === 'table' ? 'skip' : undefined;
  });
  return found;
}
