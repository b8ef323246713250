import { foldKey } from '../template/names.ts';
import { nearest } from '../text/nearest.ts';
import { baseName } from '../text/paths.ts';
import { type ListedDocument, numberOfName } from './list.ts';

/** What a word for a document means. */
export type DocumentMeaning =
  | { readonly kind: 'found'; readonly file: string }
  /** At least two, in order of their names. */
  | { readonly kind: 'ambiguous'; readonly files: readonly string[] }
  | { readonly kind: 'none'; readonly suggestion: string | null };

/**
 * The document that a word means by its file: its path, the end of it, the file's name with or without extension, the number
 * that the name begins with (`7` means `0007-…`), or the name without number; last, the same of a numbered folder that holds
 * it (`0007-…/spec.md`). The first of these that any file answers to counts.
 */
export function documentByFile(word: string, files: readonly string[]): DocumentMeaning {
  const wanted = word.trim().replaceAll('\\', '/').replace(/^\.\//u, '');
  const isNamed: readonly ((file: string) => boolean)[] = [
    (file) => file === wanted,
    (file) => file.endsWith(`/${wanted}`),
    (file) => stem(file) === wanted,
    (file) => isNumber(wanted) && sameNumber(numberOfName(file), wanted),
    (file) => unnumbered(file) === wanted,
    (file) => answers(numberedFolder(file), wanted),
  ];
  if (wanted !== '') {
    for (const means of isNamed) {
      const found = files.filter(means);
      if (found.length > 0) return meaning(found);
    }
  }
  const named = new Map(files.flatMap((file) => namesOf(file).map((name) => [name, file] as const)));
  const meant = nearest(wanted, [...named.keys()]);
  return { kind: 'none', suggestion: meant === null ? null : (named.get(meant) ?? null) };
}

/** The document that a word means by what it says of itself: its id, else its title. */
export function documentBySelf(word: string, documents: readonly ListedDocument[]): DocumentMeaning {
  const key = foldKey(word);
  const isNamed: readonly ((document: ListedDocument) => boolean)[] = [
    ({ id }) => id !== null && (foldKey(id) === key || (isNumber(word) && sameNumber(id, word))),
    ({ title }) => title !== null && foldKey(title) === key,
  ];
  for (const means of isNamed) {
    const found = documents.filter(means).map(({ file }) => file);
    if (found.length > 0) return meaning(found);
  }
  return { kind: 'none', suggestion: null };
}

function meaning(found: readonly string[]): DocumentMeaning {
  const [first] = found;
  return first !== undefined && found.length === 1
    ? { kind: 'found', file: first }
    : { kind: 'ambiguous', files: found };
}

/** The name of the folder that holds a file, when it begins with a number; else empty. */
function numberedFolder(file: string): string {
  const folder = baseName(file.slice(0, Math.max(0, file.lastIndexOf('/'))));
  return numberOfName(folder) === null ? '' : folder;
}

function answers(folder: string, wanted: string): boolean {
  if (folder === '') return false;
  return (
    [folder, unnumbered(folder)].includes(wanted) || (isNumber(wanted) && sameNumber(numberOfName(folder), wanted))
  );
}

function namesOf(file: string): string[] {
  return [file, baseName(file), stem(file), unnumbered(file)];
}

function unnumbered(file: string): string {
  return stem(file).replace(/^\D{0,8}?\d{1,6}[-_. ]/u, '');
}

function stem(file: string): string {
  return baseName(file).replace(/\.[a-z]{1,8}$/iu, '');
}

function isNumber(word: string): boolean {
  return /^#?\d{1,6}$/u.test(word);
}

function sameNumber(written: string | null, wanted: string): boolean {
  return written !== null && /^\d{1,6}$/u.test(written) && Number(written) === Number(wanted.replace('#', ''));
}
