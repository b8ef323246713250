import type { Nodes, Paragraph, Root } from 'mdast';
import { LineIndex } from '../text/lines.ts';
import type { Range } from '../text/range.ts';
import { spanOf } from '../text/range.ts';
import { walk } from './walk.ts';

declare module 'mdast' {
  interface RootData {
    /** Stretches read as plain text because reading them in full might take without bound. Absent when there are none. */
    coarse?: readonly Range[];
  }
}

/**
 * What a library can take. Both take more than linear time, or overflow a stack, for a few shapes of text:
 * containers within containers, and many marks that might belong together in one paragraph.
 */
export interface ParseBounds {
  /** A longer text is not given to the library at all; its paragraphs are plain text. */
  readonly units: number;
  /** The inner lines of a longer stretch of lines without a blank line are plain text, but for those that end code or HTML. */
  readonly stretch: { readonly units: number; readonly lines: number };
  /** Marks of quotes and lists at the start of one line; what follows is plain text. */
  readonly depth: number;
  /**
   * For each stretch of lines without a blank line, the square of the marks in it, added up over the text. Stretches
   * that would take more are plain text. The most intricate of 2,400 public documents needs 2.2 million.
   */
  readonly effort: number;
  /** Stretches with fewer marks than this cost nothing. */
  readonly free: number;
  /** `[^` in the whole text; the rest is plain text. */
  readonly footnotes: number;
}

/**
 * Parses within bounds of time and stack, and never throws. Marks beyond the bounds are given to the library as
 * characters without meaning and put back into the tree, so the rest of the text reads as it always does;
 * `root.data.coarse` names the stretches.
 */
export function parseWithin(bounds: ParseBounds, text: string, parse: (text: string) => Root): Root {
  if (text.length > bounds.units) return plainTree(text);
  const marks = marksBeyond(bounds, text);
  try {
    if (marks.offsets.length === 0) return parse(text);
    const base = unusedBlock(text);
    if (base === null) return plainTree(text);
    const tree = parse(replaceMarks(text, marks.offsets, base));
    putMarksBack(tree, base);
    if (marks.lineEnds) countLinesAgain(tree, text);
    tree.data = { coarse: mergeRanges(marks.stretches) };
    return tree;
  } catch {
    return plainTree(text);
  }
}

/** The stretches of a tree that were read as plain text, in text order; see `RootData.coarse`. */
export function coarseStretches(tree: Root): readonly Range[] {
  return tree.data?.coarse ?? [];
}

/** A tree of paragraphs of plain text, one for each stretch of lines without a blank one. */
function plainTree(text: string): Root {
  const lines = new LineIndex(text);
  const position = (start: number, end: number) => ({ start: lines.positionAt(start), end: lines.positionAt(end) });
  const children = stretchesOf(text).map(({ start, end }): Paragraph => {
    const value = text.slice(start, end);
    return {
      type: 'paragraph',
      children: [{ type: 'text', value, position: position(start, end) }],
      position: position(start, end),
    };
  });
  return {
    type: 'root',
    children,
    position: position(0, text.length),
    data: { coarse: [{ start: 0, end: text.length }] },
  };
}

interface Marks {
  /** Sorted. */
  readonly offsets: number[];
  readonly stretches: Range[];
  /** True when line ends are among the offsets, so that the library counts fewer lines than there are. */
  lineEnds: boolean;
}

function marksBeyond(bounds: ParseBounds, text: string): Marks {
  const marks: Marks = { offsets: [], stretches: [], lineEnds: false };
  if (mayBeIntricate(bounds, text)) addIntricate(bounds, text, marks);
  addLong(bounds, text, marks);
  if (hasRunOfPrefix(text, bounds.depth)) addDeep(bounds, text, marks);
  addFootnotes(bounds, text, marks);
  if (marks.offsets.length > 0) {
    marks.offsets.sort((a, b) => a - b);
  }
  return marks;
}

/** Sorted, with those that overlap or touch as one. */
function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged[merged.length - 1];
    if (last === undefined || range.start > last.end) merged.push(range);
    else merged[merged.length - 1] = spanOf(last, range);
  }
  return merged;
}

/**
 * Units of the inner lines, line ends included, and of lines that are long by themselves, so that a paragraph of many
 * words and lines becomes a few words.
 */
function addLong({ stretch: most }: ParseBounds, text: string, marks: Marks): void {
  const least = Math.min(most.units, most.lines);
  if (text.length <= least) return;
  for (const stretch of stretchesOf(text)) {
    if (stretch.end - stretch.start <= least) continue;
    const lines = new LineIndex(text.slice(stretch.start, stretch.end));
    if (stretch.end - stretch.start <= most.units && lines.lineCount <= most.lines) continue;
    marks.stretches.push(stretch);
    addLines(stretch, lines, most.units, marks);
    marks.lineEnds = true;
  }
}

/** `lines` is the index of the stretch. */
function addLines(stretch: Range, lines: LineIndex, longLine: number, marks: Marks): void {
  // The first and the last line tell what kind of block this is and where it ends.
  const inner = (line: number): boolean => {
    if (line === 1 || line >= lines.lineCount) return false;
    return !ENDS_A_BLOCK.test(lines.text.slice(lines.startOfLine(line), lines.endOfLine(line)));
  };
  for (let line = 1; line <= lines.lineCount; line += 1) {
    let from = lines.startOfLine(line);
    let to = lines.endOfLine(line);
    if (!inner(line)) {
      if (to - from <= longLine) continue;
      from += KEPT_OF_LONG_LINE;
    } else if (inner(line + 1)) to = lines.startOfLine(line + 1);
    for (let at = from; at < to; at += 1) {
      if (lines.text.charCodeAt(at) < 128) marks.offsets.push(stretch.start + at);
    }
  }
}

/** Enough to see a heading, a list or a fence. */
const KEPT_OF_LONG_LINE = 100;

/** A fence of code, or the end of a comment. */
const ENDS_A_BLOCK = /^[ \t>]*(?:```|~~~)|-->/u;

/**
 * False when no sum of squares can reach the bound, told by the text's length and, for a long text, by its longest
 * stretch or its marks as a whole; that is nearly every text.
 */
function mayBeIntricate({ effort }: ParseBounds, text: string): boolean {
  if (text.length ** 2 <= effort || text.length * longestStretch(text) <= effort) return false;
  return countMarks(text, { start: 0, end: text.length }) ** 2 > effort;
}

/** Units from one empty line to the next, at most: no stretch is longer. Of lines that end in CR LF none is empty here. */
function longestStretch(text: string): number {
  let longest = 0;
  let start = 0;
  for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n', start)) {
    longest = Math.max(longest, end - start);
    start = end + 2;
  }
  return Math.max(longest, text.length - start);
}

function addIntricate(bounds: ParseBounds, text: string, marks: Marks): void {
  let spent = 0;
  for (const stretch of stretchesOf(text)) {
    const count = countMarks(text, stretch);
    if (count <= bounds.free) continue;
    if (spent + count * count <= bounds.effort) {
      spent += count * count;
      continue;
    }
    marks.stretches.push(stretch);
    for (let at = stretch.start; at < stretch.end; at += 1) {
      // What starts the stretch may make it a block of HTML or a list, which is cheap; that stays.
      if (isMark(text, at) && at > stretch.start) marks.offsets.push(at);
    }
  }
}

function countMarks(text: string, stretch: Range): number {
  let count = 0;
  for (let at = stretch.start; at < stretch.end; at += 1) if (isMark(text, at)) count += 1;
  return count;
}

/** `*_[]<&@!\`, and the unit that makes `://` and `www.` a link. */
function isMark(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit >= 128) return false;
  const kind = MARKS[unit] as number;
  if (kind !== SOMETIMES) return kind === ALWAYS;
  return unit === COLON
    ? text.charCodeAt(at + 1) === SLASH && text.charCodeAt(at + 2) === SLASH
    : (text.charCodeAt(at - 1) | 32) === LETTER_W;
}

const ALWAYS = 1;
const SOMETIMES = 2;
const COLON = 58;
const SLASH = 47;
const LETTER_W = 119;
const MARKS = new Uint8Array(128);
for (const mark of '*_[]<&@!\\') MARKS[mark.charCodeAt(0)] = ALWAYS;
for (const mark of ':.') MARKS[mark.charCodeAt(0)] = SOMETIMES;

/** Marks of quotes and lists at the start of a line beyond the allowed depth. */
function addDeep(bounds: ParseBounds, text: string, marks: Marks): void {
  const onlyLineFeeds = !text.includes('\r');
  for (let start = text.charCodeAt(0) === 0xfeff ? 1 : 0; start < text.length; ) {
    let depth = 0;
    let at = start;
    for (; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit > 62 || PREFIX[unit] === 0) break;
      // A rule of dashes is no list: but for `>`, white space must follow.
      if (PREFIX[unit] !== MARKER || (unit !== QUOTE && !isBlank(text, at + 1))) continue;
      depth += 1;
      if (depth > bounds.depth) marks.offsets.push(at);
    }
    const next = lineAfter(text, at, onlyLineFeeds);
    if (depth > bounds.depth) marks.stretches.push({ start, end: next });
    start = next;
  }
}

/**
 * True when that many units in a row may all stand before a line's content. Of so many units one stands at a place that
 * is looked at, so that nearly the whole text need not be read.
 */
function hasRunOfPrefix(text: string, least: number): boolean {
  for (let probe = 0; probe < text.length; probe += least) {
    let start = probe;
    let end = probe;
    while (end < text.length && isPrefix(text, end)) end += 1;
    while (end > probe && start > 0 && isPrefix(text, start - 1)) start -= 1;
    if (end - start >= least) return true;
  }
  return false;
}

function isPrefix(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit < 64 && PREFIX[unit] !== 0;
}

const BLANK = 1;
const MARKER = 2;
const QUOTE = 62;
const PREFIX = new Uint8Array(64);
for (const mark of ' \t0123456789') PREFIX[mark.charCodeAt(0)] = BLANK;
for (const mark of '>-*+.)') PREFIX[mark.charCodeAt(0)] = MARKER;

function lineAfter(text: string, from: number, onlyLineFeeds: boolean): number {
  if (onlyLineFeeds) {
    const end = text.indexOf('\n', from);
    return end === -1 ? text.length : end + 1;
  }
  let end = from;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end += 1;
  return end + 1;
}

/** The bracket of every `[^` beyond the allowed number. */
function addFootnotes(bounds: ParseBounds, text: string, marks: Marks): void {
  let count = 0;
  let first = -1;
  for (let at = text.indexOf('[^'); at !== -1; at = text.indexOf('[^', at + 2)) {
    count += 1;
    if (count <= bounds.footnotes) continue;
    if (first === -1) first = at;
    marks.offsets.push(at);
  }
  if (first !== -1) marks.stretches.push({ start: first, end: text.length });
}

/**
 * Stretches of lines that may be one paragraph, from the first unit that is no white space to the last: a blank line
 * ends one, and so does a line that starts with a bullet.
 */
function stretchesOf(text: string): Range[] {
  const stretches: Range[] = [];
  let start = -1;
  let end = -1;
  let breaks = 0;
  let lineStart = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let at = lineStart; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) {
      breaks += 1;
      lineStart = at + 1;
    } else if (unit !== 32 && unit !== 9 && unit !== 13) {
      if (start !== -1 && (breaks > 1 || (breaks === 1 && isBullet(text, lineStart, at)))) {
        stretches.push({ start, end });
        start = -1;
      }
      if (start === -1) start = at;
      end = at + 1;
      breaks = 0;
    }
  }
  if (start !== -1) stretches.push({ start, end });
  return stretches;
}

/** True when the line's first unit other than white space is a bullet that may interrupt a paragraph. */
function isBullet(text: string, lineStart: number, at: number): boolean {
  if (at - lineStart > 3 || !'-*+'.includes(text[at] as string)) return false;
  const next = text[at + 2];
  return text[at + 1] === ' ' && next !== undefined && !' \t\r\n'.includes(next);
}

/** True for white space and at the end of a line. */
function isBlank(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === 32 || (unit >= 9 && unit <= 13) || at >= text.length;
}

/** 128 characters of the private use area that the text does not hold, to stand for ASCII; null when it holds all. */
function unusedBlock(text: string): number | null {
  const used = new Set<number>();
  for (const [character] of text.matchAll(/[\uE000-\uF8FF]/gu)) used.add((character.charCodeAt(0) - 0xe000) >> 7);
  for (let block = 0; block < 50; block += 1) if (!used.has(block)) return 0xe000 + (block << 7);
  return null;
}

function replaceMarks(text: string, offsets: readonly number[], base: number): string {
  const parts: string[] = [];
  let at = 0;
  for (const offset of offsets) {
    if (offset < at) continue;
    parts.push(text.slice(at, offset), String.fromCharCode(base + text.charCodeAt(offset)));
    at = offset + 1;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

const TEXTS = ['value', 'alt', 'title', 'url', 'label', 'identifier', 'lang', 'meta'] as const;

function putMarksBack(tree: Root, base: number): void {
  const stands = new RegExp(`[\\u{${base.toString(16)}}-\\u{${(base + 127).toString(16)}}]`, 'gu');
  const mark = (character: string): string => String.fromCharCode(character.charCodeAt(0) - base);
  walk(tree, (node) => {
    const texts = node as Nodes & Partial<Record<(typeof TEXTS)[number], unknown>>;
    for (const name of TEXTS) {
      const text = texts[name];
      if (typeof text === 'string') texts[name] = text.replace(stands, mark);
    }
    return undefined;
  });
}

/** Sets lines and columns from the offsets, which are right. */
function countLinesAgain(tree: Root, text: string): void {
  const lines = new LineIndex(text);
  walk(tree, (node) => {
    const { start, end } = node.position ?? {};
    if (start?.offset !== undefined && end?.offset !== undefined) {
      node.position = { start: lines.positionAt(start.offset), end: lines.positionAt(end.offset) };
    }
    return undefined;
  });
}
