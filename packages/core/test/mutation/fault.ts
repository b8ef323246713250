import type { Range } from '../../src/text/range.ts';
import type { Places } from './places.ts';
import type { Circumstances } from './specimen.ts';

/** Picks a number from 0 up to, but without, `below`. */
export type Draw = (below: number) => number;

/** A document with one fault in it. */
export interface Planted {
  readonly text: string;
  /** Where the fault is; a finding must touch it. */
  readonly at: Range;
  readonly circumstances?: Circumstances;
}

/** One kind of mistake that authors make. */
export interface Fault {
  readonly name: string;
  /** Names of the rules of which one must find it. */
  readonly rules: readonly string[];
  /** Null when the document has no place for it. */
  readonly plant: (places: Places, draw: Draw) => Planted | null;
}

export function pick<T>(from: readonly T[], draw: Draw): T | null {
  return from.length === 0 ? null : (from[draw(from.length)] ?? null);
}

/** Puts `words` in the place of `range`; the fault is where the words are. */
export function replace(text: string, range: Range, words: string): Planted {
  return {
    text: text.slice(0, range.start) + words + text.slice(range.end),
    at: { start: range.start, end: range.start + words.length },
  };
}

/** The same fault, told of a wider place. */
export function within(planted: Planted, at: Range): Planted {
  return { ...planted, at };
}

/** A word with two letters of its middle exchanged, or one doubled; never equal to the word. */
export function misspell(word: string, draw: Draw): string {
  const letters = [...word];
  const inner = letters
    .map((_, index) => index)
    .filter((index) => index > 0 && index < letters.length - 1 && /\p{L}/u.test(letters[index] as string));
  const at = pick(inner, draw);
  if (at === null) return `${word}x`;
  const swapped = [...letters.slice(0, at), letters[at + 1], letters[at], ...letters.slice(at + 2)].join('');
  const doubled = [...letters.slice(0, at), letters[at], ...letters.slice(at)].join('');
  return swapped === word || !/\p{L}/u.test(letters[at + 1] as string) ? doubled : swapped;
}
