import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { cannotWrite, codeOf } from '../failure.ts';

/** What came of writing a file that must not be there yet. */
export type Written = 'written' | 'there-already';

/**
 * Puts a new file in place, whole and on the disk when this returns; never overwrites. The text is written beside it,
 * synced and linked to its name, so that at no moment, a killed process or a lost power supply included, anybody sees a
 * part of it. Of several writers of one name the first wins.
 *
 * @throws {Failure} when the folder cannot be written
 */
export function writeOnce(path: string, text: string): Written {
  const folder = dirname(path);
  try {
    makeFolder(folder);
    const temporary = join(folder, temporaryName(basename(path)));
    try {
      writeSynced(temporary, text);
      const written = putInPlace(temporary, path);
      syncFolder(folder);
      return written;
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

const TEMPORARY = /^\..+\.\d+\.[0-9a-f]{8}\.tmp$/u;

function temporaryName(name: string): string {
  return `.${name}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
}

function writeSynced(path: string, text: string): void {
  const handle = openSync(path, 'wx');
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** File systems without hard links, as on memory sticks and some network drives. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

function putInPlace(temporary: string, path: string): Written {
  try {
    linkSync(temporary, path);
    return 'written';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return 'there-already';
    if (code === null || !NO_LINKS.has(code)) throw error;
  }
  // Names are hashes of contents: whoever comes between the question and the renaming has written the same.
  if (existsSync(path)) return 'there-already';
  renameSync(temporary, path);
  return 'written';
}

/** Makes a folder and those above it; each new name is synced in the folder that holds it. */
function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) syncFolder(dirname(made));
}

/** Windows knows no syncing of folders; there, names are safe with the file. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch (error) {
    // Some network drives cannot.
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(codeOf(error) ?? '')) throw error;
  } finally {
    closeSync(handle);
  }
}

/** True for the name of a file that is being written, or was when its writer ended. */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

const ABANDONED_AFTER = 60 * 60 * 1000;

/** Takes away what writers that were killed left in a folder an hour ago or earlier. `now` in ms since 1970. */
export function removeAbandoned(folder: string, now: number): void {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names) {
    if (!isTemporary(name)) continue;
    const path = join(folder, name);
    try {
      if (now - statSync(path).mtimeMs > ABANDONED_AFTER) rmSync(path, { force: true });
    } catch {
      // Its writer, or another cleaner, was quicker.
    }
  }
}
