import { addedByBoth } from './added-by-both.ts';
import { matchParts, type PartMatches } from './match.ts';
import { mergedOrder, type PlacedTrio, type Trio } from './merge-children.ts';
import { HolderGaps } from './merge-gaps.ts';
import { addedRow, type MergedColumns } from './merge-rows.ts';
import { chooseGap, linesIn, mergeTokens, mergeWhole, wordsIn } from './merge-tokens.ts';
import { type Segment, settled } from './merged-text.ts';
import { allParts, type Part, textOf } from './part.ts';
import { renumbered } from './renumber.ts';

/** Unchanged words that must stand between changes of the two sides for both to be made. */
const WORDS_APART = 3;

/** Merges two trees of parts that were made from one. The sides can be exchanged; clashes are then exchanged, too. */
export function mergeParts(base: Part, left: Part, right: Part): Segment[] {
  const merge = new PartMerge(matchParts(base, left), matchParts(base, right));
  merge.findEntered(base, left, right);
  return merge.merge({ base, left, right });
}

class PartMerge {
  readonly #left: PartMatches;
  readonly #right: PartMatches;
  /** What holds each part of the three trees, and at which place. */
  readonly #holders = new Map<Part, { readonly holder: Part; readonly place: number }>();
  /** Parts of either side in which something stands that came from elsewhere. */
  readonly #entered = new Set<Part>();

  constructor(left: PartMatches, right: PartMatches) {
    this.#left = left;
    this.#right = right;
  }

  findEntered(base: Part, left: Part, right: Part): void {
    for (const tree of [base, left, right]) {
      for (const holder of allParts(tree)) {
        for (const [place, part] of holder.parts.entries()) this.#holders.set(part, { holder, place });
      }
    }
    this.#findEnteredIn(left, this.#left);
    this.#findEnteredIn(right, this.#right);
  }

  /** True when the part or anything in it came from elsewhere. */
  #findEnteredIn(holder: Part, matches: PartMatches): boolean {
    let entered = false;
    for (const part of holder.parts) {
      const base = matches.beforeOf(part);
      const isForeign = base !== null && matches.beforeOf(holder) !== this.#holders.get(base)?.holder;
      if (this.#findEnteredIn(part, matches) || isForeign) entered = true;
    }
    if (entered) this.#entered.add(holder);
    return entered;
  }

  merge(trio: Trio): Segment[] {
    const { base, left, right } = trio;
    const plain = this.#unlessChangedByBoth(trio);
    if (plain !== null) return [settled(plain)];
    if (left !== null && right !== null && hasLeaf(base, left, right)) return mergeLeaf(base, left, right);
    return this.#mergeParts(trio);
  }

  /** The text when at most one side changed it and nothing in it came from elsewhere; else null. */
  #unlessChangedByBoth({ base, left, right }: Trio): string | null {
    if ([left, right].some((part) => part !== null && this.#entered.has(part))) return null;
    const [o, a, b] = [base, left, right].map((part) => (part === null ? null : textOf(part)));
    if (a === null || b === null) return a ?? b ?? null;
    if (a === b || b === o) return a as string;
    return a === o ? (b as string) : null;
  }

  #mergeParts({ base, left, right }: Trio): Segment[] {
    const gaps = new HolderGaps(base, left, right);
    const order = mergedOrder(this.#triosIn({ base, left, right }));
    const columns = this.#columnsOf(order);
    const merged = renumbered(
      order.map((trio) => ({ trio, segments: this.#mergeChild(trio, columns) })),
      [base, left, right],
    );
    const segments: Segment[] = [settled(gaps.first)];
    let last: PlacedTrio | null = null;
    for (const { trio, segments: own } of merged) {
      if (last !== null) segments.push(settled(gaps.between(last, trio)));
      for (const segment of own) segments.push(segment);
      last = trio;
    }
    segments.push(settled(gaps.last));
    return segments;
  }

  /** The columns that a table has in the end; null for parts that are no rows. */
  #columnsOf(order: readonly PlacedTrio[]): MergedColumns | null {
    const header = order.find(({ base, left, right }) => (base ?? left ?? right)?.keys[0] === '(columns)');
    if (header === undefined || header.left === null || header.right === null) return null;
    return mergedOrder(this.#triosIn(header));
  }

  /** A part that one side took away and the other changed is a clash; `#triosIn` leaves out what may go. */
  #mergeChild(trio: PlacedTrio, columns: MergedColumns | null): Segment[] {
    const { base, left, right } = trio;
    const added = base !== null || columns === null ? null : left === null ? right : right === null ? left : null;
    if (added?.kind === 'row' && columns !== null) return [addedRow(added, left === null ? 2 : 1, columns)];
    if (base === null || (left !== null && right !== null)) return this.merge(trio);
    return [
      { kind: 'clash', left: textOrNone(left), right: textOrNone(right), base: textOf(base), address: base.address },
    ];
  }

  /** The parts that stand in the merged holder. */
  #triosIn(holder: Trio): PlacedTrio[] {
    const trios: PlacedTrio[] = [];
    const seen = new Set<Part>();
    const add = (trio: Trio): void => {
      for (const part of [trio.base, trio.left, trio.right]) if (part !== null) seen.add(part);
      const at = (['base', 'left', 'right'] as const).map((side) => this.#placeOf(holder[side], trio[side]));
      trios.push({ ...trio, at: at as [number, number, number] });
    };
    const fresh = addedByBoth(holder, this.#left, this.#right);
    for (const part of holder.left?.parts ?? []) {
      const trio = this.#trioOfLeft(part, fresh);
      if (this.#belongsHere(trio, holder)) add(trio);
      else seen.add(part);
    }
    for (const part of holder.right?.parts ?? []) {
      if (seen.has(part)) continue;
      const base = this.#right.beforeOf(part);
      const trio = { base, left: base === null ? null : this.#left.afterOf(base), right: part };
      if (this.#belongsHere(trio, holder)) add(trio);
    }
    return trios;
  }

  #trioOfLeft(part: Part, fresh: ReadonlyMap<Part, Part>): Trio {
    const base = this.#left.beforeOf(part);
    return { base, left: part, right: base === null ? (fresh.get(part) ?? null) : this.#right.afterOf(base) };
  }

  /** Whether a part stands in this holder in the end: where the side that moved it put it, unless it was taken away. */
  #belongsHere(trio: Trio, holder: Trio): boolean {
    const { base, left, right } = trio;
    if (base === null) return true;
    const [inLeft, inRight] = [this.#isPartOf(left, holder.left), this.#isPartOf(right, holder.right)];
    if (left === null || right === null)
      return !this.#mayGo(base, left ?? right, left === null ? this.#left : this.#right);
    if (inLeft && inRight) return true;
    if (this.#isPartOf(base, holder.base)) return false;
    // When both moved it to different places, it stands at one of these, whichever side is asked.
    const [own, other] = inLeft ? [left, right] : [right, left];
    const [ownMatches, otherMatches] = inLeft ? [this.#left, this.#right] : [this.#right, this.#left];
    if (this.#stayed(base, other, otherMatches)) return true;
    const [here, there] = [this.#placeNameOf(own, ownMatches), this.#placeNameOf(other, otherMatches)];
    return here === there ? inLeft : here < there;
  }

  #isPartOf(part: Part | null, holder: Part | null): boolean {
    return part !== null && holder !== null && this.#holders.get(part)?.holder === holder;
  }

  #placeOf(holder: Part | null, part: Part | null): number {
    return part !== null && this.#isPartOf(part, holder) ? (this.#holders.get(part)?.place ?? -1) : -1;
  }

  /** Tells places apart without regard to sides; of holders that say the same, by what they were in the base. */
  #placeNameOf(part: Part, matches: PartMatches): string {
    const holder = this.#holders.get(part)?.holder;
    if (holder === undefined) return part.address;
    return `${part.address} ${textOf(holder)} ${matches.beforeOf(holder)?.range.start ?? ''}`;
  }

  /** True when a side left the part in the part that held it. */
  #stayed(base: Part, part: Part, matches: PartMatches): boolean {
    const holder = this.#holders.get(base)?.holder;
    return holder !== undefined && this.#isPartOf(part, matches.afterOf(holder));
  }

  /** True when nothing new is lost with a part that the other side took away. */
  #mayGo(base: Part, kept: Part | null, gone: PartMatches): boolean {
    if (kept === null || textOf(base) === textOf(kept) || (kept.parts.length === 0 && base.print === kept.print))
      return true;
    if (kept.parts.length === 0 || base.parts.length === 0) return false;
    const own = gone === this.#left ? this.#right : this.#left;
    return kept.parts.every((part) => {
      const before = own.beforeOf(part);
      if (before === null) return false;
      return gone.afterOf(before) !== null || this.#mayGo(before, part, gone);
    });
  }
}

function textOrNone(part: Part | null): string {
  return part === null ? '' : textOf(part);
}

function hasLeaf(base: Part | null, left: Part, right: Part): boolean {
  return left.parts.length === 0 || right.parts.length === 0 || base?.parts.length === 0;
}

/** Kinds whose text is style alone: of two styles either may stand. */
const STYLES: ReadonlySet<string> = new Set(['mark', 'break', 'box']);
/** Kinds whose lines must not flow into each other. */
const LINES: ReadonlySet<string> = new Set([
  'code',
  'html',
  'front-matter',
  'table',
  'list',
  'document',
  'section',
  'entry',
]);

function mergeLeaf(base: Part | null, left: Part, right: Part): Segment[] {
  const [o, a, b] = [textOrNone(base), textOf(left), textOf(right)];
  if (STYLES.has(left.kind)) return [settled(chooseGap(base === null ? undefined : o, a, b) ?? a)];
  const { address } = base ?? left;
  if (LINES.has(left.kind) || LINES.has(right.kind)) {
    const segments = mergeTokens(linesIn(o), linesIn(a), linesIn(b), 0);
    return segments.map((segment) => (segment.kind === 'clash' ? { ...segment, address } : segment));
  }
  const merged = mergeWhole(wordsIn(o), wordsIn(a), wordsIn(b), WORDS_APART);
  if (merged.kind === 'text') return [merged];
  const later = left.kind === 'field' && left.silent ? laterDate(a, b) : null;
  return [later === null ? { ...merged, address } : settled(later)];
}

const DATE = /[0-9]{4}-[0-9]{2}-[0-9]{2}/gu;

/** Of two texts that differ in one date (ISO 8601) alone the one with the later; null for others. */
function laterDate(left: string, right: string): string | null {
  const [one, other] = [left.match(DATE) ?? [], right.match(DATE) ?? []];
  if (one.length !== 1 || other.length !== 1 || left.replace(DATE, '') !== right.replace(DATE, '')) return null;
  return (one[0] as string) > (other[0] as string) ? left : right;
}
