import type { DocumentFacts, DocumentReference, WorkspaceFacts } from '../../../workspace/facts.ts';

/** The documents of a workspace by their numbers and paths. */
export interface Registry {
  /** What a reference of `from` names. `unknown` only when it must be a document of this workspace and is none. */
  resolve(reference: DocumentReference, from: DocumentFacts): DocumentFacts | 'unknown' | null;
}

/** Built once for the documents of a check. */
export function registryOf(facts: WorkspaceFacts): Registry {
  const known = registries.get(facts.documents);
  if (known !== undefined) return known;
  const registry = new NumberedDocuments(facts);
  registries.set(facts.documents, registry);
  return registry;
}

const registries = new WeakMap<readonly DocumentFacts[], Registry>();

/** Documents written from one template whose numbers count together. */
interface Series {
  readonly byNumber: Map<string, DocumentFacts[]>;
  readonly prefixes: Set<string>;
  size: number;
}

class NumberedDocuments implements Registry {
  readonly #facts: WorkspaceFacts;
  readonly #byFile: ReadonlyMap<string, DocumentFacts>;
  readonly #series = new Map<string, Series>();

  constructor(facts: WorkspaceFacts) {
    this.#facts = facts;
    this.#byFile = new Map(facts.documents.map((document) => [document.file, document]));
    for (const document of facts.documents) this.#add(document);
  }

  resolve(reference: DocumentReference, from: DocumentFacts): DocumentFacts | 'unknown' | null {
    const numbered = /^(?:(\p{L}+)-)?([1-9]\d*)$/u.exec(reference.target);
    if (numbered === null) return this.#resolvePath(reference.target, from);
    const series = this.#series.get(seriesKey(from));
    if (series === undefined) return null;
    const prefix = numbered[1];
    if (prefix !== undefined && !series.prefixes.has(prefix)) return null;
    const found = series.byNumber.get(numbered[2] as string) ?? [];
    if (found.length > 0) return found.length === 1 ? (found[0] as DocumentFacts) : null;
    return series.size >= fewestNumbered && this.#facts.partial !== true ? 'unknown' : null;
  }

  /** A path is looked for beside the document and at the top. Links to missing files are the reference rules' matter. */
  #resolvePath(path: string, from: DocumentFacts): DocumentFacts | null {
    const beside = this.#at(joined(from.file.split('/').slice(0, -1), path));
    return beside ?? this.#at(joined([], path));
  }

  /** A folder stands for its cover. */
  #at(path: string): DocumentFacts | null {
    for (const cover of covers) {
      const found = this.#byFile.get(path + cover);
      if (found !== undefined) return found;
    }
    return null;
  }

  #add(document: DocumentFacts): void {
    if (document.id === null) return;
    const key = seriesKey(document);
    let series = this.#series.get(key);
    if (series === undefined) {
      series = { byNumber: new Map(), prefixes: new Set(), size: 0 };
      this.#series.set(key, series);
    }
    series.size += 1;
    if (document.id.prefix !== '') series.prefixes.add(document.id.prefix);
    const same = series.byNumber.get(document.id.value);
    if (same === undefined) series.byNumber.set(document.id.value, [document]);
    else same.push(document);
  }
}

/** What may be left out of a path that names a document: its ending, or the cover of its folder. */
export const covers: readonly string[] = ['', '.md', '/README.md', '/index.md'];

/** With fewer numbered documents a bare number may well mean something else. */
const fewestNumbered = 5;

function seriesKey(document: DocumentFacts): string {
  return `${document.template}\n${document.id?.within ?? ''}`;
}

function joined(folder: readonly string[], path: string): string {
  const steps = path.startsWith('/') ? [] : [...folder];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
