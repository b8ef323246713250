import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  createWriteStream,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { cannotWrite, codeOf, Failure, reasonOf } from '../failure.ts';
import type { FileStamp } from './read-file.ts';

/** A text that is to take the place of a file's, as long as the file is the one that was read. */
export interface FileChange {
  readonly path: string;
  readonly text: string;
  readonly expected: FileStamp;
}

/**
 * Puts texts in the place of files', each wholly or not at all, and keeps their modes. All are written beside the files
 * first, so that a full disk, a read-only folder or a file that is not the one that was read changes none of them. A link
 * stays a link: its target is replaced.
 */
export function replaceFiles(changes: readonly FileChange[]): void {
  const staged: Staged[] = [];
  try {
    for (const { path, text, expected } of changes) {
      const target = targetOf(path);
      staged.push(stage(target, text));
      chmodSync((staged.at(-1) as Staged).temporary, checkedMode(path, target, expected));
    }
    for (const [index, { path, expected }] of changes.entries()) {
      checkedMode(path, (staged[index] as Staged).target, expected);
    }
  } catch (error) {
    discard(staged);
    throw error;
  }
  for (const one of staged) commit(one);
}

/**
 * Puts a text in the place of a file's while the file holds the text `expected`; false when it holds another one by now, and nothing was
 * written. The file is read right before it is replaced. What a program still writes into the file that was replaced, as it had opened it
 * before, is put back in its place; then it holds that, and the answer is false too.
 */
export async function replaceText(path: string, text: string, expected: string): Promise<boolean> {
  const staged = stage(path, text);
  let handle: number | null = null;
  try {
    handle = openSync(path, 'r');
    chmodSync(staged.temporary, fstatSync(handle).mode & 0o7777);
    if (textIn(handle) !== expected) return false;
    renameSync(staged.temporary, path);
    const late = await lateText(handle, expected);
    if (late === null) return true;
    writeFile(path, late);
    return false;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw cannotWrite(path, error);
  } finally {
    if (handle !== null) closeSync(handle);
    discard([staged]);
  }
}

/** How long a program may take to write a file whole once it has begun, ms. */
const longestSave = 150;

/** What was written into a file, that no name leads to any more, after it was read; null when nothing was. */
async function lateText(handle: number, expected: string): Promise<string | null> {
  if (textIn(handle) === expected) return null;
  await sleep(longestSave);
  return textIn(handle);
}

function textIn(handle: number): string {
  const bytes = Buffer.alloc(fstatSync(handle).size);
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(handle, bytes, filled, bytes.length - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.toString('utf8', 0, filled);
}

/** Writes a file of our own, such as a baseline: wholly or not at all. */
export function writeFile(path: string, text: string): void {
  commit(stage(path, text));
}

/** Writes a file that is not there yet, wholly or not at all; false when something with its name is there already. */
export function createFile(path: string, text: string): boolean {
  const staged = stage(path, text);
  try {
    // Unlike a renaming, a new name for the file never takes the place of another one.
    giveName(staged.temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw cannotWrite(path, error);
  } finally {
    discard([staged]);
  }
}

/** Writes bytes as they come into a file that is not there yet and that only its owner may read, wholly or not at all. */
export async function createPrivateFile(path: string, bytes: Readable): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await pipeline(bytes, createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true }));
    giveName(temporary, path);
  } catch (error) {
    // What the source of the bytes throws is its own to say.
    throw codeOf(error) !== null && error instanceof Error && 'syscall' in error ? cannotWrite(path, error) : error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Gives a file another name that no file has yet. */
export function moveFile(from: string, to: string): void {
  try {
    giveName(from, to);
    unlinkSync(from);
  } catch (error) {
    throw new Failure(`Cannot rename ${from}: ${reasonOf(error)}`);
  }
}

/** A second name for a file, never one that is taken; a copy where the file system has no second names. */
function giveName(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error) ?? '')) throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

interface Staged {
  readonly temporary: string;
  readonly target: string;
}

function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** @throws {Failure} when a file is not the one that was read */
export function assertUnchanged(path: string, expected: FileStamp): void {
  checkedMode(path, targetOf(path), expected);
}

/** The mode of a file that is still the one that was read. */
function checkedMode(path: string, target: string, expected: FileStamp): number {
  const now = statSync(target, { throwIfNoEntry: false });
  const same = now?.size === expected.size && now.mtimeMs === expected.modified && now.ino === expected.inode;
  if (now === undefined || !same) {
    throw new Failure(`${path} changed while it was being edited; it was left alone`, 'Run the command again');
  }
  return now.mode & 0o7777;
}

/** Writes a text beside the file whose place it is to take. */
function stage(target: string, text: string): Staged {
  const temporary = temporaryBeside(target);
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
    return { temporary, target };
  } catch (error) {
    rmSync(temporary, { force: true });
    throw cannotWrite(target, error);
  }
}

function temporaryBeside(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);
}

function commit({ temporary, target }: Staged): void {
  try {
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw cannotWrite(target, error);
  }
}

function discard(staged: readonly Staged[]): void {
  for (const { temporary } of staged) rmSync(temporary, { force: true });
}
