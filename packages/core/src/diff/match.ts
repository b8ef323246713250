import { likeness } from './likeness.ts';
import { allParts, type Part, sortOf, textOf } from './part.ts';
import { stretchesOf } from './words.ts';

/** Which part of one text is which part of another. Each part has at most one counterpart, always of its own kind. */
export class PartMatches {
  readonly #after = new Map<Part, Part>();
  readonly #before = new Map<Part, Part>();

  link(before: Part, after: Part): void {
    this.#after.set(before, after);
    this.#before.set(after, before);
  }

  /** The counterpart of a part of the text before; null when it is gone. */
  afterOf(before: Part): Part | null {
    return this.#after.get(before) ?? null;
  }

  /** The counterpart of a part of the text after; null when it is new. */
  beforeOf(after: Part): Part | null {
    return this.#before.get(after) ?? null;
  }
}

/**
 * Finds the parts of `before` again in `after`: first what is the same, then what has the same name, then what has like
 * words, always among the parts of parts that are found already; last, what left the part that held it. The work is
 * bounded: each part is compared by its words with at most `WINDOW` others.
 */
export function matchParts(before: Part, after: Part): PartMatches {
  const matches = new PartMatches();
  matchInside(before, after, matches);
  matchMoved(before, after, matches);
  return matches;
}

function matchInside(before: Part, after: Part, matches: PartMatches): void {
  matches.link(before, after);
  if (before.parts.length === 0 || after.parts.length === 0) return;
  const pairing = new Pairing(
    before.parts.filter((part) => matches.afterOf(part) === null),
    after.parts.filter((part) => matches.beforeOf(part) === null),
  );
  // The cells of a row are told apart by their columns, whatever they say.
  const isRow = before.kind === 'row';
  if (!isRow) pairing.byContent();
  pairing.byKey();
  if (!isRow) pairing.byWords();
  pairing.byPlace();
  for (const [one, other] of pairing.pairs) matchInside(one, other, matches);
}

/** How alike two parts must be to be taken for one by their words: between the same neighbours, and anywhere. */
const ALIKE_BETWEEN = 0.4;
const ALIKE_ANYWHERE = 0.6;
const WINDOW = 24;

/** The pairing of two lists of parts, growing step by step. */
class Pairing {
  readonly pairs: [Part, Part][] = [];
  readonly #before: readonly Part[];
  readonly #after: readonly Part[];
  /** For each place of the one list the place of its counterpart in the other; -1 without one. */
  readonly #afterOf: number[];
  readonly #beforeOf: number[];

  constructor(before: readonly Part[], after: readonly Part[]) {
    this.#before = before;
    this.#after = after;
    this.#afterOf = before.map(() => -1);
    this.#beforeOf = after.map(() => -1);
  }

  /** What says the same: in order first, then wherever it stands. */
  byContent(): void {
    const content = (part: Part): string => `${sortOf(part)} ${part.silent ? textOf(part) : part.print}`;
    let [one, other] = [0, 0];
    for (const { kept, before, after } of stretchesOf(this.#before.map(content), this.#after.map(content))) {
      if (kept) for (const index of before.keys()) this.#link(one + index, other + index);
      one += before.length;
      other += after.length;
    }
    this.#byName((part) => [content(part)], false);
  }

  /** What has the same name, which no other has. */
  byKey(): void {
    this.#byName((part) => part.keys.slice(0, 1).map((key) => `${sortOf(part)} ${key}`), true);
    this.#byName((part) => part.keys.slice(1).map((key) => `${sortOf(part)} ${key}`), true);
  }

  #byName(namesOf: (part: Part) => readonly string[], unique: boolean): void {
    const named = new Map<string, number[]>();
    const counts = new Map<string, number>();
    for (const [index, part] of this.#after.entries()) {
      if (this.#beforeOf[index] !== -1) continue;
      for (const name of namesOf(part)) {
        const places = named.get(name);
        if (places === undefined) named.set(name, [index]);
        else places.push(index);
      }
    }
    const open = [...this.#before.entries()].filter(([index]) => this.#afterOf[index] === -1);
    for (const [, part] of open) for (const name of namesOf(part)) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const [index, part] of open) {
      for (const name of namesOf(part)) {
        const places = named.get(name) ?? [];
        if (unique && (places.length !== 1 || counts.get(name) !== 1)) continue;
        const place = places.shift();
        if (place === undefined || this.#beforeOf[place] !== -1) continue;
        this.#link(index, place);
        break;
      }
    }
  }

  /** What has most words in common, first between the same neighbours, then anywhere near. */
  byWords(): void {
    for (const { before, after } of this.#openStretches()) this.#byLikeness(before, after, ALIKE_BETWEEN);
    const before = [...this.#afterOf.keys()].filter((index) => this.#afterOf[index] === -1);
    const after = [...this.#beforeOf.keys()].filter((index) => this.#beforeOf[index] === -1);
    this.#byLikeness(before, after, ALIKE_ANYWHERE);
  }

  #byLikeness(before: readonly number[], after: readonly number[], least: number): void {
    const found: { one: number; other: number; score: number }[] = [];
    const factor = before.length === 0 ? 0 : after.length / before.length;
    for (const [rank, one] of before.entries()) {
      const middle = Math.round(rank * factor);
      for (const other of after.slice(Math.max(0, middle - WINDOW / 2), middle + WINDOW / 2)) {
        const [part, candidate] = [this.#before[one] as Part, this.#after[other] as Part];
        if (sortOf(part) !== sortOf(candidate) || part.kind === 'field') continue;
        const score = likeness(part, candidate);
        if (score >= least) found.push({ one, other, score });
      }
    }
    found.sort((a, b) => b.score - a.score || Math.abs(a.one - a.other) - Math.abs(b.one - b.other) || a.one - b.one);
    for (const { one, other } of found) {
      if (this.#afterOf[one] === -1 && this.#beforeOf[other] === -1) this.#link(one, other);
    }
  }

  /** What is alone of its kind between the same neighbours on both sides. */
  byPlace(): void {
    for (const { before, after } of this.#openStretches()) {
      for (const one of before) {
        const sort = sortOf(this.#before[one] as Part);
        if (NAMED.has(sort)) continue;
        const others = after.filter((other) => sortOf(this.#after[other] as Part) === sort);
        const rivals = before.filter((other) => sortOf(this.#before[other] as Part) === sort);
        if (others.length === 1 && rivals.length === 1) this.#link(one, others[0] as number);
      }
    }
  }

  #link(before: number, after: number): void {
    this.#afterOf[before] = after;
    this.#beforeOf[after] = before;
    this.pairs.push([this.#before[before] as Part, this.#after[after] as Part]);
  }

  /** Places without a counterpart that stand between counterparts on both sides. */
  #openStretches(): { readonly before: number[]; readonly after: number[] }[] {
    const stretches: { before: number[]; after: number[] }[] = [];
    let at = 0;
    while (at < this.#before.length) {
      if (this.#afterOf[at] !== -1) {
        at += 1;
        continue;
      }
      const before: number[] = [];
      const left = at === 0 ? -1 : (this.#afterOf[at - 1] as number);
      while (at < this.#before.length && this.#afterOf[at] === -1) before.push(at++);
      const after: number[] = [];
      for (let other = left + 1; other < this.#after.length && this.#beforeOf[other] === -1; other += 1)
        after.push(other);
      if (after.length > 0) stretches.push({ before, after });
    }
    return stretches;
  }
}

/** Parts with a name of their own: another name at the same place is another part. */
const NAMED: ReadonlySet<string> = new Set(['section', 'field', 'row', 'footnote', 'definition']);

/** Parts that may leave the part that holds them, and how alike they must be to be known again elsewhere. */
const MOVABLE: ReadonlyMap<string, number> = new Map([
  ['section', ALIKE_ANYWHERE],
  ['entry', ALIKE_ANYWHERE],
  ['row', 1],
  ['item', 1],
  ['paragraph', 1],
  ['table', 1],
  ['list', 1],
  ['code', 1],
  ['quote', 1],
]);

/** Shorter parts are alike by chance. */
const LEAST_UNITS = 12;

function matchMoved(before: Part, after: Part, matches: PartMatches): void {
  const gone = openParts(before, (part) => matches.afterOf(part) !== null);
  const fresh = openParts(after, (part) => matches.beforeOf(part) !== null);
  const byPrint = groupedBy(fresh, ({ print }) => print);
  for (const part of gone) {
    const same = (byPrint.get(part.print) ?? []).filter((other) => matches.beforeOf(other) === null);
    if (same.length === 1 && matches.afterOf(part) === null) matchInside(part, same[0] as Part, matches);
  }
  for (const part of gone) {
    const least = MOVABLE.get(part.kind) as number;
    if (least === 1 || matches.afterOf(part) !== null) continue;
    const other = bestElsewhere(part, fresh, least, matches);
    if (other !== null) matchInside(part, other, matches);
  }
}

/** Sections with the same name need less in common; of the others the most alike wins. */
function bestElsewhere(part: Part, fresh: readonly Part[], least: number, matches: PartMatches): Part | null {
  let best: Part | null = null;
  let most = 0;
  for (const other of fresh.slice(0, WINDOW * 4)) {
    if (sortOf(other) !== sortOf(part) || matches.beforeOf(other) !== null) continue;
    const isNamesake = part.keys[0] !== undefined && part.keys[0] === other.keys[0];
    const score = likeness(part, other) + (isNamesake ? 1 - least : 0);
    if (score >= least && score > most) {
      best = other;
      most = score;
    }
  }
  return best;
}

/** Parts without a counterpart, at any depth, that may have moved. */
function openParts(root: Part, isMatched: (part: Part) => boolean): Part[] {
  const open: Part[] = [];
  for (const part of allParts(root)) {
    const isLong = part.range.end - part.range.start >= LEAST_UNITS;
    if (!part.silent && isLong && MOVABLE.has(part.kind) && !isMatched(part)) open.push(part);
  }
  return open;
}

function groupedBy(parts: readonly Part[], keyOf: (part: Part) => string): Map<string, Part[]> {
  const groups = new Map<string, Part[]>();
  for (const part of parts) {
    const group = groups.get(keyOf(part));
    if (group === undefined) groups.set(keyOf(part), [part]);
    else group.push(part);
  }
  return groups;
}
