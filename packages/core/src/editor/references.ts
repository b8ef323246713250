import { referencesOf } from '../check/references.ts';
import { registryOf } from '../check/rules/xdc/registry.ts';
import type { BoundDocument } from '../document/document.ts';
import { linksOf } from '../document/links.ts';
import { AnchorNames, anchorsOf } from '../markdown/anchors.ts';
import { rangeOf } from '../markdown/source.ts';
import { walk } from '../markdown/walk.ts';
import { resolvePath } from '../text/paths.ts';
import { containsRange } from '../text/range.ts';
import type { DocumentFacts, DocumentLink, DocumentReference } from '../workspace/facts.ts';
import type { EditorDocument, EditorWorkspace, Place, Term } from './editor-workspace.ts';
import { declaredAt, namedAt, spellings, type Target } from './targets.ts';
import { TermFinder, termUses } from './term-uses.ts';

/**
 * All places of the workspace that refer to what stands or is named at an offset, this document included, sorted by file
 * and place: links to a heading, links and fields that lead to a document, uses of a term, a label or a footnote. The
 * definition itself is not among them. Empty where there is nothing to refer to.
 */
export function referencesAt(document: EditorDocument, workspace: EditorWorkspace, offset: number): readonly Place[] {
  const { bound } = document;
  const target = namedAt(bound, workspace, offset) ?? declaredAt(bound, workspace, offset);
  return target === null ? [] : [...referencesTo(target, bound, workspace)].sort(byPlace);
}

function byPlace(a: Place, b: Place): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.range.start - b.range.start;
}

function* referencesTo(target: Target, document: BoundDocument, workspace: EditorWorkspace): Iterable<Place> {
  switch (target.kind) {
    case 'document':
      yield* linksTo(target.file, () => true, document, workspace);
      yield* fieldsNaming(target.file, document, workspace);
      break;
    case 'anchor': {
      const bound = target.file === document.file ? document : workspace.documentOf(target.file);
      if (bound === null) return;
      const names = new AnchorNames(anchorsOf(bound.source));
      const leadsThere = ({ fragment }: DocumentLink): boolean =>
        fragment !== null && names.find(fragment) === target.place;
      yield* linksTo(target.file, leadsThere, document, workspace);
      break;
    }
    case 'term':
      yield* usesOf(target.term, document, workspace);
      break;
    default:
      yield* usesWithin(target, document);
  }
}

/** What each document says of others: the one that is shown by its very text, the others by their facts. */
function* linkingDocuments(
  document: BoundDocument,
  { facts }: EditorWorkspace,
): Iterable<{ readonly file: string; readonly links: readonly DocumentLink[] }> {
  yield { file: document.file, links: linksOf(document) };
  for (const other of facts.documents) if (other.file !== document.file) yield other;
}

function* linksTo(
  file: string,
  wanted: (link: DocumentLink) => boolean,
  document: BoundDocument,
  workspace: EditorWorkspace,
): Iterable<Place> {
  for (const from of linkingDocuments(document, workspace)) {
    for (const link of from.links) {
      if (leadsTo(link, from.file, file) && wanted(link)) yield { file: from.file, range: link.range };
    }
  }
}

function leadsTo({ path }: DocumentLink, from: string, file: string): boolean {
  if (path === '') return from === file;
  const resolved = resolvePath(from, path);
  return resolved !== null && resolved !== '' && spellings(resolved).includes(file);
}

function* fieldsNaming(file: string, document: BoundDocument, { facts }: EditorWorkspace): Iterable<Place> {
  const registry = registryOf(facts);
  const named = (reference: DocumentReference, from: DocumentFacts): boolean => {
    const found = registry.resolve(reference, from);
    return found !== null && found !== 'unknown' && found.file === file;
  };
  for (const from of facts.documents) {
    const references = from.file === document.file ? referencesOf(document) : from.references;
    for (const reference of references) {
      if (named(reference, from)) yield { file: reference.file, range: reference.range };
    }
  }
}

/** Where a term stands within its own definition, it is defined and not used. */
function* usesOf(term: Term, document: BoundDocument, workspace: EditorWorkspace): Iterable<Place> {
  const finder = new TermFinder([term]);
  for (const { file } of linkingDocuments(document, workspace)) {
    const bound = file === document.file ? document : workspace.documentOf(file);
    if (bound === null) continue;
    for (const { range } of termUses(bound.source, finder)) {
      const isDefinition = file === term.place.file && containsRange(term.place.range, range);
      if (!isDefinition) yield { file, range };
    }
  }
}

function* usesWithin(
  { kind, identifier }: { readonly kind: 'label' | 'footnote'; readonly identifier: string },
  { source, file }: BoundDocument,
): Iterable<Place> {
  const places: Place[] = [];
  walk(source.tree, (node) => {
    const isUse =
      kind === 'footnote'
        ? node.type === 'footnoteReference'
        : node.type === 'linkReference' || node.type === 'imageReference';
    if (isUse && 'identifier' in node && node.identifier === identifier) places.push({ file, range: rangeOf(node) });
    return undefined;
  });
  yield* places;
}
