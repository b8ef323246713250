import { describe, expect, it } from 'vitest';
import { clearNearest, listOf } from './did-you-mean.ts';

describe('clearNearest', () => {
  const states = ['provisional', 'implementable', 'implemented', 'deferred'];

  it('finds the one word that was meant', () => {
    expect(clearNearest('imlpemented', states)).toBe('implemented');
    expect(clearNearest('Provisionl', states)).toBe('provisional');
  });

  it('stays silent for words that are far, short, or equally near to two', () => {
    expect(clearNearest('stable', states)).toBeNull();
    expect(clearNearest('at', ['it', 'to'])).toBeNull();
    expect(clearNearest('teat', ['test', 'text', 'team'])).toBeNull();
  });
});

describe('listOf', () => {
  it('names a few and counts the rest', () => {
    expect(listOf(['High'])).toBe('"High"');
    expect(listOf(['High', 'Med', 'Low'])).toBe('"High", "Med" or "Low"');
    expect(listOf('abcdefghij'.split(''))).toMatch(/"h" or one of 2 more$/u);
  });
});
