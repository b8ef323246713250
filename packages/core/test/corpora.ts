import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Companion } from '../src/document/document.ts';

/** Real documents that stand beside the repository on the machines of its developers; absent elsewhere. */
export const corporaFolder = fileURLToPath(new URL('../../../../shared/corpora/', import.meta.url));

export const corporaPresent = existsSync(corporaFolder);

/** A set of real documents with the template of their community. */
export interface Corpus {
  readonly name: string;
  readonly folder: string;
  /** Paths within the folder. */
  readonly template: string;
  readonly templateCompanion: string | null;
  readonly documents: readonly string[];
}

export function corpora(): Corpus[] {
  if (!corporaPresent) return [];
  return [
    corpus('rust-rfcs', '0000-template.md', (path) => path.startsWith('text/')),
    corpus('eips', 'eip-template.md', (path) => path.startsWith('EIPS/')),
    corpus('keps', 'keps/NNNN-kep-template/README.md', isKep, 'keps/NNNN-kep-template/kep.yaml'),
    corpus('oteps', '0000-template.md', (path) => path.startsWith('text/')),
    corpus('madr', 'template/adr-template.md', (path) => path.startsWith('docs/decisions/')),
    corpus('react-rfcs', '0000-template.md', (path) => path.startsWith('text/')),
  ];
}

export function readCorpusFile(corpus: Corpus, path: string): string {
  return readFileSync(join(corpus.folder, path), 'utf8');
}

/** The `kep.yaml` beside a document. */
export function companionOf(corpus: Corpus, path: string): Companion | null {
  const file = join(dirname(path), 'kep.yaml');
  return existsSync(join(corpus.folder, file)) ? { file, text: readCorpusFile(corpus, file) } : null;
}

export function existsIn(corpus: Corpus): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const seen = known.get(path);
    if (seen !== undefined) return seen;
    const full = normalize(join(corpus.folder, path));
    const found = !full.startsWith(corpus.folder) || existsSync(full);
    known.set(path, found);
    return found;
  };
}

function corpus(
  name: string,
  template: string,
  holds: (path: string) => boolean,
  companion: string | null = null,
): Corpus {
  const folder = join(corporaFolder, name);
  const documents = markdownUnder(folder)
    .map((path) => relative(folder, path).replaceAll('\\', '/'))
    .filter((path) => holds(path) && path !== template)
    .sort();
  return { name, folder, template, templateCompanion: companion, documents };
}

function isKep(path: string): boolean {
  return /^keps\/(?:sig-|provider-)[^/]+\/[^/]+\/(?:.*\/)?README\.md$/u.test(path) && basename(path) === 'README.md';
}

function markdownUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return markdownUnder(path);
    return entry.isFile() && entry.name.endsWith('.md') ? [path] : [];
  });
}
