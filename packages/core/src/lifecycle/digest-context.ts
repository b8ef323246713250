import type { Definition, FootnoteDefinition } from 'mdast';
import type { BoundDocument } from '../document/document.ts';
import { type LinkedText, linksOf } from '../document/links.ts';
import { walk } from '../markdown/walk.ts';
import { canonicalJson, sha256Of } from '../text/hash.ts';
import { resolvePath } from '../text/paths.ts';
import { livingParts } from './digest-living.ts';
import { canonicalBlocks, type DigestContext } from './digest-tree.ts';

/** SHA-256 of files that a document shows, by their path as the workspace names it. */
export type FileHashes = ReadonlyMap<string, string>;

const DIGEST_VERSION = 'v1';

/** The digest of plain data: the version of the canonical form, and SHA-256 of the data as RFC 8785 writes it. */
export function digestOf(data: unknown): string {
  return `${DIGEST_VERSION}:${sha256Of(canonicalJson(data))}`;
}

/** Paths of the local images of a text, as the workspace names them; those are what `FileHashes` is asked for. */
export function imagesOf(document: LinkedText & { readonly file: string }): ReadonlySet<string> {
  const paths = linksOf(document).flatMap((link) => (link.image ? (resolvePath(document.file, link.path) ?? []) : []));
  return new Set(paths);
}

/** Reads what is said once and used elsewhere: definitions, footnotes, images. One pass over the document. */
export function digestContext(document: BoundDocument, files: FileHashes): DigestContext {
  const { text, tree } = document.source;
  const definitions = new Map<string, Definition>();
  const notes = new Map<string, FootnoteDefinition>();
  walk(tree, (node) => {
    // The first of several definitions counts: CommonMark 0.31, section 4.7.
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
    if (node.type === 'footnoteDefinition' && !notes.has(node.identifier)) notes.set(node.identifier, node);
    return undefined;
  });
  const noteDigests = new Map<string, string>();
  const context: DigestContext = {
    text,
    living: livingParts(document),
    definition: (identifier) => definitions.get(identifier),
    footnote: (identifier) => noteDigests.get(identifier) ?? NOTHING,
    imageTarget: (url) => contentOf(document.file, url, files) ?? url,
    imagesIn: files.size === 0 ? () => [] : imagesByPlace(document, files),
  };
  for (const note of insideFirst(notes)) {
    noteDigests.set(note.identifier, digestOf(canonicalBlocks(note.children, context)));
  }
  return context;
}

const NOTHING = 'nothing';

/** Footnotes so that those used by others come before them; in a ring, the first of the document comes last. */
function insideFirst(notes: ReadonlyMap<string, FootnoteDefinition>): readonly FootnoteDefinition[] {
  const order: FootnoteDefinition[] = [];
  const seen = new Set<string>();
  for (const first of notes.values()) {
    const pending: { readonly note: FootnoteDefinition; entered: boolean }[] = [{ note: first, entered: false }];
    for (let next = pending.at(-1); next !== undefined; next = pending.at(-1)) {
      const { note } = next;
      if (next.entered || seen.has(note.identifier)) {
        pending.pop();
        if (next.entered) order.push(note);
        continue;
      }
      next.entered = true;
      seen.add(note.identifier);
      walk(note, (node) => {
        const used = node.type === 'footnoteReference' ? notes.get(node.identifier) : undefined;
        if (used !== undefined && !seen.has(used.identifier)) pending.push({ note: used, entered: false });
        return undefined;
      });
    }
  }
  return order;
}

/** A scheme, a host without one, or nothing but a fragment. */
const ELSEWHERE = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|$)/iu;

/** The content of a local file as `sha256:…`; null for a file whose hash is not known. */
function contentOf(file: string, url: string, files: FileHashes): string | null {
  if (files.size === 0 || ELSEWHERE.test(url)) return null;
  return hashAt(file, decoded(url.replace(/[?#].*$/su, '')), files);
}

function hashAt(file: string, path: string, files: FileHashes): string | null {
  const hash = files.get(resolvePath(file, path) ?? '');
  return hash === undefined ? null : `sha256:${hash}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function imagesByPlace(document: BoundDocument, files: FileHashes): DigestContext['imagesIn'] {
  const images = linksOf(document).filter((link) => link.image);
  return ({ start, end }) => {
    let [low, high] = [0, images.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((images[middle]?.range.start ?? 0) >= start) high = middle;
      else low = middle + 1;
    }
    const found: string[] = [];
    for (let image = images[low]; image !== undefined && image.range.end <= end; image = images[low]) {
      found.push(hashAt(document.file, image.path, files) ?? image.path);
      low += 1;
    }
    return found;
  };
}
