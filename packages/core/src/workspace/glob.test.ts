import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { expandBraces, matcher } from './glob.ts';

describe('matcher', () => {
  test.each([
    ['specs/*.md', 'specs/0001.md', true],
    ['specs/*.md', 'specs/old/0001.md', false],
    ['specs/**', 'specs/old/0001.md', true],
    ['specs/**', 'specs', false],
    ['**', 'a.md', true],
    ['specs/', 'specs/old/0001.md', true],
    ['./specs/*.md', 'specs/a.md', true],
    ['**/*.md', 'a.md', true],
    ['**/README.md', 'keps/a/README.md', true],
    ['docs/{rfcs,adrs}/*.md', 'docs/adrs/7.md', true],
    ['docs/{rfcs,adrs}/*.md', 'docs/notes/7.md', false],
    ['{a,{b,c}d}.md', 'cd.md', true],
    ['0???-*.md', '0007-queue.md', true],
    ['[a-c]*.md', 'b.md', true],
    ['[!a-c]*.md', 'b.md', false],
    ['\\*.md', '*.md', true],
    ['\\*.md', 'a.md', false],
    ['?.md', '🙂.md', true],
    ['.github/*.md', '.github/a.md', true],
    ['*', '.hidden', true],
    ['', 'a.md', false],
    ['[', '[', true],
  ])('%j against %j: %j', (pattern, path, expected) => {
    expect(matcher([pattern])(path)).toBe(expected);
  });

  test('the last pattern that matches decides', () => {
    const matches = matcher(['specs/**', '!specs/old/**', 'specs/old/keep.md']);
    expect(['specs/a.md', 'specs/old/a.md', 'specs/old/keep.md'].map(matches)).toEqual([true, false, true]);
    expect(matcher([])('a.md')).toBe(false);
  });

  test('agrees with picomatch on paths and patterns of few signs', () => {
    const name = fc.stringMatching(/^[ab.]{0,3}[ab]$/u);
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
    const piece = fc.constantFrom('a', 'b', '.', '*', '?', '[ab]', '[^a]', '{a,b}', '{a,b*}');
    const segment = fc.oneof(
      fc.constant('**'),
      fc.array(piece, { minLength: 1, maxLength: 4 }).map((all) => all.join('')),
    );
    const glob = fc
      .array(segment, { minLength: 1, maxLength: 4 })
      .map((all) => all.join('/'))
      .filter(
        (pattern) => !/(?<!^|\/)\*\*|\*\*(?!$|\/)/u.test(pattern) && !/(?:^|\/)\.{1,2}(?:$|\/)|\/\*\*$/u.test(pattern),
      );
    fc.assert(
      fc.property(glob, path, (pattern, candidate) => {
        const oracle = picomatch(pattern, { dot: true, noextglob: true, nonegate: true });
        expect(matcher([pattern])(candidate)).toBe(oracle(candidate));
      }),
      { numRuns: 2000 },
    );
  });

  test('no pattern takes more than polynomial time', () => {
    const path = `${'a'.repeat(200)}/${'a/'.repeat(200)}c`;
    for (const pattern of [`${'*a'.repeat(200)}b`, `${'**/a/'.repeat(200)}b`, '['.repeat(5000), '{a,b}'.repeat(60)]) {
      expect(matcher([pattern])(path)).toBe(false);
    }
  });
});

test('braces are written out up to a bound', () => {
  expect(expandBraces('{a,b}{c,d}')?.toSorted()).toEqual(['ac', 'ad', 'bc', 'bd']);
  expect(expandBraces('{a}')).toEqual(['{a}']);
  expect(expandBraces('{a,b')).toEqual(['{a,b']);
  expect(expandBraces('{a,b}'.repeat(60))).toBeNull();
});
