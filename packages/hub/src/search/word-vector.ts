import type { Word } from './words.ts';

/** How much a word tells where it stands: most in a title, least in a body. PostgreSQL's letters. */
export type Weight = 'A' | 'B' | 'C' | 'D';

/** The last place that PostgreSQL tells apart. */
const lastPlace = 16_383;
/** What a vector may take of the megabyte that PostgreSQL allows. */
const mostBytes = 600_000;
/** How many places of one word PostgreSQL keeps. */
const mostPlaces = 255;

/** Collects the words of one part with places and weights, as a `tsvector`. */
export class PartWords {
  private readonly places = new Map<string, string[]>();
  private bytes = 0;
  private next = 1;

  /** Adds the words of a text behind all others; a phrase never reaches from one text into the next. */
  addText(words: readonly Word[], weight: Weight): void {
    for (const { lexeme, at } of words) {
      const place = Math.min(lastPlace, this.next + at);
      this.placesOf(lexeme)?.push(weight === 'D' ? `${place}` : `${place}${weight}`);
    }
    this.next += (words.at(-1)?.at ?? -1) + 2;
  }

  /** Adds something that is no word of a text and has no place; however full it is. */
  addSign(sign: string): void {
    if (!this.places.has(sign)) this.places.set(sign, []);
  }

  /** As PostgreSQL reads it. */
  toString(): string {
    return Array.from(this.places, ([lexeme, places]) =>
      places.length === 0 ? quoted(lexeme) : `${quoted(lexeme)}:${places.join(',')}`,
    ).join(' ');
  }

  private placesOf(lexeme: string): string[] | null {
    const known = this.places.get(lexeme);
    if (known !== undefined) return known.length < mostPlaces ? known : null;
    this.bytes += 3 * lexeme.length + 20;
    if (this.bytes > mostBytes) return null;
    const places: string[] = [];
    this.places.set(lexeme, places);
    return places;
  }
}

/** The same for the words of a document, beside whose beginnings, pairs and other signs they stand. */
const mostOfDocument = 450_000;
/** A document with more pairs is one that may hold any. */
const mostPairs = 40_000;

/**
 * Collects all that a whole document is found by, as a `tsvector` without places: its words, the signs of their beginnings, which are
 * quicker to look up than all the words that begin so, and the signs of words that stand beside each other.
 */
export class DocumentWords {
  private readonly held = new Set<string>();
  private readonly pairs = new Set<number>();
  private readonly signs = new Set<string>();
  private bytes = 0;

  addText(words: readonly Word[]): void {
    for (const [place, { lexeme, at }] of words.entries()) {
      if (!this.held.has(lexeme)) this.addWord(lexeme);
      const next = words[place + 1];
      if (next !== undefined && next.at === at + 1 && this.pairs.size < mostPairs)
        this.pairs.add(pairNumber(lexeme, next.lexeme));
    }
  }

  /** Adds something that is no word of a text; however full it is. */
  addSign(sign: string): void {
    this.signs.add(sign);
  }

  /** The words that it holds, signs left out. */
  words(): Iterable<string> {
    return this.held;
  }

  /** As PostgreSQL reads it. */
  toString(): string {
    const pairs = this.pairs.size < mostPairs ? Array.from(this.pairs, signOfPair) : [anyPair];
    return Array.from([...this.held, ...this.signs, ...pairs], quoted).join(' ');
  }

  private addWord(lexeme: string): void {
    this.bytes += 3 * lexeme.length + 10;
    if (this.bytes > mostOfDocument) return;
    this.held.add(lexeme);
    const letters = [...lexeme.slice(0, 2 * longestBeginning)];
    for (let length = 1; length <= longestBeginning; length += 1)
      this.signs.add(beginningSign(letters.slice(0, length).join('')));
  }
}

/** Beginnings of this many letters and fewer have signs. */
export const longestBeginning = 3;

export function beginningSign(beginning: string): string {
  return `~${beginning}`;
}

/** The sign of a word in a title. */
export function titleSign(word: string): string {
  return `^${word}`;
}

/** The sign of a document that may hold any two words beside each other. */
export const anyPair = '+';

/**
 * The sign of two words that stand beside each other. Others share it, one in a million, so that the index of all pairs stays as
 * small as that of the words: documents with the sign are few to look into, and no document without it has the phrase.
 */
export function pairSign(one: string, other: string): string {
  return signOfPair(pairNumber(one, other));
}

function signOfPair(pair: number): string {
  return `+${pair.toString(36)}`;
}

function pairNumber(one: string, other: string): number {
  let hash = 0x811c9dc5;
  for (const text of [one, ' ', other])
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 12;
}

/** A lexeme as `tsvector` and `tsquery` read it, whatever it holds. */
export function quoted(lexeme: string): string {
  // Nearly none holds a quote, and there are thousands.
  const isPlain = !lexeme.includes("'") && !lexeme.includes('\\');
  return isPlain ? `'${lexeme}'` : `'${lexeme.replace(/['\\]/gu, '$&$&')}'`;
}
