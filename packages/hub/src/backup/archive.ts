import { createHash, type Hash } from 'node:crypto';
import { CannotStart } from '../postgres/cannot-start.ts';

/**
 * An archive is text, one JSON value on each line, packed with gzip: a line about the whole; for each table a line with its columns and
 * the number of its rows, the rows, and a line with their SHA-256; and a last line with that of everything before it. Columns go by their
 * names, so that tables which gained some since can take it.
 */
export interface ArchiveHead {
  readonly archive: 'specwright hub';
  /** Counts changes that columns by name cannot bridge. */
  readonly format: number;
  /** Of the program that wrote it. */
  readonly version: string;
  /** RFC 3339. */
  readonly at: string;
  /** Rows of all tables. */
  readonly rows: number;
}

export interface PartHead {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** What this program writes and reads. */
export const archiveFormat = 1;

/** The longest line that is read, bytes: more than any row that a hub has. */
const longestLine = 256 * 1024 * 1024;

/** The lines of an archive as they are read, each one counted in. */
export class ArchiveLines {
  readonly #lines: AsyncIterator<Buffer>;
  readonly #whole: Hash = createHash('sha256');
  #part: Hash = createHash('sha256');

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#lines = linesOf(bytes);
  }

  /** What the archive says of itself. Throws `CannotStart` for what is no archive that this program reads. */
  async head(): Promise<ArchiveHead> {
    const head = (await this.#value().catch(() => null)) as Partial<ArchiveHead> | null;
    if (head?.archive !== 'specwright hub' || typeof head.format !== 'number')
      throw new CannotStart('This is no backup of a hub', 'Name a file that specwright hub backup wrote');
    if (head.format !== archiveFormat)
      throw new CannotStart(
        `The backup was written by Specwright ${head.version} in format ${head.format}, and this version reads ${archiveFormat}`,
        'Restore it with the version that wrote it',
      );
    return head as ArchiveHead;
  }

  /** What follows: the rows of a table, or null when all was there. Throws `CannotStart` when the archive is not what was written. */
  async next(): Promise<PartHead | null> {
    const expected = this.#whole.copy().digest('hex');
    const part = (await this.#value()) as (PartHead & { readonly all?: string }) | null;
    if (part?.all !== undefined) {
      if (part.all !== expected || !(await this.#lines.next()).done) throw altered();
      return null;
    }
    const isPart = typeof part?.table === 'string' && Array.isArray(part.columns) && Number.isSafeInteger(part.rows);
    if (!isPart) throw altered();
    this.#part = createHash('sha256');
    return part;
  }

  /** One row, as it is written. */
  async row(): Promise<string> {
    const line = await this.#line();
    this.#part.update(line);
    return line.toString('utf8');
  }

  /** Sees to it that the rows of the part are those that were written. */
  async endPart({ table }: PartHead): Promise<void> {
    const expected = this.#part.digest('hex');
    const end = (await this.#value()) as { readonly end?: string; readonly sha256?: string } | null;
    if (end?.end !== table || end.sha256 !== expected) throw altered();
  }

  async #value(): Promise<unknown> {
    const line = await this.#line();
    try {
      return JSON.parse(line.toString('utf8'));
    } catch {
      throw altered();
    }
  }

  async #line(): Promise<Buffer> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw cutOff();
    this.#whole.update(value);
    return value;
  }
}

/** The archive ends before its end. */
export function cutOff(): CannotStart {
  return new CannotStart('The backup is cut off; nothing was restored', another);
}

/** The archive holds something else than what was written. */
export function altered(): CannotStart {
  return new CannotStart('The backup was altered since it was written; nothing was restored', another);
}

const another = 'Take another backup, or copy the file anew';

/** Lines with their ends. What follows the last end is cut off, and left out. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let begun: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      begun.push(chunk.subarray(start, end + 1));
      yield Buffer.concat(begun);
      begun = [];
      length = 0;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    begun.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > longestLine) throw altered();
  }
}
