import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from './decode.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytesOf = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...encode(part)] : part)));

describe('decodeUtf8', () => {
  it('reads any text back, BOM included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8(encode(text))).toEqual({ text, problem: null });
      }),
    );
    expect(decodeUtf8(bytesOf('\uFEFF# a')).text).toBe('\uFEFF# a');
  });

  it('names the first byte that is wrong', () => {
    const { text, problem } = decodeUtf8(bytesOf('a\r\né😀', [0xe9], 'b', [0xff]));
    expect(text).toBe('a\r\né😀\uFFFDb\uFFFD');
    expect(problem).toEqual({
      kind: 'invalid',
      message: 'is not UTF-8: byte 0xE9 at line 2, column 4 begins no character; save it as UTF-8',
      byteOffset: 9,
      offset: 6,
      line: 2,
      column: 4,
    });
  });

  it('says UTF-16 and UTF-32', () => {
    expect(decodeUtf8(bytesOf([0xff, 0xfe, 0x61, 0])).problem?.kind).toBe('utf-16');
    expect(decodeUtf8(bytesOf([0xfe, 0xff, 0, 0x61])).problem?.message).toBe(
      'is encoded as UTF-16 (big-endian), not as UTF-8; save it as UTF-8',
    );
    expect(decodeUtf8(bytesOf([0xff, 0xfe, 0, 0])).problem?.kind).toBe('utf-32');
  });

  it('finds the place that reading byte by byte finds', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 5 }).map((text) => [...encode(text)]),
      fc.array(fc.constantFrom(0x80, 0xbf, 0xc3, 0xe2, 0xe9, 0xf0, 0xff, 0xed, 0xa0, 0x41, 0x0a), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const bytes = Uint8Array.from(pieces.flat());
        const { problem } = decodeUtf8(bytes);
        fc.pre(problem === null || problem.kind === 'invalid');
        expect(problem?.byteOffset ?? null).toBe(naiveFirstInvalid(bytes));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** The length of the longest beginning that is valid UTF-8; null when all is. */
function naiveFirstInvalid(bytes: Uint8Array): number | null {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let length = bytes.length; length >= 0; length -= 1) {
    try {
      decoder.decode(bytes.subarray(0, length));
      return length === bytes.length ? null : length;
    } catch {}
  }
  return 0;
}
