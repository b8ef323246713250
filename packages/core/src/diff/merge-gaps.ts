import { anyOf, type PlacedTrio } from './merge-children.ts';
import { chooseGap, largest } from './merge-tokens.ts';
import { gapsOf, type Part, sortOf } from './part.ts';

/** The three holders whose parts are put together, and what stands between these. */
export class HolderGaps {
  readonly #kind: Part['kind'];
  /** Of base, left and right; null for a holder that is not there. */
  readonly #gaps: readonly (readonly string[] | null)[];
  readonly #kinds: readonly (readonly Part['kind'][])[];

  constructor(base: Part | null, left: Part | null, right: Part | null) {
    this.#kind = (left ?? right ?? (base as Part)).kind;
    this.#gaps = [base, left, right].map((holder) => (holder === null ? null : gapsOf(holder)));
    this.#kinds = [base, left, right].map((holder) => holder?.parts.map(({ kind }) => kind) ?? []);
  }

  /** What stands before the first part. */
  get first(): string {
    const [base, left, right] = this.#gaps.map((gaps) => gaps?.[0]);
    return chooseGap(base, left, right) ?? '';
  }

  /** What stands behind the last part. */
  get last(): string {
    const [base, left, right] = this.#gaps.map((gaps) => gaps?.at(-1));
    return chooseGap(base, left, right) ?? '';
  }

  /** What stands between two parts: as a side has it where they are neighbours, else as parts are told apart here. */
  between(one: PlacedTrio, other: PlacedTrio): string {
    const [base, left, right] = this.#gaps.map((gaps, side) => {
      const [from, to] = [one.at[side] as number, other.at[side] as number];
      return from !== -1 && to === from + 1 ? gaps?.[to] : undefined;
    });
    return chooseGap(base, left, right) ?? this.#usual(one, other);
  }

  /** The widest gap that either part has beside it anywhere; between blocks at least a blank line. */
  #usual(one: PlacedTrio, other: PlacedTrio): string {
    const beside: string[] = [];
    for (const [side, gaps] of this.#gaps.entries()) {
      if (gaps === null) continue;
      const [from, to] = [one.at[side] as number, other.at[side] as number];
      if (from !== -1 && from + 2 < gaps.length) beside.push(gaps[from + 1] as string);
      if (to > 0) beside.push(gaps[to] as string);
    }
    const widest = largest(beside) ?? this.#anywhere(anyOf(one).kind);
    return this.#holdsBlocks() && needsBlankLine(one, other) ? withBlankLine(widest) : widest;
  }

  /** A gap behind a part of this kind, or any other. */
  #anywhere(kind: Part['kind']): string {
    const inner = this.#gaps.flatMap((gaps, side) =>
      (gaps ?? []).slice(1, -1).map((gap, index) => ({ gap, kind: this.#kinds[side]?.[index] })),
    );
    const alike = inner.filter((each) => each.kind === kind);
    return largest((alike.length > 0 ? alike : inner).map(({ gap }) => gap)) ?? usualGaps[this.#kind] ?? '\n\n';
  }

  #holdsBlocks(): boolean {
    return blockHolders.has(this.#kind);
  }
}

const blockHolders: ReadonlySet<string> = new Set(['document', 'section', 'entry', 'item']);

const usualGaps: Readonly<Partial<Record<Part['kind'], string>>> = {
  list: '\n',
  table: '\n',
  row: ' | ',
  paragraph: '\n',
  item: ' ',
  'front-matter': '\n',
};

/** Behind marks of an item its text goes on; everything else would flow together without a blank line. */
function needsBlankLine(one: PlacedTrio, other: PlacedTrio): boolean {
  const [kind, next] = [anyOf(one).kind, anyOf(other).kind];
  if (kind === 'mark' || kind === 'box') return false;
  return sortOf(anyOf(one)) === 'section' || next !== 'list' || kind === 'list' || kind === 'table';
}

function withBlankLine(gap: string): string {
  if ((gap.match(/\n/gu)?.length ?? 0) >= 2) return gap;
  const feed = gap.lastIndexOf('\n');
  return feed === -1 ? '\n\n' : `${gap.slice(0, feed)}\n${gap.slice(feed)}`;
}
