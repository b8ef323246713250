import { foldSpace } from '@specwright/core/markdown/plain.ts';
import type { Range } from '@specwright/core/text/range.ts';

/** One word of a text as it is looked up. */
export interface Word {
  /** Folded: the same for every case, accent and width. */
  readonly lexeme: string;
  /** Where it stands in the text, in UTF-16 units. */
  readonly range: Range;
  /** Its place among the words, from 0. */
  readonly at: number;
  /** True for the last sign of a run of signs without spaces, whose other signs stand in pairs. */
  readonly alone: boolean;
  /** Where the first sign of a pair ends; where anything else ends. */
  readonly firstEnd: number;
}

/** More of a word than this is not told apart. */
const longestWord = 60;

/** Scripts that put no spaces between words, and Korean, whose words carry endings. Their words are looked up by pairs of signs. */
const unparted =
  '[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Bopomofo}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}]';
/** A sign with what is written on it: marks, half-width voice marks, and the parts of a Korean syllable. */
const sign = `(?:[\\u1100-\\u115f][\\u1160-\\u11a7]?[\\u11a8-\\u11ff]?|(?=[\\p{L}\\p{N}])${unparted}[\\p{M}\\uff9e\\uff9f]*)`;
const signs = new RegExp(sign, 'gu');
const runs = new RegExp(`(${sign}+)|(?:(?!${unparted})[\\p{L}\\p{N}][\\p{M}\\u00ad\\u200b-\\u200d]*)+`, 'gu');

/** Every word of a text in its order. A run of signs without spaces gives each pair of neighbours, and its last sign alone. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  for (const { 0: run, 1: joined, index } of text.matchAll(runs)) {
    if (joined === undefined) {
      const lexeme = foldWord(run);
      const end = index + run.length;
      if (lexeme !== '') words.push({ lexeme, range: { start: index, end }, at, alone: false, firstEnd: end });
      at += 1;
      continue;
    }
    let before: Range & { lexeme: string } = { start: 0, end: 0, lexeme: '' };
    for (const { 0: one, index: offset } of joined.matchAll(signs)) {
      const next = { start: index + offset, end: index + offset + one.length, lexeme: foldWord(one) };
      if (before.lexeme !== '') words.push(pair(before, next, at - 1));
      before = next;
      at += 1;
    }
    const { lexeme, ...range } = before;
    words.push({ lexeme, range, at: at - 1, alone: true, firstEnd: range.end });
  }
  return words;
}

function pair(one: Range & { lexeme: string }, other: Range & { lexeme: string }, at: number): Word {
  const range = { start: one.start, end: other.end };
  return { lexeme: one.lexeme + other.lexeme, range, at, alone: false, firstEnd: one.end };
}

/** Accents, vowel points, and what is written without being read. Marks of Indian scripts are letters and stay. */
const marks =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200d]/gu;
const plainWord = /^[a-z0-9]+$/u;
/** Letters that people type as others. */
const alike: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
  ة: 'ه',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
};
const alikeLetters = new RegExp(`[${Object.keys(alike).join('')}]`, 'gu');

/** A word for comparing; empty when nothing of it is read. */
export function foldWord(word: string): string {
  const lower = word.toLowerCase();
  if (plainWord.test(lower)) return lower.slice(0, longestWord);
  const folded = lower
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .replace(alikeLetters, (letter) => alike[letter] ?? letter)
    .normalize('NFC');
  return folded.slice(0, longestWord).replace(/\p{Cs}/gu, '');
}

/** A value for comparing as a whole: its words, folded, with one space between them. */
export function foldValue(text: string): string {
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}]+/gu), ([word]) => foldWord(word)).join(' ');
}

/** The same text with what a database cannot hold replaced, unit by unit, so that places in it stay. */
export function storable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\ufffd');
}

/** Data as JSON that a database can hold. */
export function storableJson(data: unknown): string {
  return JSON.stringify(data, (_name, value) => (typeof value === 'string' ? storable(value) : value));
}

/** How much of a text an index holds: an entry of PostgreSQL's has at most 2,704 bytes, with all else that is in it. */
const longestIndexed = 300;

/** As much of a text as lists show and are sorted by. */
export function indexable(text: string): string {
  return storable(text.slice(0, longestIndexed));
}

/** How much of a field's value is compared. */
const longestField = 200;

/** A field's value as it is stored and compared: case, accents and white space aside, marks as they are. */
export function foldField(text: string): string {
  const folded = storable(text).toLowerCase().normalize('NFKD').replace(marks, '').normalize('NFC');
  return foldSpace(folded)
    .slice(0, longestField)
    .replace(/\p{Cs}/gu, '')
    .trimEnd();
}
