import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';

/**
 * The lines of a file of the cache: the first names the format, the last is a checksum over all before. Null when there is
 * none, or when anything in it is not as it was written.
 */
export function readKeptLines(path: string, format: string): string[] | null {
  const lines = readKept(path, format)?.toString().split('\n') ?? null;
  lines?.pop();
  return lines;
}

/** The bytes between the first line of such a file and its last. */
export function readKept(path: string, format: string): Buffer | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return null;
  }
  const end = bytes.lastIndexOf(10, bytes.length - 2) + 1;
  if (bytes.toString('latin1', end).trimEnd() !== String(crc32(bytes.subarray(0, end)))) return null;
  const start = format.length + 1;
  return bytes.toString('latin1', 0, start) === `${format}\n` ? bytes.subarray(start, end) : null;
}

const pieceSize = 64 * 1024;

/** Writes such a file beside the old one and puts it in its place at the end. */
export class KeptLinesWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #handle: number;
  #pending: string;
  #checksum = 0;

  constructor(path: string, format: string) {
    this.#path = path;
    this.#pending = `${format}\n`;
    this.#temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
    this.#handle = openSync(this.#temporary, 'wx');
  }

  add(line: string): void {
    this.addPiece(line);
    this.addPiece('\n');
  }

  /** A part of a line, or of several. */
  addPiece(text: string): void {
    this.#pending += text;
    if (this.#pending.length > pieceSize) this.#flush();
  }

  finish(): void {
    try {
      this.#flush();
      writeSync(this.#handle, `${this.#checksum}\n`);
    } finally {
      closeSync(this.#handle);
    }
    renameSync(this.#temporary, this.#path);
    removeAbandoned(this.#path);
  }

  /** Leaves the file as it was. */
  abandon(): void {
    try {
      closeSync(this.#handle);
    } catch {
      // It was closed before.
    }
    rmSync(this.#temporary, { force: true });
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending);
    this.#checksum = crc32(bytes, this.#checksum);
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#handle, bytes, written);
    this.#pending = '';
  }
}

const abandonedAfter = 3600 * 1000;

/** Runs that were killed leave their half of a file behind. */
function removeAbandoned(path: string): void {
  const folder = dirname(path);
  const prefix = `${basename(path)}.`;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(prefix) || !name.endsWith('.tmp')) continue;
    const file = join(folder, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat !== undefined && Date.now() - stat.mtimeMs > abandonedAfter) rmSync(file, { force: true });
  }
}

/** Of the files beside `path` whose names are like its own, the newest `most` stay. */
export function removeOldest(path: string, like: RegExp, most: number): void {
  const folder = dirname(path);
  const others = readdirSync(folder)
    .filter((name) => like.test(name) && name !== basename(path))
    .map((name) => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time);
  for (const other of others.slice(most)) rmSync(other.path, { force: true });
}
