import type { LocatedDiagnostic } from './located.ts';

/**
 * Names findings so that the same one has the same name in the next run, though lines above it came or went: by file,
 * code, address and message; the second with all of these equal gets a number. Findings come file by file, for those of
 * the files before are forgotten.
 */
export class Fingerprints {
  readonly #seen = new Map<string, number>();
  #file: string | null = null;

  /** 32 hexadecimal digits, unique among those this object gave. */
  of(diagnostic: LocatedDiagnostic): string {
    const { file, code, address, message } = diagnostic;
    if (file !== this.#file) this.#seen.clear();
    this.#file = file;
    const identity = JSON.stringify([file, code, address, message]);
    const count = this.#seen.get(identity) ?? 0;
    this.#seen.set(identity, count + 1);
    return hashText(count === 0 ? identity : `${identity}${count}`);
  }
}

/**
 * 128 bits of a text as 32 hexadecimal digits: four FNV-1a hashes from different starts
 * (http://www.isthe.com/chongo/tech/comp/fnv/). For names, not for security.
 */
export function hashText(text: string): string {
  let digits = '';
  for (const start of [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b]) {
    let hash = start;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    digits += ((hash ^ (hash >>> 13)) >>> 0).toString(16).padStart(8, '0');
  }
  return digits;
}
