import { clearNearest } from '../did-you-mean.ts';

/** What is known of a fragment: it is there, it may be there under another renderer's rules, or it is not. */
export type AnchorMatch = { readonly found: true } | { readonly found: false; readonly meant: string | null };

/**
 * The anchors of one document, to compare fragments with. Renderers differ in how they turn headings into anchors, so a
 * fragment that differs from an anchor only in punctuation and case counts as found. So do fragments that no heading
 * makes: text fragments, line numbers, footnotes, routes.
 */
export class AnchorIndex {
  readonly #anchors: readonly string[];
  readonly #exact: ReadonlySet<string>;
  #folded: ReadonlySet<string> | null = null;
  #guesses = mostGuesses;

  constructor(anchors: readonly string[]) {
    this.#anchors = anchors;
    this.#exact = new Set(anchors);
  }

  match(fragment: string): AnchorMatch {
    const name = fragment.replace(/^user-content-/u, '');
    if (this.#exact.has(name) || this.#exact.has(fragment)) return { found: true };
    if (name === 'top' || madeElsewhere.test(name)) return { found: true };
    const folded = foldAnchor(name);
    this.#folded ??= new Set(this.#anchors.map(foldAnchor));
    if (folded === '' || this.#folded.has(folded)) return { found: true };
    return { found: false, meant: this.#meant(name) };
  }

  /** A text with very many broken links gets guesses for the first ones only, so that the work stays near-linear. */
  #meant(name: string): string | null {
    if (this.#guesses === 0) return null;
    this.#guesses -= 1;
    return clearNearest(name, this.#anchors);
  }
}

const mostGuesses = 100;
const madeElsewhere = /^(?:fn|fnref|L\d|[!/]|issuecomment|discussion|diff-|:~:)|[=&]/iu;
const notWord = /[^\p{L}\p{N}]+/gu;

function foldAnchor(anchor: string): string {
  return anchor.toLowerCase().replace(notWord, '');
}
