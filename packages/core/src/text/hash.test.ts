import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, sha256Of } from './hash.ts';

// FIPS 180-4's examples, and a text beyond ASCII.
test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['é😀', '1184d1f608158eea09d297565575892231550c403aaa913008d867a97cfd5c76'],
])('the digest of %j', (text, digest) => {
  expect(sha256Of(text)).toBe(digest);
});

test('equal data has one canonical form, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (data) => {
      const text = canonicalJson(data);
      expect(canonicalJson(reversed(data))).toBe(text);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test('keys stand in the order of their UTF-16 units, and undefined ones are left out', () => {
  expect(canonicalJson({ '\u{1f600}': 1, '\ufb01': 2, a: undefined, b: [3, null] })).toBe(
    '{"b":[3,null],"\u{1f600}":1,"\ufb01":2}',
  );
});

test('a lone surrogate has a form all the same', () => {
  expect(canonicalJson(['\ud800'])).toBe('["\ufffd"]');
});

function reversed(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(reversed);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .reverse()
      .map(([key, value]) => [key, reversed(value)]),
  );
}
