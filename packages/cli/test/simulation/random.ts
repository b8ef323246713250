import { createHash } from 'node:crypto';

/** Draws that are the same for the same seed. */
export class Random {
  readonly #seed: string;
  #drawn = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** A whole number from 0 on, below `limit`. */
  below(limit: number): number {
    this.#drawn += 1;
    const hash = createHash('sha256').update(`${this.#seed} ${this.#drawn}`).digest();
    return hash.readUIntBE(0, 6) % limit;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new Error('There is nothing to pick from');
    return from[this.below(from.length)] as T;
  }

  /** One of some by their weights, which are whole numbers. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
    let left = this.below(choices.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, choice] of choices) {
      if (left < weight) return choice;
      left -= weight;
    }
    throw new Error('Weights are whole numbers');
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }
}
