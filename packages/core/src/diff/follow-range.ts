import type { BoundDocument } from '../document/document.ts';
import { commonEnd, commonStart } from '../text/common-ends.ts';
import { FoldedText } from '../text/folded-text.ts';
import { containsRange, type Range } from '../text/range.ts';
import { partsOf } from './document-parts.ts';
import { matchParts, type PartMatches } from './match.ts';
import { allParts, type Part, textOf } from './part.ts';
import { stretchesOf, tokensOf } from './words.ts';

/** What became of a stretch of a text. */
export interface Followed {
  /** `same`: the same words, white space aside; `gone`: nothing is left of them, and `range` is of what held them. */
  readonly kind: 'same' | 'changed' | 'gone';
  /** In the text after. */
  readonly range: Range;
}

/** Texts of parts beyond this are not compared word by word; words are still found in them where they stand unchanged. */
const MOST_UNITS = 100_000;

/** How many places with the same words are looked at. */
const MOST_PLACES = 20;

/** Units of a text that must agree, words and what stands around them together, for words to be known again elsewhere. */
const LEAST_ALIKE = 16;
const MOST_AROUND = 32;

/** The share of words that must be left for what is left to be the same place, unless others were put there in their own block. */
const LEAST_LEFT = 1 / 3;

/**
 * Follows stretches of one text of a document into another text of it. What the edits between the two left alone is found again with
 * the same words. Near-linear in the texts, and made once for as many stretches as there are.
 */
export class TextFollower {
  readonly #before: Side;
  readonly #after: Side;
  /** Units that both texts begin and end with. */
  readonly #head: number;
  readonly #tail: number;
  #known: PartMatches | null = null;

  constructor(before: BoundDocument, after: BoundDocument) {
    this.#before = new Side(before);
    this.#after = new Side(after);
    const [one, other] = [this.#before.text, this.#after.text];
    this.#head = commonStart(one, other);
    this.#tail = commonEnd(one, other, Math.min(one.length, other.length) - this.#head);
  }

  /** Where a stretch is now; it must not be empty. */
  follow(range: Range): Followed {
    const mapped = this.#mapped(range, true);
    if (mapped.kind === 'same') return mapped;
    return this.#elsewhere(range) ?? mapped;
  }

  /** Where the part at an address is now, and whether it says the same; null when the text has no part of that address. */
  followPart(address: string): (Followed & { readonly address: string }) | null {
    const part = this.#before.partAt(address);
    if (part === null) return null;
    const other = this.#matches.afterOf(part);
    if (other !== null) {
      const kind = other.print === part.print ? 'same' : 'changed';
      return { kind, range: other.range, address: other.address };
    }
    const held = this.#heldBy(this.#before.pathTo(part.range), true);
    return { kind: 'gone', range: held.range, address: held.address };
  }

  get #matches(): PartMatches {
    this.#known ??= matchParts(this.#before.root, this.#after.root);
    return this.#known;
  }

  /** Where a stretch is now, or with `forth` false where one of the text after was, by what is kept around it. */
  #mapped(range: Range, forth: boolean): Followed {
    const [from, to] = forth ? [this.#before, this.#after] : [this.#after, this.#before];
    if (range.end <= this.#head) return { kind: 'same', range };
    const shift = to.text.length - from.text.length;
    if (range.start >= from.text.length - this.#tail) {
      return { kind: 'same', range: { start: range.start + shift, end: range.end + shift } };
    }
    const kept = keptLines(from, to, range);
    if (kept !== null) return { kind: 'same', range: kept };
    const path = from.pathTo(range);
    const other = this.#heldBy(path, forth);
    const part = path.find((one) => this.#counterpart(one, forth) === other) ?? from.root;
    return mapWithin(part, other, range, part === path[0]) ?? { kind: 'gone', range: other.range };
  }

  /** The counterpart of the innermost part of a path that has one. */
  #heldBy(path: readonly Part[], forth: boolean): Part {
    for (const part of path) {
      const other = this.#counterpart(part, forth);
      if (other !== null) return other;
    }
    return forth ? this.#after.root : this.#before.root;
  }

  #counterpart(part: Part, forth: boolean): Part | null {
    return forth ? this.#matches.afterOf(part) : this.#matches.beforeOf(part);
  }

  /** The same words at a place that they may have been taken to: the nearest part first, there where most around them agrees. */
  #elsewhere(range: Range): Followed | null {
    const words = new FoldedText(this.#before.text.slice(range.start, range.end));
    const isAlone = this.#before.folded.find(words, this.#before.whole, 2).length === 1;
    let best: { readonly range: Range; readonly alike: number } | null = null;
    for (const part of this.#before.pathTo(range)) {
      const within = this.#matches.afterOf(part);
      if (within === null) continue;
      for (const place of this.#after.folded.find(words, within.range, MOST_PLACES)) {
        const alike = words.text.length + this.#around(range, place);
        if (alike < LEAST_ALIKE || alike <= (best?.alike ?? 0)) continue;
        // What stood elsewhere before is not what is looked for.
        const was = isAlone ? null : this.#mapped(place, false);
        if (was?.kind === 'same' && was.range.start !== range.start) continue;
        best = { range: place, alike };
      }
      if (best !== null) return { kind: 'same', range: best.range };
    }
    return null;
  }

  /** How many units before and behind two stretches agree. */
  #around(range: Range, place: Range): number {
    const [one, other] = [this.#before.folded, this.#after.folded];
    const [left, right] = [one.indexAt(range.start), other.indexAt(place.start)];
    const [leftEnd, rightEnd] = [one.indexAt(range.end), other.indexAt(place.end)];
    const before = commonEnd(
      one.text.slice(Math.max(0, left - MOST_AROUND), left),
      other.text.slice(Math.max(0, right - MOST_AROUND), right),
    );
    const behind = commonStart(
      one.text.slice(leftEnd, leftEnd + MOST_AROUND),
      other.text.slice(rightEnd, rightEnd + MOST_AROUND),
    );
    return before + behind;
  }
}

/** Where the lines of a stretch are, when they stand once in both texts; null otherwise. Most need not be looked for any further. */
function keptLines(from: Side, to: Side, range: Range): Range | null {
  const first = range.start === 0 ? 0 : from.text.lastIndexOf('\n', range.start - 1) + 1;
  const end = from.text.indexOf('\n', range.end);
  const lines = from.text.slice(first, end === -1 ? from.text.length : end);
  const [line = ''] = lines.split('\n', 1);
  const place = to.lines.get(line) ?? null;
  if (place === null || from.lines.get(line) !== first) return null;
  if (!to.text.startsWith(lines, place) || !isLineEnd(to.text, place + lines.length)) return null;
  return { start: place + range.start - first, end: place + range.end - first };
}

function isLineEnd(text: string, at: number): boolean {
  return at === text.length || text[at] === '\n';
}

/** One of the two texts, read as far as it is asked about. */
class Side {
  readonly #document: BoundDocument;
  readonly text: string;
  readonly whole: Range;
  #root: Part | null = null;
  #folded: FoldedText | null = null;
  #parts: ReadonlyMap<string, Part> | null = null;
  #lines: ReadonlyMap<string, number | null> | null = null;

  constructor(document: BoundDocument) {
    this.#document = document;
    this.text = document.source.text;
    this.whole = { start: 0, end: this.text.length };
  }

  get root(): Part {
    this.#root ??= partsOf(this.#document);
    return this.#root;
  }

  get folded(): FoldedText {
    this.#folded ??= new FoldedText(this.text);
    return this.#folded;
  }

  /** For each line of the text where it starts; null for one that stands there more often. */
  get lines(): ReadonlyMap<string, number | null> {
    if (this.#lines === null) {
      const lines = new Map<string, number | null>();
      let at = 0;
      for (const line of this.text.split('\n')) {
        lines.set(line, lines.has(line) ? null : at);
        at += line.length + 1;
      }
      this.#lines = lines;
    }
    return this.#lines;
  }

  /** The outermost part with an address; null for none, and for the preamble, which is several parts beside each other. */
  partAt(address: string): Part | null {
    if (address === '(preamble)') return null;
    if (this.#parts === null) {
      const parts = new Map<string, Part>();
      for (const part of allParts(this.root)) if (!parts.has(part.address)) parts.set(part.address, part);
      this.#parts = parts;
    }
    return address === '(document)' ? this.root : (this.#parts.get(address) ?? null);
  }

  /** The parts that hold a stretch, the innermost first. */
  pathTo(range: Range): Part[] {
    const path: Part[] = [];
    for (let part: Part | undefined = this.root; part !== undefined; ) {
      path.unshift(part);
      part = part.parts.find((child) => containsRange(child.range, range));
    }
    return path;
  }
}

/** Where a stretch of a part is in its counterpart, by the words that both have; null when too little of it is left. */
function mapWithin(part: Part, other: Part, range: Range, isOwn: boolean): Followed | null {
  const [before, after] = [textOf(part), textOf(other)];
  if (before.length > MOST_UNITS || after.length > MOST_UNITS) return null;
  const wanted = { start: range.start - part.range.start, end: range.end - part.range.start };
  const found = new Span();
  let left = 0;
  let come = 0;
  let [at, to] = [0, 0];
  for (const { kept, before: gone, after: put } of stretchesOf(tokensOf(before), tokensOf(after))) {
    const [end, toEnd] = [at + lengthOf(gone), to + lengthOf(put)];
    const [first, last] = [Math.max(at, wanted.start), Math.min(end, wanted.end)];
    if (kept && first < last) {
      found.add(to + first - at, to + last - at);
      left += ink(before.slice(first, last));
    } else if (!kept && at < wanted.end && end > wanted.start) {
      found.add(to, toEnd);
      come += ink(after.slice(to, toEnd));
    }
    [at, to] = [end, toEnd];
  }
  const quote = before.slice(wanted.start, wanted.end);
  if (left < LEAST_LEFT * ink(quote) && !(isOwn && come > 0)) return null;
  const mapped = withoutSpace(after, found.range);
  if (mapped.start === mapped.end) return null;
  const words = after.slice(mapped.start, mapped.end);
  const kind = new FoldedText(words).text === new FoldedText(quote).text.trim() ? 'same' : 'changed';
  const { start } = other.range;
  return { kind, range: { start: start + mapped.start, end: start + mapped.end } };
}

/** The smallest range that holds everything added to it. */
class Span {
  #start = Number.POSITIVE_INFINITY;
  #end = 0;

  add(start: number, end: number): void {
    if (start === end) return;
    this.#start = Math.min(this.#start, start);
    this.#end = Math.max(this.#end, end);
  }

  get range(): Range {
    return this.#start > this.#end ? { start: 0, end: 0 } : { start: this.#start, end: this.#end };
  }
}

function withoutSpace(text: string, { start, end }: Range): Range {
  const words = text.slice(start, end);
  const first = start + words.length - words.trimStart().length;
  return { start: Math.min(first, end), end: Math.max(first, start + words.trimEnd().length) };
}

function lengthOf(tokens: readonly string[]): number {
  return tokens.reduce((sum, token) => sum + token.length, 0);
}

/** Units that are no white space. */
function ink(text: string): number {
  return text.replace(/\s+/gu, '').length;
}
