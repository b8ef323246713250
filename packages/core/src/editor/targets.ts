import type { Nodes } from 'mdast';
import { referencesOf } from '../check/references.ts';
import { covers, registryOf } from '../check/rules/xdc/registry.ts';
import type { BoundDocument } from '../document/document.ts';
import { linksOf } from '../document/links.ts';
import { AnchorNames, anchorPlaces } from '../markdown/anchors.ts';
import { rangeOf } from '../markdown/source.ts';
import { nodesAt } from '../markdown/walk.ts';
import { resolvePath } from '../text/paths.ts';
import { containsRange, type Range } from '../text/range.ts';
import type { DocumentFacts, DocumentLink } from '../workspace/facts.ts';
import type { EditorWorkspace, Term } from './editor-workspace.ts';
import { termFinder, termUseAt } from './term-uses.ts';

/** Something that texts refer to. */
export type Target =
  | { readonly kind: 'document'; readonly file: string }
  /** A heading, or a tag with a name; `place` counts among the anchors of the file. */
  | { readonly kind: 'anchor'; readonly file: string; readonly place: number; readonly range: Range }
  | { readonly kind: 'term'; readonly term: Term }
  /** What `[words][label]` and `[^label]` lead to within a document. */
  | { readonly kind: 'label' | 'footnote'; readonly identifier: string };

/** What the words at an offset lead to: a link, a field that names another document, a term; null for other words. */
export function namedAt(document: BoundDocument, workspace: EditorWorkspace, offset: number): Target | null {
  const nodes = nodesAt(document.source.tree, offset);
  for (const node of [...nodes].reverse()) {
    if (node.type === 'footnoteReference') return { kind: 'footnote', identifier: node.identifier };
    if (node.type === 'linkReference' || node.type === 'imageReference')
      return { kind: 'label', identifier: node.identifier };
    const link = linkOf(document, node, offset);
    if (link !== null) return linkTarget(document, workspace, link);
  }
  const reference = referencesOf(document).find(({ file, range }) => file === document.file && holds(range, offset));
  if (reference !== undefined) {
    const own = factsOf(document.file, workspace);
    const found = own === undefined ? null : registryOf(workspace.facts).resolve(reference, own);
    return found === null || found === 'unknown' ? null : { kind: 'document', file: found.file };
  }
  const innermost = nodes.at(-1) as Nodes;
  const use = termUseAt(document.source, innermost, offset, termFinder(workspace.terms));
  return use === null ? null : { kind: 'term', term: use.term };
}

/** What stands at an offset for others to refer to: a heading, the title or number of the document, a definition. */
export function declaredAt(document: BoundDocument, workspace: EditorWorkspace, offset: number): Target | null {
  const { source, file, title } = document;
  for (const node of [...nodesAt(source.tree, offset)].reverse()) {
    if (node.type === 'definition') return { kind: 'label', identifier: node.identifier };
    if (node.type === 'footnoteDefinition') return { kind: 'footnote', identifier: node.identifier };
    if (node.type !== 'heading') continue;
    const range = rangeOf(node);
    if (title !== null && containsRange(range, title.range)) return { kind: 'document', file };
    const place = anchorPlaces(source).findIndex((one) => one.made && one.range.start === range.start);
    return place === -1 ? null : { kind: 'anchor', file, place, range };
  }
  const id = factsOf(file, workspace)?.id;
  return id != null && id.file === file && id.range.end > 0 && holds(id.range, offset)
    ? { kind: 'document', file }
    : null;
}

export function factsOf(file: string, { facts }: EditorWorkspace): DocumentFacts | undefined {
  return facts.documents.find((document) => document.file === file);
}

export function holds({ start, end }: Range, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** The link within the document or the workspace that a node is. The target of a link stands behind what it shows. */
function linkOf(document: BoundDocument, node: Nodes, offset: number): DocumentLink | null {
  if (node.type === 'html') return linksOf(document).find(({ range }) => holds(range, offset)) ?? null;
  if (node.type !== 'link' && node.type !== 'image' && node.type !== 'definition') return null;
  const whole = rangeOf(node);
  const link = linksOf(document).findLast(({ range }) => containsRange(whole, range)) ?? null;
  // The label of a definition is what it defines; its target alone leads on.
  return link !== null && node.type === 'definition' && !holds(link.range, offset) ? null : link;
}

/** Where a link leads; null when it leads out of the workspace, or to nothing that is there. */
export function linkTarget(document: BoundDocument, workspace: EditorWorkspace, link: DocumentLink): Target | null {
  const file = fileOfLink(document.file, workspace, link);
  if (file === null) return null;
  const target = file === document.file ? document : link.fragment === null ? null : workspace.documentOf(file);
  if (link.fragment === null || target === null) return { kind: 'document', file };
  const places = anchorPlaces(target.source);
  const place = new AnchorNames(places.map(({ anchor }) => anchor)).find(link.fragment);
  const range = place === null ? undefined : places[place]?.range;
  // A link within the document to nothing leads nowhere; another file is still worth opening.
  if (place === null || range === undefined) return link.path === '' ? null : { kind: 'document', file };
  return { kind: 'anchor', file, place, range };
}

function fileOfLink(from: string, { facts }: EditorWorkspace, { path }: DocumentLink): string | null {
  if (path === '') return from;
  const resolved = resolvePath(from, path);
  if (resolved === null || resolved === '') return null;
  return spellings(resolved).find((file) => facts.exists(file)) ?? null;
}

/** The files that a path may mean; a folder stands for its cover, and comes itself last. */
export function spellings(path: string): readonly string[] {
  const bare = path.replace(/\/$/u, '');
  const files = covers.filter((cover) => cover !== '').map((cover) => bare + cover);
  return /\.[\p{L}\p{N}]{1,10}$/u.test(bare) ? [bare, ...files] : [...files, bare];
}
