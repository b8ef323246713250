import type { MergeTexts } from './merged-text.ts';
import { tokensOf } from './words.ts';

/**
 * True when a merged text has every word that either side added. A word that both sides have more often than the base
 * must be there as often as on either; one that a side took away, as often as what is left of both. Numbers, dates
 * and the boxes of tasks are left out: steps are numbered anew, of two dates the later one stays, and a box ticked by
 * both is ticked once.
 */
export function keepsWords({ base, ours, theirs }: MergeTexts, merged: string): boolean {
  const [o, a, b, result] = [base, ours, theirs, merged].map(countsOf) as [Counts, Counts, Counts, Counts];
  for (const word of new Set([...a.keys(), ...b.keys()])) {
    const [before, left, right] = [o.get(word) ?? 0, a.get(word) ?? 0, b.get(word) ?? 0];
    const least = left >= before && right >= before ? Math.max(left, right) : left + right - before;
    if ((result.get(word) ?? 0) < least) return false;
  }
  return true;
}

type Counts = ReadonlyMap<string, number>;

function countsOf(text: string): Counts {
  const counts = new Map<string, number>();
  for (const token of tokensOf(text.replaceAll(/\[[ xX]\]/gu, ''))) {
    if (!/\p{L}/u.test(token) || /^[A-Z]$/u.test(token)) continue;
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return counts;
}
