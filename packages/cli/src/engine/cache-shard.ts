import type { FileStamp } from '../workspace/read-file.ts';
import { KeptLinesWriter, readKeptLines } from './kept-lines.ts';

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

/** Entries of a shard by name: two lines for each, the outcome by itself. */
export function readShard(path: string): Map<string, ShardEntry> {
  const entries = new Map<string, ShardEntry>();
  const lines = readKeptLines(path, format) ?? [];
  for (let at = 0; at + 1 < lines.length; at += 2) {
    const head = JSON.parse(lines[at] as string) as Omit<ShardEntry, 'outcome'>;
    entries.set(head.name, { ...head, outcome: lines[at + 1] as string });
  }
  return entries;
}

/** A shard that is being written. */
export class ShardWriter {
  readonly #lines: KeptLinesWriter;
  readonly #names = new Set<string>();

  constructor(path: string) {
    this.#lines = new KeptLinesWriter(path, format);
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  add({ outcome, ...head }: ShardEntry): void {
    this.#names.add(head.name);
    this.#lines.add(JSON.stringify(head));
    this.#lines.add(outcome);
  }

  finish(): void {
    this.#lines.finish();
  }

  abandon(): void {
    this.#lines.abandon();
  }
}
