import { editDistance } from '../text/nearest.ts';
import type { NamedSection } from './schema-index.ts';

/** Words that turn a name into its opposite; two names that differ in one of them are never near. */
const OPPOSING = new Set([
  'non',
  'not',
  'no',
  'without',
  'out',
  'un',
  'anti',
  'не',
  'без',
  'nicht',
  'kein',
  'keine',
  'sans',
  'sin',
  'pas',
  'pre',
  'post',
]);

/** Words that say nothing about what a section is about. */
const EMPTY = new Set([
  'the',
  'a',
  'an',
  'of',
  'for',
  'to',
  'in',
  'on',
  'or',
  'our',
  'this',
  'der',
  'die',
  'das',
  'le',
  'la',
  'les',
  'el',
  'los',
  'de',
  'du',
  'des',
]);

/**
 * How alike two names are: 0 for different names, up to 1. `typo`: every word is at most a fifth off its counterpart.
 * `words`: at least half of all different words are shared. Names that differ in a number or a negation are never alike.
 */
export interface Nearness {
  readonly kind: 'typo' | 'words';
  readonly score: number;
}

export function nearness(a: readonly string[], b: readonly string[]): Nearness | null {
  const typo = typoScore(a, b);
  if (typo > 0) return { kind: 'typo', score: typo };
  const shared = sharedScore(a, b);
  return shared > 0 ? { kind: 'words', score: shared } : null;
}

function typoScore(a: readonly string[], b: readonly string[]): number {
  if (a.length !== b.length) return 0;
  let wrong = 0;
  let total = 0;
  for (let index = 0; index < a.length; index += 1) {
    const one = a[index] as string;
    const other = b[index] as string;
    const longer = Math.max(one.length, other.length);
    total += longer;
    if (one === other) continue;
    const most = Math.floor(longer / 5);
    if (most === 0 || Math.abs(one.length - other.length) > most || one[0] !== other[0]) return 0;
    if (DIGIT.test(one) || DIGIT.test(other)) return 0;
    const distance = editDistance(one, other, most);
    if (distance === null) return 0;
    wrong += distance;
  }
  return wrong === 0 ? 0 : 1 - wrong / total;
}

/** Folded names have digits in their plain form. */
const DIGIT = /\d/;

/** Names of more words are compared by their first. */
const MOST_WORDS = 12;

function sharedScore(a: readonly string[], b: readonly string[]): number {
  if (!a.some((word) => b.some((other) => sameWord(word, other)))) return 0;
  const one = tellingWords(a);
  const other = tellingWords(b);
  const shared = one.filter((word) => other.includes(word)).length;
  if (shared === 0) return 0;
  const different = [...one.filter((word) => !other.includes(word)), ...other.filter((word) => !one.includes(word))];
  if (different.some((word) => OPPOSING.has(word) || DIGIT.test(word))) return 0;
  if (shared === 1 && different.length === 1 && !a.some((word) => b.includes(word))) return 0;
  const score = shared / (shared + different.length);
  return score >= 0.5 ? score * 0.9 : 0;
}

function sameWord(a: string, b: string): boolean {
  return a === b || (Math.abs(a.length - b.length) === 1 && stem(a) === stem(b));
}

function tellingWords(words: readonly string[]): string[] {
  const telling = words.slice(0, MOST_WORDS).filter((word) => !EMPTY.has(word));
  return [...new Set(telling.map(stem))];
}

function stem(word: string): string {
  return word.length >= 4 && word.endsWith('s') ? word.slice(0, -1) : word;
}

/** Of sections nobody else answers, the one a heading most likely means; null when none or two are equally near. */
export function nearestSection(
  words: readonly string[],
  candidates: readonly NamedSection[],
  kinds: readonly Nearness['kind'][],
): { readonly section: NamedSection; readonly score: number } | null {
  let best: NamedSection | null = null;
  let most = 0;
  let tied = false;
  for (const candidate of candidates) {
    const near = nearness(words, candidate.words);
    if (near === null || near.score < most || !kinds.includes(near.kind)) continue;
    tied = near.score === most;
    best = candidate;
    most = near.score;
  }
  return best === null || tied ? null : { section: best, score: most };
}
