import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure, reasonOf } from '../failure.ts';
import type { FileStamp } from './read-file.ts';

/**
 * Puts a text in the place of a file's, wholly or not at all, and keeps its mode. Refuses when the file is not the one
 * that was read. A link stays a link: its target is replaced.
 */
export function replaceFile(path: string, text: string, expected: FileStamp): void {
  const target = realpathSync(path);
  writeWhole(target, text, (mode) => {
    const now = statSync(target);
    const same = now.size === expected.size && now.mtimeMs === expected.modified && now.ino === expected.inode;
    if (!same)
      throw new Failure(`${path} changed while it was being mended; it was left alone`, 'Run the command again');
    mode(now.mode);
  });
}

/** Writes a file of our own, such as a baseline: wholly or not at all. */
export function writeFile(path: string, text: string): void {
  writeWhole(path, text, () => undefined);
}

/** `guard` runs just before the file is put in place; it may refuse, or set the mode. */
function writeWhole(path: string, text: string, guard: (mode: (mode: number) => void) => void): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
  try {
    const handle = openSync(temporary, 'wx');
    try {
      const bytes = Buffer.from(text);
      let written = 0;
      while (written < bytes.length) written += writeSync(handle, bytes, written);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    guard((mode) => chmodSync(temporary, mode & 0o7777));
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (error instanceof Failure) throw error;
    throw new Failure(`Cannot write ${path}: ${reasonOf(error)}`);
  }
}
