import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { FileStamp } from '../workspace/read-file.ts';

/** One document in the cache. */
export interface ShardEntry {
  readonly name: string;
  readonly stamp: FileStamp;
  /** Of the decoded text. */
  readonly hash: string;
  /** When the file was read, in milliseconds. */
  readonly readAt: number;
  readonly companion: { readonly stamp: FileStamp; readonly hash: string } | null;
  /** The outcome as JSON, parsed only when it is needed. */
  readonly outcome: string;
}

const format = 'specwright-cache-1';

/**
 * Entries of a shard by name; none when there is no file, or one that is damaged in any way. A shard is lines of text:
 * the format, then two lines for each entry, then a checksum over all of them.
 */
export function readShard(path: string): Map<string, ShardEntry> {
  const entries = new Map<string, ShardEntry>();
  let text: string;
  try {
    const bytes = readFileSync(path);
    const end = bytes.lastIndexOf(10, bytes.length - 2) + 1;
    if (bytes.subarray(end).toString('latin1').trimEnd() !== String(crc32(bytes.subarray(0, end)))) return entries;
    text = bytes.toString('utf8', 0, end);
  } catch {
    return entries;
  }
  const lines = text.split('\n');
  if (lines[0] !== format) return entries;
  for (let at = 1; at + 1 < lines.length; at += 2) {
    const head = JSON.parse(lines[at] as string) as Omit<ShardEntry, 'outcome'>;
    entries.set(head.name, { ...head, outcome: lines[at + 1] as string });
  }
  return entries;
}

const pieceSize = 256 * 1024;

/** Writes a shard beside the old one and puts it in its place at the end. */
export class ShardWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #handle: number;
  #pending = `${format}\n`;
  #checksum = 0;
  readonly #names = new Set<string>();

  constructor(path: string) {
    this.#path = path;
    this.#temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
    this.#handle = openSync(this.#temporary, 'wx');
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  add({ outcome, ...head }: ShardEntry): void {
    this.#names.add(head.name);
    this.#pending += `${JSON.stringify(head)}\n${outcome}\n`;
    if (this.#pending.length > pieceSize) this.#flush();
  }

  finish(): void {
    this.#flush();
    const checksum = `${this.#checksum}\n`;
    try {
      writeSync(this.#handle, checksum);
    } finally {
      closeSync(this.#handle);
    }
    renameSync(this.#temporary, this.#path);
    removeAbandoned(this.#path);
  }

  /** Leaves the shard as it was. */
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

/** Runs that were killed leave their half of a shard behind. */
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
