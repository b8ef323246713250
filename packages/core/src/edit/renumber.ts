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

/**
 * Numbers the entries from `start` on, and changes "Alternative 3" in text and `#alternative-3-…` in links with them. No
 * fix where an ordinal is written neither in digits nor as a capital, or where one number stands twice and a reference
 * could mean either.
 */
export function renumberFix(
  source: MarkdownSource,
  stem: string,
  entries: readonly NumberedEntry[],
  start: number,
): readonly Fix[] {
  const edits: Replacement[] = [];
  const numbers = new Map<number, number | null>();
  const anchors = new Map<string, string>();
  for (const [index, entry] of entries.entries()) {
    const next = start + index;
    numbers.set(entry.number, numbers.has(entry.number) ? null : next);
    if (entry.number === next) continue;
    const edit = ordinalEdit(source.text, stem, entry, next);
    if (edit === null) return [];
    edits.push(edit);
    const title = entry.title;
    if (title !== null) anchors.set(slugOf(title), slugOf(withOrdinal(title, stem, entry.number, next)));
  }
  const headings = entries.map((entry) => entry.words);
  const references = mentionsIn(source, stem, numbers).filter(
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

function ordinalEdit(text: string, stem: string, entry: NumberedEntry, next: number): Replacement | null {
  const words = text.slice(entry.words.start, entry.words.end);
  const at = ordinalAt(words, stem, entry.number);
  if (at === null) return null;
  const start = entry.words.start + at.start;
  return { start, end: entry.words.start + at.end, text: at.write(next) };
}

/** Words with another ordinal behind the stem; as they are where none is written in digits or as a letter. */
export function withOrdinal(words: string, stem: string, number: number, next: number): string {
  const at = ordinalAt(words, stem, number);
  return at === null ? words : words.slice(0, at.start) + at.write(next) + words.slice(at.end);
}

interface WrittenOrdinal extends Range {
  readonly write: (number: number) => string;
}

/** Where an ordinal stands behind the stem, in digits (`2`) or as a capital (`B`). */
function ordinalAt(words: string, stem: string, number: number): WrittenOrdinal | null {
  const from = Math.max(0, words.toLowerCase().indexOf(stem.toLowerCase()));
  const ordinal = /\d+|(?<=\s)[A-Z](?![\p{L}\p{N}])/gu;
  ordinal.lastIndex = from;
  const found = ordinal.exec(words);
  if (found === null) return null;
  const range = { start: found.index, end: found.index + found[0].length };
  if (/\d/u.test(found[0])) return Number(found[0]) === number ? { ...range, write: String } : null;
  return found[0] === letter(number) ? { ...range, write: letter } : null;
}

/** `A` for 1; digits behind `Z`. */
function letter(number: number): string {
  return number >= 1 && number <= 26 ? String.fromCharCode(64 + number) : String(number);
}

/** A place that names an entry; `text` is null where the number it names stands twice. */
interface Reference extends Range {
  readonly text: string | null;
}

/** Matches `Alternative 3` and `Option B` in running text, over one line end too. */
function mentionOf(stem: string): RegExp {
  const words = stem.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');
  return new RegExp(
    `(?<![\\p{L}\\p{N}])${words}(?:[ \\t]|\\r?\\n[ \\t]{0,8})(\\d{1,4}|\\p{L})(?![\\p{L}\\p{N}]|[.]\\d)`,
    'giu',
  );
}

function mentionsIn(
  source: MarkdownSource,
  stem: string,
  numbers: ReadonlyMap<number, number | null>,
): readonly Reference[] {
  const mention = mentionOf(stem);
  const references: Reference[] = [];
  walk(source.tree, (node) => {
    if (node.type === 'text') references.push(...mentions(source.text, rangeOf(node), stem, mention, numbers));
    return undefined;
  });
  return references;
}

function* mentions(
  text: string,
  range: Range,
  stem: string,
  mention: RegExp,
  numbers: ReadonlyMap<number, number | null>,
): Iterable<Reference> {
  for (const found of text.slice(range.start, range.end).matchAll(mention)) {
    const ordinal = found[1] as string;
    const number = /^\d/u.test(ordinal) ? Number(ordinal) : ordinal.charCodeAt(0) - 64;
    // A letter counts as a capital behind the very stem only: "option a" is running text.
    const isLetter = /^[A-Z]$/u.test(ordinal) && found[0].startsWith(stem);
    if (!/^\d/u.test(ordinal) && !isLetter) continue;
    const next = numbers.get(number);
    if (next === undefined || next === number) continue;
    const end = range.start + found.index + found[0].length;
    const text = next === null ? null : isLetter ? letter(next) : String(next);
    yield { start: end - ordinal.length, end, text };
  }
}
