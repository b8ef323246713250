import { clearNearest } from '../did-you-mean.ts';

/** What is known of a fragment: it is there, it may be there under another renderer's rules, or it is not. */
export type AnchorMatch = { readonly found: true } | { readonly found: false; readonly meant: string | null };

/**
 * Compares a fragment with the anchors of a document. Renderers differ in how they turn headings into anchors, so one
 * that differs from an anchor only in punctuation and case counts as found. So do fragments that no heading makes: text
 * fragments, line numbers, footnotes, routes.
 */
export function matchAnchor(fragment: string, anchors: ReadonlySet<string>): AnchorMatch {
  const name = fragment.replace(/^user-content-/u, '');
  if (anchors.has(name) || anchors.has(fragment) || name === 'top' || madeElsewhere.test(name)) return { found: true };
  const folded = foldAnchor(name);
  if (folded === '') return { found: true };
  for (const anchor of anchors) if (foldAnchor(anchor) === folded) return { found: true };
  return { found: false, meant: clearNearest(name, [...anchors]) };
}

const madeElsewhere = /^(?:fn|fnref|L\d|[!/]|issuecomment|discussion|diff-|:~:)|[=&]/iu;
const notWord = /[^\p{L}\p{N}]+/gu;

function foldAnchor(anchor: string): string {
  return anchor.toLowerCase().replace(notWord, '');
}
