import { wordsOf } from './words.ts';

/** How much a word tells where it stands: most in a title, least in a body. PostgreSQL's letters. */
export type Weight = 'A' | 'B' | 'C' | 'D';

/** The last place that PostgreSQL tells apart. */
const lastPlace = 16_383;
/** What a vector may take of the megabyte that PostgreSQL allows. */
const mostBytes = 600_000;

/** Collects words with places and weights, as a `tsvector`. */
export class WordVector {
  private readonly places = new Map<string, string[]>();
  private readonly most: number;
  private bytes = 0;
  private next = 1;

  /** `most`: how many places are kept of one word, at most PostgreSQL's 255. */
  constructor(most: number) {
    this.most = most;
  }

  /** Adds the words of a text behind all others; a phrase never reaches from one text into the next. */
  addText(text: string, weight: Weight): void {
    let last = -1;
    for (const { lexeme, at } of wordsOf(text)) {
      last = at;
      const place = Math.min(lastPlace, this.next + at);
      this.placesOf(lexeme)?.push(weight === 'D' ? `${place}` : `${place}${weight}`);
    }
    this.next += last + 2;
  }

  /** Adds something that is no word of a text and has no place; however full it is. */
  addSign(sign: string): void {
    if (!this.places.has(sign)) this.places.set(sign, []);
  }

  /** Adds the signs of every word's beginnings, which are quicker to look up than all the words that begin so. */
  addBeginnings(): void {
    for (const word of this.words())
      for (const beginning of beginningsOf(word)) this.placesOf(beginningSign(beginning));
  }

  /** The words that it holds, signs left out. */
  words(): string[] {
    return [...this.places].flatMap(([lexeme, places]) => (places.length > 0 ? [lexeme] : []));
  }

  /** As PostgreSQL reads it. */
  toString(): string {
    return Array.from(this.places, ([lexeme, places]) =>
      places.length === 0 ? quoted(lexeme) : `${quoted(lexeme)}:${places.join(',')}`,
    ).join(' ');
  }

  private placesOf(lexeme: string): string[] | null {
    const known = this.places.get(lexeme);
    if (known !== undefined) return known.length < this.most ? known : null;
    this.bytes += 3 * lexeme.length + 20;
    if (this.bytes > mostBytes) return null;
    const places: string[] = [];
    this.places.set(lexeme, places);
    return places;
  }
}

/** Beginnings of this many letters and fewer have signs. */
export const longestBeginning = 3;

function beginningsOf(word: string): string[] {
  const letters = [...word.slice(0, 2 * longestBeginning)];
  return Array.from({ length: longestBeginning }, (_, place) => letters.slice(0, place + 1).join(''));
}

export function beginningSign(beginning: string): string {
  return `~${beginning}`;
}

/** The sign of a word in a title. */
export function titleSign(word: string): string {
  return `^${word}`;
}

/** A lexeme as `tsvector` and `tsquery` read it, whatever it holds. */
export function quoted(lexeme: string): string {
  return `'${lexeme.replace(/['\\]/gu, '$&$&')}'`;
}
