import { type Part, textOf } from './part.ts';
import { tokensOf } from './words.ts';

/** Words beyond these say nothing new about how alike two parts are. */
const MOST_UNITS = 6000;

const bags = new WeakMap<Part, Bag>();

/** Words with how often each stands there. */
interface Bag {
  readonly counts: ReadonlyMap<string, number>;
  readonly size: number;
}

/** How alike the words of two parts are: 0 for nothing shared to 1 for the same words (Sørensen 1948, Dice 1945). */
export function likeness(a: Part, b: Part): number {
  const [one, other] = [bagOf(a), bagOf(b)];
  if (one.size + other.size === 0) return 0;
  const [few, many] = one.counts.size < other.counts.size ? [one, other] : [other, one];
  let shared = 0;
  for (const [word, count] of few.counts) shared += Math.min(count, many.counts.get(word) ?? 0);
  return (2 * shared) / (one.size + other.size);
}

function bagOf(part: Part): Bag {
  const known = bags.get(part);
  if (known !== undefined) return known;
  const words = tokensOf(textOf(part).slice(0, MOST_UNITS).toLowerCase()).filter((token) =>
    /[\p{L}\p{N}]/u.test(token),
  );
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const bag = { counts, size: words.length };
  bags.set(part, bag);
  return bag;
}
