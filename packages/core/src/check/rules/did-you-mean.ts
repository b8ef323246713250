import { editDistance, nearest } from '../../text/nearest.ts';

/**
 * The one candidate that a mistyped word means; null when none is close or two are equally close. Words of up to three
 * units are too short to tell a mistake from another word.
 */
export function clearNearest(word: string, candidates: readonly string[]): string | null {
  if (word.length < 4 || word.length > longestWord) return null;
  const best = nearest(word, candidates);
  if (best === null) return null;
  const rest = candidates.filter((candidate) => candidate !== best);
  const second = nearest(word, rest);
  return second === null || distance(word, second) > distance(word, best) ? best : null;
}

const longestWord = 80;

function distance(a: string, b: string): number {
  return editDistance(a.toLowerCase(), b.toLowerCase(), Math.max(a.length, b.length)) ?? Number.POSITIVE_INFINITY;
}

/** Names in quotes for a message: `"High", "Med" or "Low"`. At most eight are shown. */
export function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${name}"`);
  if (names.length > shown.length) return `${shown.join(', ')} or one of ${names.length - shown.length} more`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} or ${last}`;
}
