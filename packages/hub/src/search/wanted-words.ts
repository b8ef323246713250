import type { SearchTerm } from './search-query.ts';
import { anyPair, beginningSign, longestBeginning, pairSign, quoted, titleSign } from './word-vector.ts';
import { type Word, wordsOf } from './words.ts';

/** Words and phrases of a query as PostgreSQL is asked for them. Every string is a whole `tsquery`, and holds for every text typed. */
export interface WantedWords {
  /** What the words of a document must meet, be it all that is asked; null when nothing is. */
  readonly document: string | null;
  /** The same, of the words of the title alone. */
  readonly title: string | null;
  /** The same, by the words themselves, which parts are ranked by. */
  readonly rank: string | null;
  /** The same, of words in titles and headings. */
  readonly heading: string | null;
  /** What must not be met by any words of a document. */
  readonly none: readonly string[];
  /** For each, some part of the document must meet it. */
  readonly parts: readonly WantedPart[];
  /** No part may meet any. */
  readonly noPart: readonly UnwantedPart[];
  /** Met by each part that is worth showing; null when no words are asked for. */
  readonly shown: string | null;
  /** What is marked in parts that are shown. */
  readonly marked: readonly (readonly WantedWord[])[];
}

export interface WantedPart {
  readonly query: string;
  /**
   * Met by those parts and by others with the same words in another order; the index answers it alone. Null for a phrase that may stand
   * anywhere: few documents with the words of `document` are without it.
   */
  readonly loose: string | null;
}

export interface UnwantedPart {
  readonly query: string;
  /** Met by the words of every document with such a part, and of few others; null for a part of a section, which its index knows. */
  readonly document: string | null;
}

/** A word that is looked for, or the beginning of one. */
export interface WantedWord {
  /** Its place in its phrase. */
  readonly at: number;
  readonly lexeme: string;
  readonly open: boolean;
  /** True for one sign of a script that is looked up by pairs. */
  readonly sign: boolean;
}

/** Shorter beginnings of words stand in nearly every document. */
const shortestPrefix = 2;

type Free = Exclude<SearchTerm, { readonly kind: 'field' }>;

/**
 * Reads the words of a query. The last word may be the beginning of one. `sections`: where all of them must stand, as `tsquery`;
 * anywhere when there are none.
 */
export function wantedWords(terms: readonly Free[], sections: readonly string[]): WantedWords {
  const within = either(sections);
  const inSection = within === null ? [] : [within];
  const last = terms.at(-1);
  const wanted: WantedWord[] = [];
  const pairs: string[] = [];
  const none: string[] = [];
  const parts: WantedPart[] = [];
  const noPart: UnwantedPart[] = [];
  const shown: string[] = [];
  const marked: WantedWord[][] = [];
  for (const term of terms) {
    const open = term.kind === 'word' && !term.not && (term.prefix || term === last);
    const lexemes = lexemesOf(term.text, open);
    const phrase = phraseOf(lexemes);
    const scoped = within === null ? phrase : `${within} & (${phrase})`;
    const byPart = within !== null || lexemes.length > 1;
    if (lexemes.length === 0) continue;
    if (term.not) {
      const document = [...lexemes.map(signOf), ...pairsOf(lexemes)].join(' & ');
      if (byPart) noPart.push({ query: scoped, document: within === null ? document : null });
      else none.push(document);
    } else {
      for (const word of lexemes) wanted.push(word);
      for (const pair of pairsOf(lexemes)) pairs.push(pair);
      if (byPart)
        parts.push({ query: scoped, loose: within && all([...inSection, ...lexemes.map((word) => queryOf(word))]) });
      shown.push(scoped);
      marked.push(lexemes);
    }
  }
  if (within !== null && parts.length === 0) parts.push({ query: within, loose: within });
  return {
    document: all([...wanted.map(signOf), ...pairs]),
    title: all(wanted.map((word) => queryOf({ ...word, lexeme: titleSign(word.lexeme) }))),
    rank: all(wanted.map((word) => queryOf(word))),
    heading: all(wanted.map((word) => queryOf(word, 'AB'))),
    none,
    parts,
    noPart,
    shown: either(shown),
    marked,
  };
}

function all(queries: readonly string[]): string | null {
  return queries.length === 0 ? null : queries.join(' & ');
}

function either(queries: readonly string[]): string | null {
  return queries.length === 0 ? null : `(${queries.map((query) => `(${query})`).join(' | ')})`;
}

/** The words of a text; with `open` the last one may go on. A sign that stands alone is looked for as the beginning of a pair. */
function lexemesOf(text: string, open: boolean): WantedWord[] {
  const words = wordsOf(text);
  return words.flatMap((word, place) => {
    if (word.alone && isSecondOfPair(word, words[place - 1])) return [];
    const goesOn = word.alone || (open && place === words.length - 1 && word.lexeme.length >= shortestPrefix);
    return [{ at: word.at, lexeme: word.lexeme, open: goesOn, sign: word.alone }];
  });
}

function isSecondOfPair({ range }: Word, before: Word | undefined): boolean {
  return before !== undefined && before.range.end === range.end;
}

/** `weights`: PostgreSQL's letters of where it is to stand; anywhere without. */
function queryOf({ lexeme, open }: WantedWord, weights = ''): string {
  return `${quoted(lexeme)}${open || weights !== '' ? ':' : ''}${open ? '*' : ''}${weights}`;
}

/** A word as it is quickest to look up. */
function signOf(word: WantedWord): string {
  const short = word.open && [...word.lexeme].length <= longestBeginning;
  return short ? quoted(beginningSign(word.lexeme)) : queryOf(word);
}

/** What documents meet in which these words can stand beside each other. */
function pairsOf(words: readonly WantedWord[]): string[] {
  return words.flatMap((word, place) => {
    const next = words[place + 1];
    const isPair = next !== undefined && next.at === word.at + 1 && !word.open && !next.open;
    return isPair ? [`(${quoted(pairSign(word.lexeme, next.lexeme))} | ${quoted(anyPair)})`] : [];
  });
}

function phraseOf(words: readonly WantedWord[]): string {
  return words
    .map((word, place) => (place === 0 ? queryOf(word) : `<${word.at - (words[place - 1]?.at ?? 0)}> ${queryOf(word)}`))
    .join(' ');
}
