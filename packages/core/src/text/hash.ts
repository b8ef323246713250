import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** SHA-256 (FIPS 180-4) of a text's UTF-8 bytes, 64 hex digits in lower case. */
export function sha256Of(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * The canonical form of plain data as RFC 8785 says: one text for equal data, whatever the order of its keys. Keys whose
 * value is undefined are left out; a lone surrogate becomes U+FFFD, for it has no UTF-8 form.
 */
export function canonicalJson(data: unknown): string {
  return canonicalize(wellFormed(data)) ?? 'null';
}

function wellFormed(data: unknown): unknown {
  if (typeof data === 'string') return data.toWellFormed();
  if (Array.isArray(data)) return data.map(wellFormed);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key.toWellFormed(), wellFormed(value)]),
  );
}

/** The SHA-256 of a text that comes in pieces; a surrogate pair is never cut by them. */
export class RunningHash {
  readonly #hash = sha256.create();

  add(piece: string): void {
    this.#hash.update(utf8ToBytes(piece));
  }

  /** Of all that was added so far, 64 hex digits in lower case. */
  hex(): string {
    return bytesToHex(this.#hash.clone().digest());
  }
}
