import { largest } from './merge-tokens.ts';
import { keptInOrder } from './order.ts';
import { type Part, sortOf, textOf } from './part.ts';

/** One part in the three texts; null where it is not. */
export interface Trio {
  readonly base: Part | null;
  readonly left: Part | null;
  readonly right: Part | null;
}

/** Where each trio stands among the parts of the three holders; -1 where it is not among them. */
export interface PlacedTrio extends Trio {
  readonly at: readonly [base: number, left: number, right: number];
}

/**
 * The order in which the parts of a merged holder stand. What neither side moved keeps its order; what one side moved or
 * added stands behind the part that it follows there. Where both sides put something at one place, blocks come before
 * sections, and then the smaller text first, so that the sides can be exchanged.
 */
export function mergedOrder(trios: readonly PlacedTrio[]): PlacedTrio[] {
  const common = trios.filter(({ at }) => at.every((place) => place !== -1));
  const inLeft = keptOn(common, 1);
  const inRight = keptOn(common, 2);
  const stable = common
    .filter((trio) => inLeft.has(trio) && inRight.has(trio))
    .sort((one, other) => one.at[0] - other.at[0]);
  const anchors = new Map(stable.map((trio, index) => [trio, index + 1]));
  const decisive = decisiveSide(trios);
  const sideOf = (trio: PlacedTrio): 1 | 2 => {
    if (trio.at[1] === -1) return 2;
    if (trio.at[2] === -1) return 1;
    if (trio.at[0] === -1 || inLeft.has(trio) === inRight.has(trio)) return decisive;
    return inLeft.has(trio) ? 2 : 1;
  };
  const left = runsOf(trios, 1, anchors, sideOf);
  const right = runsOf(trios, 2, anchors, sideOf);
  const order: PlacedTrio[] = [];
  for (let slot = 0; slot <= stable.length; slot += 1) {
    const anchor = stable[slot - 1];
    if (anchor !== undefined) order.push(anchor);
    for (const trio of joinedRuns(left.get(slot) ?? [], right.get(slot) ?? [])) order.push(trio);
  }
  return order;
}

/** The trios that a side left in the order of the base. */
function keptOn(common: readonly PlacedTrio[], side: 1 | 2): Set<PlacedTrio> {
  const sorted = [...common].sort((one, other) => one.at[side] - other.at[side]);
  const kept = keptInOrder(sorted.map(({ at }) => at[0]));
  return new Set(sorted.filter((_, place) => kept.has(place)));
}

/** Where both sides moved a part, the side whose order reads smaller decides. */
function decisiveSide(trios: readonly PlacedTrio[]): 1 | 2 {
  const order = (side: 1 | 2): string =>
    trios
      .filter(({ at }) => at[side] !== -1)
      .sort((one, other) => one.at[side] - other.at[side])
      .map(rankOfTrio)
      .join('\u{1}');
  return order(1) <= order(2) ? 1 : 2;
}

/** What one side puts behind each anchor, by the anchor's slot; slot 0 is before the first one. */
function runsOf(
  trios: readonly PlacedTrio[],
  side: 1 | 2,
  anchors: ReadonlyMap<PlacedTrio, number>,
  sideOf: (trio: PlacedTrio) => 1 | 2,
): Map<number, PlacedTrio[]> {
  const runs = new Map<number, PlacedTrio[]>();
  let slot = 0;
  const present = trios.filter(({ at }) => at[side] !== -1).sort((one, other) => one.at[side] - other.at[side]);
  for (const trio of present) {
    const anchor = anchors.get(trio);
    if (anchor !== undefined) slot = anchor;
    else if (sideOf(trio) === side) {
      const run = runs.get(slot);
      if (run === undefined) runs.set(slot, [trio]);
      else run.push(trio);
    }
  }
  return runs;
}

function joinedRuns(left: readonly PlacedTrio[], right: readonly PlacedTrio[]): PlacedTrio[] {
  if (left.length === 0 || right.length === 0) return [...left, ...right];
  const isSection = (trio: PlacedTrio): boolean => sortOf(anyOf(trio)) === 'section';
  const order = (runs: readonly (readonly PlacedTrio[])[]): PlacedTrio[] => {
    const text = (run: readonly PlacedTrio[]): string => run.map(rankOfTrio).join('\u{1}');
    return [...runs].sort((one, other) => (text(one) < text(other) ? -1 : 1)).flat();
  };
  const blocks = [left, right].map((run) => run.filter((trio) => !isSection(trio)));
  const sections = [left, right].map((run) => run.filter(isSection));
  return [...order(blocks), ...order(sections)];
}

export function anyOf({ base, left, right }: Trio): Part {
  return (left ?? right ?? base) as Part;
}

/** The same for both orders of the sides; of equal texts the place in the base tells which is which. */
function rankOfTrio({ base, left, right }: PlacedTrio): string {
  const text = largest([left, right].flatMap((part) => (part === null ? [] : [textOf(part)]))) ?? '';
  return `${text}\u{2}${base?.range.start ?? ''}`;
}
