import type { FoundDocument } from './found-document.ts';
import type { Sighting } from './search-terms.ts';

/** A document with what was found in it, be it nothing. */
export type SearchedDocument = Omit<FoundDocument, 'score'> & Sighting;

/**
 * Those with any of the terms, best first: the more of the terms the better, then the rarer ones and those in the more
 * telling places. Of equals the order of the documents stays.
 */
export function rankDocuments(searched: readonly SearchedDocument[], terms: number): FoundDocument[] {
  const rarity = Array.from({ length: terms }, (_, term) => {
    const having = searched.filter(({ weights }) => (weights[term] ?? 0) > 0).length;
    return Math.log(1 + searched.length / Math.max(1, having));
  });
  return searched
    .map(({ weights, ...document }) => {
      const met = weights.filter((weight) => weight > 0).length;
      const telling = weights.reduce((sum, weight, term) => sum + Math.log(1 + weight) * (rarity[term] ?? 1), 0);
      return { ...document, score: Math.round((100 * met * 100) / Math.max(1, terms) + telling * 100) / 100, met };
    })
    .filter(({ met }) => met > 0)
    .map(({ met: _, ...document }) => document)
    .sort((a, b) => b.score - a.score);
}
