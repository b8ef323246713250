import type { Range } from '@specwright/core/text/range.ts';
import type { WantedWord } from './wanted-words.ts';
import { type Word, wordsOf } from './words.ts';

/** Text with the words that were looked for; it is text and nothing else, whatever it looks like. */
export interface Excerpt {
  readonly text: string;
  /** Where they stand in it, in UTF-16 units, in order and apart. */
  readonly marks: readonly Range[];
  /** True when text before or behind it was left out. */
  readonly cut: boolean;
}

const longestExcerpt = 240;
/** How much is shown before the first mark. */
const lead = 60;

/** The stretch of a text in which most marks stand, the first of several. */
export function excerptOf(whole: string, wanted: readonly (readonly WantedWord[])[]): Excerpt {
  const marks = marksIn(whole, wanted);
  if (whole.length <= longestExcerpt) return { text: whole, marks, cut: false };
  const start = wordStart(whole, Math.max(0, bestStart(marks) - lead));
  const end = wordEnd(whole, Math.min(whole.length, start + longestExcerpt));
  return {
    text: whole.slice(start, end),
    marks: marks.flatMap((mark) =>
      mark.start >= start && mark.end <= end ? [{ start: mark.start - start, end: mark.end - start }] : [],
    ),
    cut: true,
  };
}

/** Every place where a wanted word or phrase stands. */
export function marksIn(text: string, wanted: readonly (readonly WantedWord[])[]): Range[] {
  const words = wordsOf(text);
  const byPlace = new Map(words.map((word) => [word.at, word]));
  const found = wanted.flatMap(([first, ...rest]) =>
    first === undefined
      ? []
      : words.flatMap((word): Range[] => {
          if (!isMet(word, first)) return [];
          const others = rest.map((next) => [byPlace.get(word.at + next.at - first.at), next] as const);
          if (!others.every(([other, next]) => other !== undefined && isMet(other, next))) return [];
          return [rangeOf(word, first), ...others.flatMap(([other, next]) => (other ? [rangeOf(other, next)] : []))];
        }),
  );
  return joined(found);
}

function isMet({ lexeme }: Word, wanted: WantedWord): boolean {
  return wanted.open ? lexeme.startsWith(wanted.lexeme) : lexeme === wanted.lexeme;
}

/** Of a pair of signs only the one that was looked for. */
function rangeOf({ range, firstEnd }: Word, { sign }: WantedWord): Range {
  return sign ? { start: range.start, end: firstEnd } : range;
}

function joined(ranges: Range[]): Range[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

function bestStart(marks: readonly Range[]): number {
  let best = { start: 0, count: 0 };
  for (let from = 0, to = 0; from < marks.length; from += 1) {
    const start = marks[from]?.start ?? 0;
    while (to < marks.length && (marks[to]?.end ?? 0) <= start + longestExcerpt - lead) to += 1;
    if (to - from > best.count) best = { start, count: to - from };
  }
  return best.start;
}

/** The beginning of a word near an offset, and never the middle of a sign. */
function wordStart(text: string, offset: number): number {
  if (offset === 0) return 0;
  const space = text.slice(offset, offset + 20).search(/\s/u);
  return space === -1 ? betweenSigns(text, offset) : offset + space + 1;
}

function wordEnd(text: string, offset: number): number {
  if (offset === text.length) return offset;
  const space = text.slice(offset - 20, offset).search(/\s\S*$/u);
  return space === -1 ? betweenSigns(text, offset) : offset - 20 + space;
}

function betweenSigns(text: string, offset: number): number {
  return /^[\udc00-\udfff]/u.test(text.slice(offset, offset + 1)) ? offset + 1 : offset;
}
