import fc from 'fast-check';
import type { Draw } from './fault.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';

/** Printed with every failure; give it again to see the same. */
export const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);

/** Streams of choices, the same in every run with this seed: a few, and many in a proof. */
export function draws(): Draw[] {
  const streams = fc.sample(fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), { seed, numRuns: proof ? 60 : 4 });
  return streams.map((stream) => {
    let next = 0;
    return (below) => {
      const drawn = stream[next % stream.length] ?? 0;
      next += 1;
      return drawn % below;
    };
  });
}
