import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isOutside, pathOf } from '../workspace/paths.ts';
import { largestFile } from '../workspace/read-file.ts';

/**
 * The SHA-256 of the bytes of a file of the workspace, 64 hex digits. Null for one that is not there, is no regular file,
 * is larger than 64 MB, cannot be read, or lies outside.
 */
export function fileHash(root: string, name: string): string | null {
  if (isOutside(name)) return null;
  let handle: number;
  try {
    handle = openSync(pathOf(root, name), 'r');
  } catch {
    return null;
  }
  try {
    const { size } = fstatSync(handle);
    if (!fstatSync(handle).isFile() || size > largestFile) return null;
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(Math.min(size, 1 << 20) + 1);
    for (let count = readSync(handle, piece); count > 0; count = readSync(handle, piece)) {
      hash.update(piece.subarray(0, count));
    }
    return hash.digest('hex');
  } catch {
    return null;
  } finally {
    closeSync(handle);
  }
}
