import type { Definition, Nodes } from 'mdast';
import { referencesOf } from '../../check/references.ts';
import { registryOf } from '../../check/rules/xdc/registry.ts';
import type { BoundDocument } from '../../document/document.ts';
import { decodeEscapes } from '../../document/links.ts';
import { rangeOf } from '../../markdown/source.ts';
import { lastAnswer } from '../../text/last-answer.ts';
import { resolvePath } from '../../text/paths.ts';
import type { DocumentFacts, DocumentReference } from '../../workspace/facts.ts';
import { aboutDocument } from '../about-document.ts';
import type { EditorWorkspace } from '../editor-workspace.ts';
import type { TextPlace } from '../place-at.ts';
import { effectiveStatus } from './about-status.ts';
import { type Hover, paragraphs } from './hover.ts';

/** What the document is that a link, or a field that names documents, leads to; null where none of the workspace is meant. */
export function linkedDocument(
  document: BoundDocument,
  workspace: EditorWorkspace,
  place: TextPlace,
  offset: number,
): Hover | null {
  const link = place.nodes.findLast(({ type }) => linkTypes.has(type));
  const target = link === undefined ? null : linkTarget(document, workspace, link);
  if (link !== undefined && target !== null) return { range: rangeOf(link), markdown: told(target, workspace) };
  if (place.kind !== 'field-value') return null;
  const reference = references(document).find(({ range }) => range.start <= offset && offset <= range.end);
  const named = reference === undefined ? null : referenceTarget(document, workspace, reference);
  return reference === undefined || named === null
    ? null
    : { range: reference.range, markdown: told(named, workspace) };
}

const linkTypes: ReadonlySet<string> = new Set(['link', 'image', 'linkReference', 'imageReference', 'definition']);

/** References in the document's own text. */
const references = lastAnswer((document: BoundDocument): readonly DocumentReference[] =>
  referencesOf(document).filter(({ file }) => file === document.file),
);

function told(target: DocumentFacts, workspace: EditorWorkspace): string {
  const known = workspace.reviewOf(target.file);
  return paragraphs(aboutDocument(target), known === null ? null : effectiveStatus(known));
}

function linkTarget(document: BoundDocument, { facts }: EditorWorkspace, node: Nodes): DocumentFacts | null {
  const url = urlOf(document, node);
  const written = url === null ? '' : (/^[^#?]*/u.exec(url)?.[0] ?? '');
  if (written === '' || /^(?:[a-z][a-z0-9+.-]*:|\/\/)/iu.test(written)) return null;
  const path = resolvePath(document.file, decodeEscapes(written));
  return facts.documents.find(({ file }) => file === path) ?? null;
}

function urlOf(document: BoundDocument, node: Nodes): string | null {
  if (node.type === 'linkReference' || node.type === 'imageReference') {
    const isMeant = (block: Nodes): block is Definition =>
      block.type === 'definition' && block.identifier === node.identifier;
    return document.source.tree.children.find(isMeant)?.url ?? null;
  }
  return 'url' in node && typeof node.url === 'string' ? node.url : null;
}

function referenceTarget(
  document: BoundDocument,
  { facts }: EditorWorkspace,
  reference: DocumentReference,
): DocumentFacts | null {
  const own = facts.documents.find(({ file }) => file === document.file);
  const found = own === undefined ? null : registryOf(facts).resolve(reference, own);
  return found === 'unknown' ? null : found;
}
