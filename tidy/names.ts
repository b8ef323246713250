import type { TextFile, Violation } from './sources.ts';
import { lineAt } from './sources.ts';

/** Names that say nothing of what a file holds. */
const EMPTY_NAMES = /(?:^|\/)(?:utils?|helpers?|misc|common|stuff)(?:\.[a-z.]+|\/|$)/iu;

/** What has no place in a repository that speaks of itself alone: somebody's folders, registries, and how the text came to be. */
const FOREIGN: readonly { readonly pattern: RegExp; readonly message: string }[] = [
  { pattern: /(?<![\w.~-])\/(?:work|root|home|Users)\/[a-z]/u, message: "names a folder of somebody's machine" },
  { pattern: /"resolved": "http/u, message: 'names the host that packages came from' },
  { pattern: /\b(?:this|previous|another) session\b/iu, message: 'speaks of how it was written' },
  { pattern: /\b(?:helper [A-H]|issues? #?\d{1,3}\b(?! is)|the brief says)/u, message: 'speaks of how it was written' },
  { pattern: /\b(?:as an AI|language model|AI assistant)\b/iu, message: 'speaks of how it was written' },
];

export function emptyNames(files: readonly TextFile[]): Violation[] {
  return files
    .filter(({ path }) => EMPTY_NAMES.test(path))
    .map(({ path }) => ({ path, line: 1, message: 'has a name that says nothing of what it holds' }));
}

/** An `index.ts` is a package's root; anywhere else it hides where things are. */
export function strayIndexes(files: readonly TextFile[]): Violation[] {
  return files
    .filter(
      ({ path }) => /(?:^|\/)index\.[cm]?[jt]sx?$/u.test(path) && !/^packages\/[^/]+\/src\/index\.ts$/u.test(path),
    )
    .map(({ path }) => ({ path, line: 1, message: "is an index that is not a package's root" }));
}

export function foreignWords(files: readonly TextFile[]): Violation[] {
  return files
    .filter(({ path }) => path !== 'tidy/names.ts')
    .flatMap(({ path, text }) =>
      FOREIGN.flatMap(({ pattern, message }) => {
        const every = new RegExp(pattern.source, `${pattern.flags}g`);
        return [...text.matchAll(every)].map((match): Violation => {
          return { path, line: lineAt(text, match.index), message: `${message}: ${match[0]}` };
        });
      }),
    );
}
