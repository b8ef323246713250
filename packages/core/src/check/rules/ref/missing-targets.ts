import { lastAnswer } from '../../../text/last-answer.ts';
import { baseName, relativePath, resolvePath } from '../../../text/paths.ts';
import type { DocumentFacts, DocumentLink, WorkspaceFacts } from '../../../workspace/facts.ts';
import { clearNearest } from '../did-you-mean.ts';

/** A link or image whose file the workspace does not have. */
export interface MissingTarget {
  readonly link: DocumentLink;
  /** The path that was looked for, from the top of the workspace. */
  readonly path: string;
  /** What was probably meant: a web address, or a document of the workspace as this document would link to it. */
  readonly meant: string | null;
}

/** A document's relative links and images to files that are not there, in the order of the text. */
export function missingTargets(document: DocumentFacts, facts: WorkspaceFacts): readonly MissingTarget[] {
  return lookupIn(facts).missingOf(document);
}

const lookupIn = lastAnswer((facts: WorkspaceFacts) => new Lookup(facts));

class Lookup {
  readonly #facts: WorkspaceFacts;
  readonly #known = new Map<string, boolean>();
  #index: FileIndex | null = null;

  constructor(facts: WorkspaceFacts) {
    this.#facts = facts;
    for (const { file } of facts.documents) this.#known.set(file, true);
  }

  /** Links and images are looked for together: reading the links of a document anew takes longer than looking. */
  readonly missingOf = lastAnswer((document: DocumentFacts): readonly MissingTarget[] => {
    const missing: MissingTarget[] = [];
    for (const link of document.links) {
      if (link.path === '') continue;
      const path = this.#missingPath(document, link);
      if (path !== null) missing.push({ link, path, meant: withScheme(link.path) ?? this.#meant(document, path) });
    }
    return missing;
  });

  /** The path that does not exist; null when it does, or when nobody can tell. */
  #missingPath(document: DocumentFacts, link: DocumentLink): string | null {
    const path = resolvePath(document.file, link.path);
    if (path === null || path === '' || !looksLikePath.test(link.path)) return null;
    // A leading slash means the top of the repository or of a web site. It is the workspace's when its first folder is.
    if (link.path.startsWith('/') && !this.#exists(path.split('/')[0] as string)) return null;
    return spellings(path).some((spelling) => this.#exists(spelling)) ? null : path;
  }

  /** A document of the same name elsewhere, or of nearly the same name in the same folder. */
  #meant(document: DocumentFacts, path: string): string | null {
    const index = this.#indexed();
    const name = baseName(path);
    const same = isCover.test(name) ? [] : (index.byName.get(name) ?? []);
    if (same.length === 1) return relativePath(document.file, same[0] as string);
    if (same.length > 0) return null;
    const alike = new Set(likenesses(path).flatMap((key) => index.byLikeness.get(key) ?? []));
    if (alike.size > manyFiles) return null;
    const near = clearNearest(name, [...alike].map(baseName));
    return near === null ? null : relativePath(document.file, path.slice(0, path.length - name.length) + near);
  }

  #exists(path: string): boolean {
    let exists = this.#known.get(path);
    if (exists === undefined) {
      exists = this.#facts.exists(path);
      this.#known.set(path, exists);
    }
    return exists;
  }

  #indexed(): FileIndex {
    if (this.#index !== null) return this.#index;
    const index: FileIndex = { byName: new Map(), byLikeness: new Map() };
    for (const { file } of this.#facts.documents) {
      append(index.byName, baseName(file), file);
      for (const key of likenesses(file)) append(index.byLikeness, key, file);
    }
    this.#index = index;
    return index;
  }
}

interface FileIndex {
  readonly byName: Map<string, string[]>;
  readonly byLikeness: Map<string, string[]>;
}

function append(lists: Map<string, string[]>, key: string, file: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [file]);
  else list.push(file);
}

/**
 * Keys that two files of one folder and ending share when one may be meant by the other's name: the number, or the
 * words. Numbers name documents, so a mistyped name has at least one of the two right.
 */
function likenesses(path: string): readonly string[] {
  const name = baseName(path);
  const folder = path.slice(0, path.length - name.length);
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const words = name.replace(numbers, '');
  const byNumber = `${folder}/${ending}/${name.replace(notNumbers, '')}`;
  return words.length > 8 ? [byNumber, `${folder}/${ending}/${words}`] : [byNumber];
}

const numbers = /\p{N}+/gu;
const notNumbers = /\P{N}+/gu;
const isCover = /^(?:readme|index)\./iu;

/** A web address written without its scheme or in brackets: `www.example.org/a`, `(https://example.org)`. */
function withScheme(path: string): string | null {
  const whole = /https?:\/\/[^\s()<>]+/u.exec(path)?.[0];
  return whole ?? (hostName.test(path) ? `https://${path}` : null);
}

const hostName =
  /^(?:www\.[\w-]{1,60}\.|(?:[\w-]{1,60}\.){1,4}(?:com|org|net|io|dev|edu|gov|ai|app|eu|de|uk|fr|cn|jp)(?:\/|$))/iu;

/** Of more files than this that share a number, none is clearly meant. */
const manyFiles = 50;

/** `[x](y)` in prose is often no link at all; a path has a slash or a file name's ending. */
const looksLikePath = /\/|\.[\p{L}\p{N}]{1,10}$/u;

/** Site generators serve `page.md` as `page`, `page.html` and `page/`. */
function spellings(path: string): readonly string[] {
  const page = path.replace(/\.html?$/iu, '');
  return page === path ? [path, `${path}.md`] : [path, `${page}.md`];
}
