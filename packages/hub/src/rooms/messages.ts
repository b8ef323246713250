/**
 * What a room and its clients say to each other: binary messages over WebSocket, each a number that says what it is, then its
 * parts. Numbers are variable-length integers of seven bits a byte, least first; bytes and texts (UTF-8) stand behind their length.
 *
 * The first two are those of y-protocols, so that every Yjs client can take part:
 *
 *     0 0 vector          either side: what I have; answered with 0 1 (sync, step 1)
 *     0 1 update          either side: what you lack (sync, step 2)
 *     0 2 update          either side: what was just written
 *     1 entries           either side: where people are (awareness)
 *
 * The others are Specwright's own; who does not know them passes them over:
 *
 *     10                          client: make a revision of the text now; answered with 14
 *     11 count sequence           server: the first `count` updates (0 1 and 0 2) of this connection are committed, at the latest as
 *                                 the room's update `sequence`
 *     12 count reason sentence    server: the update with this count is not taken: `read-only`, `too-long`
 *     13 right                    server: what this connection may do from now on: `read` or `write`
 *     14 revision sequence        server: the text up to `sequence` is the document's revision of this digest
 *
 * The server asks with 0 0 first; updates that come before the answer to it are in that answer, and are saved with it.
 *
 * The server closes with 4400 for what is none of these messages or no such text, 4401 when somebody is no longer signed in, 4403 when
 * they may no longer read, 4408 when they read too slowly, 4410 when the document was removed, 4413 when the text would be
 * too long, 4429 when the room is full, and 1013 when the database is away: what was not told to be saved is then to be sent again.
 */

/** What a client says. */
export type ClientMessage =
  | { readonly kind: 'vector'; readonly vector: Uint8Array }
  /** `whole` answers a vector of the server's: it may hold nothing new. */
  | { readonly kind: 'update'; readonly update: Uint8Array; readonly whole: boolean }
  | { readonly kind: 'presence'; readonly entries: readonly PresenceEntry[] }
  | { readonly kind: 'cut' };

/** Where one Yjs client is; `state` is JSON, `null` once it left. */
export interface PresenceEntry {
  readonly client: number;
  readonly clock: number;
  readonly state: string;
}

/** Clients of which one message may tell where they are. */
const MOST_ENTRIES = 1_000;

export const closeCodes = {
  away: 1013,
  ending: 1001,
  malformed: 4400,
  signedOut: 4401,
  noRight: 4403,
  slow: 4408,
  removed: 4410,
  tooLong: 4413,
  full: 4429,
} as const;

/** The message in these bytes; null when they hold none, or more than one. */
export function readMessage(bytes: Uint8Array): ClientMessage | null {
  const reader = new Reader(bytes);
  try {
    const message = messageIn(reader);
    return reader.atEnd ? message : null;
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

function messageIn(reader: Reader): ClientMessage | null {
  const kind = reader.number();
  if (kind === 10) return { kind: 'cut' };
  if (kind === 1) return { kind: 'presence', entries: entriesIn(new Reader(reader.bytes())) };
  if (kind !== 0) return null;
  const step = reader.number();
  if (step === 0) return { kind: 'vector', vector: reader.bytes() };
  if (step === 1 || step === 2) return { kind: 'update', update: reader.bytes(), whole: step === 1 };
  return null;
}

function entriesIn(reader: Reader): PresenceEntry[] {
  const entries: PresenceEntry[] = [];
  const count = reader.number();
  if (count > MOST_ENTRIES) throw new RangeError('More clients than any room has');
  for (let left = count; left > 0; left -= 1) {
    entries.push({ client: reader.number(), clock: reader.number(), state: reader.text() });
  }
  return entries;
}

export function vectorMessage(vector: Uint8Array): Uint8Array {
  return written(0, 0, vector);
}

export function stateMessage(update: Uint8Array): Uint8Array {
  return written(0, 1, update);
}

export function updateMessage(update: Uint8Array): Uint8Array {
  return written(0, 2, update);
}

/** `update` as y-protocols encodes awareness. */
export function presenceMessage(update: Uint8Array): Uint8Array {
  return written(1, update);
}

export function savedMessage(count: number, sequence: number): Uint8Array {
  return written(11, count, sequence);
}

export function refusedMessage(count: number, reason: 'read-only' | 'too-long', sentence: string): Uint8Array {
  return written(12, count, reason, sentence);
}

export function rightMessage(right: 'read' | 'write'): Uint8Array {
  return written(13, right);
}

export function revisionMessage(revision: string, sequence: number): Uint8Array {
  return written(14, revision, sequence);
}

/** Entries as y-protocols encodes awareness. */
export function presenceUpdate(entries: readonly PresenceEntry[]): Uint8Array {
  return written(entries.length, ...entries.flatMap(({ client, clock, state }) => [client, clock, state]));
}

function written(...parts: readonly (number | string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(
    parts.flatMap((part) => {
      if (typeof part === 'number') return [numberBytes(part)];
      const bytes = typeof part === 'string' ? Buffer.from(part) : part;
      return [numberBytes(bytes.length), bytes];
    }),
  );
}

function numberBytes(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}

/** Reads numbers, bytes and texts one behind the other. Throws `RangeError` behind the end, `TypeError` for bytes that are no text. */
export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  number(): number {
    let value = 0;
    for (let unit = 1; unit < 2 ** 53; unit *= 128) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new RangeError('A number that does not end');
      this.#at += 1;
      value += (byte % 128) * unit;
      if (byte < 128 && value <= Number.MAX_SAFE_INTEGER) return value;
    }
    throw new RangeError('A number that is too large');
  }

  bytes(): Uint8Array {
    const length = this.number();
    const from = this.#at;
    if (from + length > this.#bytes.length) throw new RangeError('Bytes that do not end');
    this.#at += length;
    return this.#bytes.subarray(from, from + length);
  }

  text(): string {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes());
  }
}
