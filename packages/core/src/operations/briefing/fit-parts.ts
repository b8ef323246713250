import type { BriefingPart } from './briefing-parts.ts';

/** A part with how many of its pieces, from the first on, are told. */
export interface FittedPart {
  readonly part: BriefingPart;
  readonly told: number;
}

/** Says how long a text is for the model that reads it. Of two texts joined it says about their sum. */
export type CountTokens = (text: string) => number;

/**
 * Chooses what is told within a budget: every part as a whole while there is room, in their order; of a part that is too
 * long its first pieces, in half of what is left, so that one long part does not push out all behind it; then more pieces
 * while there is still room. `render` gives the whole text, and what it gives is never longer than the budget. Null when even
 * the text without any part is.
 */
export function fitParts(
  parts: readonly BriefingPart[],
  budget: number,
  countTokens: CountTokens,
  render: (fitted: readonly FittedPart[]) => string,
): { readonly fitted: readonly FittedPart[]; readonly text: string; readonly tokens: number } | null {
  const everything = measured(
    parts.map((part) => ({ part, told: part.pieces.length })),
    countTokens,
    render,
  );
  if (everything.tokens <= budget) return everything;
  const frame = countTokens(render(parts.map((part) => ({ part, told: 0 }))));
  const choice = new Choice(parts, countTokens, budget - frame);
  choice.takeInOrder();
  choice.takeMore();
  for (;;) {
    const result = measured(choice.fitted(), countTokens, render);
    if (result.tokens <= budget) return result;
    if (!choice.giveBack()) return null;
  }
}

function measured(
  fitted: readonly FittedPart[],
  countTokens: CountTokens,
  render: (fitted: readonly FittedPart[]) => string,
) {
  const text = render(fitted);
  return { fitted, text, tokens: countTokens(text) };
}

class Choice {
  readonly #parts: readonly BriefingPart[];
  readonly #costs: readonly (readonly number[])[];
  readonly #told: number[];
  /** Which part the piece that was taken belongs to, in the order of taking. */
  readonly #taken: number[] = [];
  #left: number;

  constructor(parts: readonly BriefingPart[], countTokens: CountTokens, room: number) {
    this.#parts = parts;
    // What a heading and the joints cost is reckoned with the first piece.
    this.#costs = parts.map(({ heading, address, pieces }) =>
      pieces.map(({ text }, place) => countTokens(text) + 1 + (place === 0 ? countTokens(heading + address) + 12 : 0)),
    );
    this.#told = parts.map(() => 0);
    this.#left = room;
  }

  takeInOrder(): void {
    for (const [at, costs] of this.#costs.entries()) {
      const whole = costs.reduce((sum, cost) => sum + cost, 0);
      this.#take(at, whole <= this.#left ? this.#left : Math.floor(this.#left / 2));
    }
  }

  takeMore(): void {
    for (const at of this.#parts.keys()) this.#take(at, this.#left);
  }

  /** Takes the next pieces of a part while they fit into some of the room. */
  #take(at: number, room: number): void {
    let left = room;
    const costs = this.#costs[at] ?? [];
    for (let next = this.#told[at] ?? 0; next < costs.length && (costs[next] ?? 0) <= left; next += 1) {
      left -= costs[next] ?? 0;
      this.#left -= costs[next] ?? 0;
      this.#told[at] = next + 1;
      this.#taken.push(at);
    }
  }

  /** Gives the piece that was taken last back; false when there is none. */
  giveBack(): boolean {
    const at = this.#taken.pop();
    if (at === undefined) return false;
    this.#told[at] = (this.#told[at] ?? 1) - 1;
    return true;
  }

  fitted(): FittedPart[] {
    return this.#parts.map((part, at) => ({ part, told: this.#told[at] ?? 0 }));
  }
}
