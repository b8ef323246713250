import { expect, test } from 'vitest';
import type { BriefingPart } from './briefing-parts.ts';
import { type FittedPart, fitParts } from './fit-parts.ts';

const countTokens = (text: string): number => text.split(/\s+/u).filter((word) => word !== '').length;
const render = (fitted: readonly FittedPart[]): string =>
  fitted.flatMap(({ part, told }) => part.pieces.slice(0, told).map(({ text }) => text)).join('\n');

/** A part with so many pieces of ten words each. */
function part(address: string, pieces: number): BriefingPart {
  const piece = { text: 'word '.repeat(10).trim(), gap: '\n' };
  return { address, heading: address, kind: 'other', pieces: Array(pieces).fill(piece) };
}

function told(parts: readonly BriefingPart[], budget: number): Record<string, number> {
  const fit = fitParts(parts, budget, countTokens, render);
  return Object.fromEntries((fit?.fitted ?? []).map(({ part: one, told: count }) => [one.address, count]));
}

test('everything is told when it fits to the token', () => {
  expect(told([part('a', 3), part('b', 2)], 50)).toEqual({ a: 3, b: 2 });
});

test('a long part takes half of the room at first, so that others behind it are told too', () => {
  const { long = 0, short, brief } = told([part('long', 100), part('short', 2), part('brief', 1)], 200);
  expect({ short, brief }).toEqual({ short: 2, brief: 1 });
  // Room that is left over in the end is the long part's.
  expect(long).toBeGreaterThan(9);
});

test('what comes first is told first', () => {
  expect(told([part('first', 2), part('last', 2)], 35)).toEqual({ first: 2, last: 0 });
});

test('a piece that is longer than all the room is left out', () => {
  const huge: BriefingPart = { ...part('huge', 1), pieces: [{ text: 'word '.repeat(500), gap: '' }] };
  expect(told([huge, part('small', 1)], 100)).toEqual({ huge: 0, small: 1 });
});

test('there is none when not even the frame fits', () => {
  expect(fitParts([part('a', 1)], 3, countTokens, (fitted) => `four words of frame ${render(fitted)}`)).toBeNull();
});
