import { isAscii, isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { decodeUtf8 } from '@specwright/core/text/decode.ts';
import { reasonOf } from '../failure.ts';

/** A file's text with what tells whether it changed since (null for a text that stands in for it), or why it has none. */
export type FileReading =
  | { readonly kind: 'text'; readonly text: string; readonly stamp: FileStamp | null }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Two equal stamps mean: not written in between, as far as the file system tells. */
export interface FileStamp {
  readonly size: number;
  /** Milliseconds, with fractions where the file system has them. */
  readonly modified: number;
  /** Number of the file on its disk: another after a replacement. */
  readonly inode: number;
}

/** Larger files are no specifications, and reading them could exhaust the memory. */
export const largestFile = 64 * 1024 * 1024;

/** Reads and decodes one file; a BOM stays in the text. `instead` is taken in its place unless null. Never throws. */
export function readText(path: string, instead: string | null = null): FileReading {
  if (instead !== null) return { kind: 'text', text: instead, stamp: null };
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    return { kind: 'unreadable', reason: `It cannot be read: ${reasonOf(error)}` };
  }
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) return { kind: 'unreadable', reason: 'It cannot be read: it is no regular file' };
    if (stat.size > largestFile) {
      const megabytes = Math.ceil(stat.size / 1024 / 1024);
      return { kind: 'unreadable', reason: `It is too large: ${megabytes} MB, at most 64 MB are read` };
    }
    const decoded = decode(readAll(handle, stat.size));
    const stamp = { size: stat.size, modified: stat.mtimeMs, inode: stat.ino };
    return typeof decoded === 'string' ? { kind: 'text', text: decoded, stamp } : decoded;
  } catch (error) {
    return { kind: 'unreadable', reason: `It cannot be read: ${reasonOf(error)}` };
  } finally {
    closeSync(handle);
  }
}

/** Most files fit; memory that was used before costs neither clearing nor collecting. */
const reused = Buffer.allocUnsafeSlow(256 * 1024);

/** The bytes are good until the next call. */
function readAll(handle: number, size: number): Buffer {
  const bytes = size <= reused.length ? reused : Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const count = readSync(handle, bytes, filled, size - filled, null);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** Text of UTF-8 bytes, or why they are none. */
export function decode(bytes: Buffer): string | { readonly kind: 'unreadable'; readonly reason: string } {
  // What nearly all files are takes the shortest way.
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const { text, problem } = decodeUtf8(bytes);
  return problem === null ? text : { kind: 'unreadable', reason: `The file ${problem.message}` };
}

/** The digest of a text's content. */
export function hashOf(text: string): string {
  return hash('sha256', text, 'base64');
}
