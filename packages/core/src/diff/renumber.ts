import type { PlacedTrio, Trio } from './merge-children.ts';
import { type Segment, settled } from './merged-text.ts';
import { type Part, textOf } from './part.ts';

/** A merged part with its text so far. */
export interface MergedChild {
  readonly trio: PlacedTrio;
  readonly segments: readonly Segment[];
}

/**
 * Numbers steps and entries anew where both sides numbered on: two third alternatives become the third and the fourth.
 * Only where every text counts up one by one; references to a number elsewhere do not follow.
 */
export function renumbered(
  children: readonly MergedChild[],
  holders: readonly (Part | null)[],
): readonly MergedChild[] {
  const present = holders.filter((holder) => holder !== null);
  const counts = present.map((holder) => holder.parts.map(numberOf).filter((number) => number !== null));
  if (counts.some((numbers) => !countsUp(numbers))) return children;
  const first = Math.min(...counts.flatMap((numbers) => numbers.slice(0, 1)));
  let next = first;
  const result: MergedChild[] = [];
  for (const child of children) {
    const numbers = numbersOf(child.trio);
    if (numbers.length === 0) {
      result.push(child);
      continue;
    }
    const segments = withNumber(child, numbers, next);
    if (segments === null) return children;
    result.push({ ...child, segments });
    next += 1;
  }
  return result;
}

function numbersOf({ base, left, right }: Trio): number[] {
  return [left, right, base].flatMap((part) => (part === null ? [] : (numberOf(part) ?? [])));
}

/** The ordinal of an entry, or of a step; null for everything else. */
function numberOf(part: Part): number | null {
  if (part.kind === 'entry') return part.number;
  const [mark] = part.parts;
  if (part.kind !== 'item' || mark?.kind !== 'mark') return null;
  const digits = /^[0-9]{1,9}/u.exec(textOf(mark))?.[0];
  return digits === undefined ? null : Number(digits);
}

function countsUp(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number === (numbers[index - 1] as number) + 1);
}

/** Null when the number cannot be changed without moving what stands below it. */
function withNumber(
  { trio, segments }: MergedChild,
  numbers: readonly number[],
  wanted: number,
): readonly Segment[] | null {
  const [first, second, ...rest] = segments;
  if (first?.kind !== 'text') return segments;
  // An item's text begins with an empty gap.
  if (first.text === '' && second?.kind === 'text') {
    const inner = withNumber({ trio, segments: [second, ...rest] }, numbers, wanted);
    return inner === null ? null : [first, ...inner];
  }
  const place = placeOfNumber(first.text, numbers);
  if (place === null) return segments;
  const written = writtenLike(place.text, wanted);
  if (written === place.text) return segments;
  const isItem = (trio.left ?? trio.right ?? trio.base)?.kind === 'item';
  if (isItem && written.length !== place.text.length && hasMoreLines(segments)) return null;
  const text = first.text.slice(0, place.start) + written + first.text.slice(place.start + place.text.length);
  return [settled(text), ...segments.slice(1)];
}

function hasMoreLines(segments: readonly Segment[]): boolean {
  return segments.some((segment) => segment.kind === 'clash' || segment.text.includes('\n'));
}

/** The last number of the first line, before a colon, that is one of those looked for: `2.1 Option 3: Queue`. */
function placeOfNumber(
  text: string,
  numbers: readonly number[],
): { readonly start: number; readonly text: string } | null {
  const line = /^[^\n:：]{0,400}/u.exec(text)?.[0] ?? '';
  let found: { start: number; text: string } | null = null;
  for (const match of line.matchAll(/[0-9]{1,9}|(?<![\p{L}\p{N}])[A-Z](?![\p{L}\p{N}])/gu)) {
    if (numbers.includes(ordinalOf(match[0]))) found = { start: match.index, text: match[0] };
  }
  return found;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function ordinalOf(written: string): number {
  return LETTERS.includes(written) ? LETTERS.indexOf(written) + 1 : Number(written);
}

function writtenLike(model: string, number: number): string {
  if (LETTERS.includes(model)) return LETTERS[number - 1] ?? String(number);
  return String(number).padStart(model.startsWith('0') ? model.length : 1, '0');
}
