import { foldSpace } from '../markdown/plain.ts';
import { editDistance } from '../text/nearest.ts';
import { foldKey, foldName } from './names.ts';

/** Texts and names of more words are compared by their first. */
const mostWords = 400;

/** The words of a text, folded; a word counts once. */
export function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{2,60}/gu) ?? [];
  return new Set(words.slice(0, mostWords));
}

/** Twice the shared part over the sum of both (Dice 1945): 0 for nothing in common, 1 for equal. Null when both are empty. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number | null {
  if (a.size + b.size === 0) return null;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return (2 * shared) / (a.size + b.size);
}

/** The part of `words` that `all` holds, 0 to 1; 0 for no words. */
export function heldBy(words: ReadonlySet<string>, all: ReadonlySet<string>): number {
  if (words.size === 0) return 0;
  let held = 0;
  for (const word of words) if (all.has(word)) held += 1;
  return held / words.size;
}

/** How alike two names are, 0 to 1: by the words they share, or by the letters that differ. */
export function nameLikeness(a: string, b: string): number {
  const one = foldName(a);
  const other = foldName(b);
  if (one === other) return 1;
  const shared = overlap(new Set(one.split(' ').map(stem)), new Set(other.split(' ').map(stem))) ?? 0;
  const longer = Math.max(one.length, other.length);
  const distance = editDistance(one.slice(0, 80), other.slice(0, 80), Math.floor(longer / 4));
  return Math.max(shared, distance === null ? 0 : 1 - distance / longer);
}

function stem(word: string): string {
  return word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word;
}

/** True when two texts say the same, white space aside. */
export function saysSame(a: string, b: string): boolean {
  return foldSpace(a) === foldSpace(b);
}

/**
 * Which of `added` each of `removed` surely became: one that begins with the other (`Med`, `Medium`) or is much like it,
 * and nothing else is. Pairs of indices.
 */
export function surePairs(
  removed: readonly string[],
  added: readonly string[],
): readonly (readonly [number, number])[] {
  const likely = removed.map((old) => added.flatMap((name, index) => (isLikely(old, name) ? [index] : [])));
  return likely.flatMap((indices, place) => {
    const [only] = indices;
    if (only === undefined || indices.length > 1) return [];
    const rivals = likely.filter((others) => others.includes(only));
    return rivals.length === 1 ? [[place, only] as const] : [];
  });
}

function isLikely(old: string, name: string): boolean {
  const [one, other] = [foldKey(old), foldKey(name)];
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return (short.length >= 3 && long.startsWith(short)) || nameLikeness(old, name) >= 0.5;
}

/** Places in `ranks` outside of one longest rising run: the fewest that must move to put all into order. O(n log n). */
export function outOfOrder(ranks: readonly number[]): ReadonlySet<number> {
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, rank] of ranks.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranks[ends[middle] as number] as number) < rank) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (ends[low - 1] as number);
    ends[low] = index;
  }
  const out = new Set(ranks.keys());
  for (let index = ends.at(-1) ?? -1; index !== -1; index = before[index] as number) out.delete(index);
  return out;
}
