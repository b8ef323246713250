import type { DocumentFacts, DocumentLink, WorkspaceFacts } from '../../../workspace/facts.ts';
import { clearNearest } from '../did-you-mean.ts';
import { baseName, relativePath, resolvePath } from './paths.ts';

/** A link or image whose file the workspace does not have. */
export interface MissingTarget {
  readonly document: DocumentFacts;
  readonly link: DocumentLink;
  /** The path that was looked for, from the top of the workspace. */
  readonly path: string;
  /** What was probably meant: a web address, or a document of the workspace as this document would link to it. */
  readonly meant: string | null;
}

/** Relative links, or images, to files that are not there, in the order of documents and text. */
export function* missingTargets(facts: WorkspaceFacts, images: boolean): Iterable<MissingTarget> {
  const look = new Lookup(facts);
  for (const document of facts.documents) {
    for (const link of document.links) {
      if (link.image !== images || link.path === '') continue;
      const path = look.missingPath(document, link);
      if (path !== null) yield { document, link, path, meant: withScheme(link.path) ?? look.meant(document, path) };
    }
  }
}

class Lookup {
  readonly #facts: WorkspaceFacts;
  readonly #known = new Map<string, boolean>();
  #byName: Map<string, string[]> | null = null;

  constructor(facts: WorkspaceFacts) {
    this.#facts = facts;
    for (const { file } of facts.documents) this.#known.set(file, true);
  }

  /** The path that does not exist; null when it does, or when nobody can tell. */
  missingPath(document: DocumentFacts, link: DocumentLink): string | null {
    const path = resolvePath(document.file, link.path);
    if (path === null || path === '' || !looksLikePath.test(link.path)) return null;
    // A leading slash means the top of the repository or of a web site. It is the workspace's when its first folder is.
    if (link.path.startsWith('/') && !this.#exists(path.split('/')[0] as string)) return null;
    return spellings(path).some((spelling) => this.#exists(spelling)) ? null : path;
  }

  /** A document of the same name elsewhere, or of nearly the same name in the same folder. */
  meant(document: DocumentFacts, path: string): string | null {
    const names = this.#namesInUse();
    const name = baseName(path);
    const same = /^(?:readme|index)\./iu.test(name) ? [] : (names.get(name) ?? []);
    if (same.length === 1) return relativePath(document.file, same[0] as string);
    const folder = path.slice(0, path.length - name.length);
    const beside = [...names.keys()].filter(
      (other) => names.get(other)?.includes(folder + other) && mayMean(name, other),
    );
    const near = same.length > 0 || beside.length > manyFiles ? null : clearNearest(name, beside);
    return near === null ? null : relativePath(document.file, folder + near);
  }

  #exists(path: string): boolean {
    let exists = this.#known.get(path);
    if (exists === undefined) {
      exists = this.#facts.exists(path);
      this.#known.set(path, exists);
    }
    return exists;
  }

  #namesInUse(): Map<string, string[]> {
    if (this.#byName !== null) return this.#byName;
    this.#byName = new Map();
    for (const { file } of this.#facts.documents) {
      const name = baseName(file);
      const files = this.#byName.get(name);
      if (files === undefined) this.#byName.set(name, [file]);
      else files.push(file);
    }
    return this.#byName;
  }
}

/** Numbers name documents: of number and words one must be the same. */
function mayMean(name: string, other: string): boolean {
  const words = name.replace(numbers, '');
  return (
    name.replace(notNumbers, '') === other.replace(notNumbers, '') ||
    (words.length > 8 && words === other.replace(numbers, ''))
  );
}

const numbers = /\p{N}+/gu;
const notNumbers = /\P{N}+/gu;

/** A web address written without its scheme or in brackets: `www.example.org/a`, `(https://example.org)`. */
function withScheme(path: string): string | null {
  const whole = /https?:\/\/[^\s()<>]+/u.exec(path)?.[0];
  return whole ?? (hostName.test(path) ? `https://${path}` : null);
}

const hostName =
  /^(?:www\.[\w-]{1,60}\.|(?:[\w-]{1,60}\.){1,4}(?:com|org|net|io|dev|edu|gov|ai|app|eu|de|uk|fr|cn|jp)(?:\/|$))/iu;

/** Comparing a name with more files than this takes longer than the guess is worth. */
const manyFiles = 2000;

/** `[x](y)` in prose is often no link at all; a path has a slash or a file name's ending. */
const looksLikePath = /\/|\.[\p{L}\p{N}]{1,10}$/u;

/** Site generators serve `page.md` as `page`, `page.html` and `page/`. */
function spellings(path: string): readonly string[] {
  const page = path.replace(/\.html?$/iu, '');
  return page === path ? [path, `${path}.md`] : [path, `${page}.md`];
}
