import { describe, expect, test } from 'vitest';
import { draws, seed } from './mutation/draws.ts';
import { placesOf } from './mutation/places.ts';
import { rewrites } from './mutation/rewrites.ts';
import { findingsOf, specimens } from './mutation/specimen.ts';

const places = specimens().map(placesOf);

describe('another way to write the same document raises nothing', () => {
  test.each(rewrites.map((each) => [each.name, each] as const))('%s', (_name, { rewrite }) => {
    let rewritten = 0;
    const raised = new Set<string>();
    for (const place of places) {
      for (const draw of draws()) {
        const text = rewrite(place, draw);
        if (text === null) continue;
        rewritten += 1;
        for (const { code, message, range } of findingsOf(place.specimen, text)) {
          const where = JSON.stringify(text.slice(range.start, range.end).slice(0, 80));
          raised.add(`${place.specimen.name}: ${code} ${message} at ${range.start} ${where}`);
        }
      }
    }
    expect(rewritten, 'no good document has a place for this rewrite').toBeGreaterThan(0);
    expect([...raised], `seed ${seed}`).toEqual([]);
  });
});
