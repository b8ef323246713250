import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearest } from './nearest.ts';

describe('editDistance', () => {
  test('counts insertions, deletions, replacements and swaps of neighbours', () => {
    expect(editDistance('status', 'status', 2)).toBe(0);
    expect(editDistance('imlpemented', 'implemented', 2)).toBe(1);
    expect(editDistance('stats', 'status', 2)).toBe(1);
    expect(editDistance('kitten', 'sitting', 3)).toBe(3);
    expect(editDistance('kitten', 'sitting', 2)).toBeNull();
    expect(editDistance('', 'ab', 2)).toBe(2);
    expect(editDistance('a', 'b', -1)).toBeNull();
  });

  test('is symmetric, and zero exactly for equal texts', () => {
    const text = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(editDistance(a, b, 12)).toBe(editDistance(b, a, 12));
        expect(editDistance(a, b, 12) === 0).toBe(a === b);
      }),
    );
  });

  test('a bound never changes a distance within it', () => {
    const text = fc.stringMatching(/^[abc]{0,10}$/u);
    fc.assert(
      fc.property(text, text, fc.nat(10), (a, b, most) => {
        const whole = editDistance(a, b, 20) as number;
        expect(editDistance(a, b, most)).toBe(whole <= most ? whole : null);
      }),
    );
  });
});

describe('nearest', () => {
  test('finds what was probably meant, whatever the case', () => {
    expect(nearest('tempaltes', ['rules', 'templates'])).toBe('templates');
    expect(nearest('RULE', ['rules', 'templates'])).toBe('rules');
    expect(nearest('colour', ['rules', 'templates'])).toBeNull();
  });

  test('the first of equally near candidates wins', () => {
    expect(nearest('cat', ['car', 'bat'])).toBe('car');
  });
});
