/** Why bytes are no UTF-8 text, and where. */
export interface DecodeProblem {
  readonly kind: 'utf-16' | 'utf-32' | 'invalid';
  /** One clause, to stand after the file's name: "is not UTF-8 …". */
  readonly message: string;
  /** The first byte that is wrong, from 0. */
  readonly byteOffset: number;
  /** Where that is in `text`: UTF-16 units; line and column count from 1. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface Decoded {
  /** The text, a BOM included. Bytes that are no UTF-8 are U+FFFD in it. */
  readonly text: string;
  readonly problem: DecodeProblem | null;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** Decodes a file. Never throws; linear in the bytes. Every offset in the tool counts in this text. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  try {
    return { text: strict.decode(bytes), problem: null };
  } catch {
    return { text: lenient.decode(bytes), problem: problemOf(bytes) };
  }
}

function problemOf(bytes: Uint8Array): DecodeProblem {
  const wide = wideEncoding(bytes);
  if (wide !== null) {
    const message = `is encoded as ${wide.name}, not as UTF-8; save it as UTF-8`;
    return { kind: wide.kind, message, byteOffset: 0, offset: 0, line: 1, column: 1 };
  }
  const byteOffset = firstInvalidByte(bytes);
  const before = lenient.decode(bytes.subarray(0, byteOffset));
  const { line, column } = endOf(before);
  const byte = (bytes[byteOffset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const message = `is not UTF-8: byte 0x${byte} at line ${line}, column ${column} begins no character; save it as UTF-8`;
  return { kind: 'invalid', message, byteOffset, offset: before.length, line, column };
}

/** UTF-16 and UTF-32 by their BOM. */
function wideEncoding(bytes: Uint8Array): { kind: 'utf-16' | 'utf-32'; name: string } | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) {
    const wide = bytes.length >= 4 && c === 0 && d === 0;
    return wide
      ? { kind: 'utf-32', name: 'UTF-32 (little-endian)' }
      : { kind: 'utf-16', name: 'UTF-16 (little-endian)' };
  }
  if (a === 0xfe && b === 0xff) return { kind: 'utf-16', name: 'UTF-16 (big-endian)' };
  return null;
}

/** Where the longest valid beginning ends, by halving: each half is decoded once. */
function firstInvalidByte(bytes: Uint8Array): number {
  let valid = 0;
  let size = bytes.length;
  while (size > 4) {
    const half = valid + (size >> 1);
    // A character may lie over the cut; up to three bytes are left to the other half.
    let cut = half;
    while (cut > valid && half - cut < 3 && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut -= 1;
    if (cut > valid && isValid(bytes.subarray(valid, cut))) {
      size -= cut - valid;
      valid = cut;
    } else if (cut > valid) size = cut - valid;
    else break;
  }
  const end = valid + size;
  while (valid < end) {
    const length = [1, 2, 3, 4].find(
      (count) => valid + count <= bytes.length && isValid(bytes.subarray(valid, valid + count)),
    );
    if (length === undefined) return valid;
    valid += length;
  }
  return Math.min(valid, bytes.length - 1);
}

function isValid(bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function endOf(text: string): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (const match of text.matchAll(/\r\n?|\n/gu)) {
    line += 1;
    start = match.index + match[0].length;
  }
  return { line, column: text.length - start + 1 };
}
