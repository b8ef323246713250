import { AnchorNames, foldAnchor, fragmentName } from '../../../markdown/anchors.ts';
import { clearNearest } from '../did-you-mean.ts';

/** What is known of a fragment: it is there, it may be there under another renderer's rules, or it is not. */
export type AnchorMatch = { readonly found: true } | { readonly found: false; readonly meant: string | null };

/**
 * The anchors of one document, to compare fragments with. A fragment that differs from an anchor only in punctuation and
 * case counts as found. So do fragments that no heading makes: text fragments, line numbers, footnotes, routes.
 */
export class AnchorIndex {
  readonly #anchors: readonly string[];
  readonly #names: AnchorNames;
  #guesses = mostGuesses;

  constructor(anchors: readonly string[]) {
    this.#anchors = anchors;
    this.#names = new AnchorNames(anchors);
  }

  match(fragment: string): AnchorMatch {
    const name = fragmentName(fragment);
    if (this.#names.find(fragment) !== null) return { found: true };
    if (name === 'top' || madeElsewhere.test(name) || foldAnchor(name) === '') return { found: true };
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
