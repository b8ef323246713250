import type { Fix } from '../diagnostic/diagnostic.ts';
import { slugOf } from '../markdown/anchors.ts';
import type { MarkdownSource } from '../markdown/source.ts';
import { rangeOf } from '../markdown/source.ts';
import { walk } from '../markdown/walk.ts';
import type { Replacement } from '../text/edit.ts';
import { containsRange, type Range } from '../text/range.ts';
import { followAnchors } from './anchor-links.ts';

/** A heading or line that carries an ordinal. */
export interface NumberedEntry {
  readonly number: number;
  /** What a finding shows. */
  readonly range: Range;
  /** Where the ordinal is written. */
  readonly words: Range;
  /** The heading as a reader sees it, from which links to it are made; null when there are none. */
  readonly title: string | null;
  readonly address: string;
}

/** How the entries of one kind are counted: `Option 1` or `Option A`. */
export type Count = 'digits' | 'letters';

/** Letters when every entry has a single capital behind the stem; digits otherwise. */
export function countOf(text: string, stem: string, entries: readonly NumberedEntry[]): Count {
  const inLetters = entries.every(({ words, number }) => {
    const at = letterAt(text.slice(words.start, words.end), stem);
    return at !== null && text.charCodeAt(words.start + at.start) - LETTER_BEFORE_A === number;
  });
  return inLetters ? 'letters' : 'digits';
}

const LETTER_BEFORE_A = 64;

/** `3` or `C`. */
export function written(number: number, count: Count): string {
  return count === 'letters' ? String.fromCharCode(LETTER_BEFORE_A + number) : String(number);
}

/**
 * Numbers the entries from `start` on, and changes "Alternative 3" in text and `#alternative-3-…` in links with them. No
 * fix where an ordinal is written in neither digits nor a letter, or where one number stands twice and a reference could mean either.
 */
export function renumberFix(
  source: MarkdownSource,
  stem: string,
  entries: readonly NumberedEntry[],
  start: number,
): readonly Fix[] {
  const count = countOf(source.text, stem, entries);
  const edits: Replacement[] = [];
  const numbers = new Map<number, number | null>();
  const anchors = new Map<string, string>();
  for (const [index, entry] of entries.entries()) {
    const next = start + index;
    numbers.set(entry.number, numbers.has(entry.number) ? null : next);
    if (entry.number === next) continue;
    const edit = ordinalEdit(source.text, stem, entry, next, count);
    if (edit === null) return [];
    edits.push(edit);
    const title = entry.title;
    if (title !== null) anchors.set(slugOf(title), slugOf(titleWith(title, stem, entry.number, next, count)));
  }
  const headings = entries.map((entry) => entry.words);
  const references = mentionsIn(source, mentionOf(stem, count), numbers, count).filter(
    (reference) => !headings.some((heading) => containsRange(heading, reference)),
  );
  const followed = [...followAnchors(source, anchors)];
  for (const { start, end, text } of references) {
    if (text === null) return [];
    followed.push({ start, end, text });
  }
  const title = followed.length === 0 ? 'Renumber the entries' : 'Renumber the entries and what refers to them';
  const kind = followed.length === 0 ? 'safe' : 'suggested';
  return [{ title, kind, edits: [...edits, ...followed].sort((a, b) => a.start - b.start) }];
}

function ordinalEdit(text: string, stem: string, entry: NumberedEntry, next: number, count: Count): Replacement | null {
  const words = text.slice(entry.words.start, entry.words.end);
  const at = ordinalAt(words, stem, entry.number, count);
  if (at === null) return null;
  const start = entry.words.start + at.start;
  return { start, end: entry.words.start + at.end, text: written(next, count) };
}

/** Words with another ordinal behind the stem, in digits or as a letter as they have it; without one as they are. */
export function withOrdinal(words: string, stem: string, number: number, next: number): string {
  const letter = letterAt(words, stem);
  const isLetter = letter !== null && words.charCodeAt(letter.start) - LETTER_BEFORE_A === number;
  return titleWith(words, stem, number, next, isLetter ? 'letters' : 'digits');
}

function titleWith(title: string, stem: string, number: number, next: number, count: Count): string {
  const at = ordinalAt(title, stem, number, count);
  return at === null ? title : title.slice(0, at.start) + written(next, count) + title.slice(at.end);
}

/** Where a single capital stands behind the stem. */
function letterAt(words: string, stem: string): Range | null {
  const from = words.toLowerCase().indexOf(stem.toLowerCase());
  if (from === -1) return null;
  const found = /^[\s(#]{1,3}([A-Z])(?![\p{L}\p{N}])/u.exec(words.slice(from + stem.length, from + stem.length + 6));
  if (found === null) return null;
  const end = from + stem.length + found[0].length;
  return { start: end - 1, end };
}

/** Where a number stands behind the stem. */
function ordinalAt(words: string, stem: string, number: number, count: Count): Range | null {
  if (count === 'letters') return letterAt(words, stem);
  const from = Math.max(0, words.toLowerCase().indexOf(stem.toLowerCase()));
  const digits = /\d+/gu;
  digits.lastIndex = from;
  const found = digits.exec(words);
  if (found === null || Number(found[0]) !== number) return null;
  return { start: found.index, end: found.index + found[0].length };
}

/** A place that names an entry; `text` is null where the number it names stands twice. */
interface Reference extends Range {
  readonly text: string | null;
}

/** Matches `Alternative 3` in running text, over one line end too. */
function mentionOf(stem: string, count: Count): RegExp {
  const words = stem.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return new RegExp(
    `(?<![\\p{L}\\p{N}])${words}(?:[ \\t]|\\r?\\n[ \\t]{0,8})(${count === 'letters' ? '[A-Z]' : '\\d{1,4}'})(?![\\p{L}\\p{N}]|[.]\\d)`,
    count === 'letters' ? 'gu' : 'giu',
  );
}

function mentionsIn(
  source: MarkdownSource,
  mention: RegExp,
  numbers: ReadonlyMap<number, number | null>,
  count: Count,
): readonly Reference[] {
  const references: Reference[] = [];
  walk(source.tree, (node) => {
    if (node.type !== 'text') return undefined;
    for (const found of mentions(source.text, rangeOf(node), mention, numbers, count)) references.push(found);
    return undefined;
  });
  return references;
}

function* mentions(
  text: string,
  range: Range,
  mention: RegExp,
  numbers: ReadonlyMap<number, number | null>,
  count: Count,
): Iterable<Reference> {
  for (const found of text.slice(range.start, range.end).matchAll(mention)) {
    const ordinal = found[1] as string;
    const number = count === 'letters' ? ordinal.charCodeAt(0) - LETTER_BEFORE_A : Number(ordinal);
    const next = numbers.get(number);
    if (next === undefined || next === number) continue;
    const end = range.start + found.index + found[0].length;
    yield { start: end - ordinal.length, end, text: next === null ? null : written(next, count) };
  }
}
