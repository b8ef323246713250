import { Transform, type TransformCallback } from 'node:stream';
import { type JSONRPCMessage, JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';

/** Longer lines are read to their end and refused, so that no client fills the memory; in bytes. */
export const longestMessage = 4 * 1024 * 1024;

/** An answer to what is no message: https://www.jsonrpc.org/specification#error_object */
export interface LineError {
  readonly jsonrpc: '2.0';
  readonly id?: string | number;
  readonly error: { readonly code: number; readonly message: string };
}

/** Lets whole messages pass, one in a line; anything else is told to `refuse` and the next line is read. */
export class MessageLines extends Transform {
  readonly #take: (message: JSONRPCMessage) => void;
  readonly #refuse: (error: LineError) => void;
  #pieces: Buffer[] = [];
  #size = 0;

  constructor(take: (message: JSONRPCMessage) => void, refuse: (error: LineError) => void) {
    super();
    this.#take = take;
    this.#refuse = refuse;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      this.#add(chunk.subarray(from, end));
      this.#endLine();
      from = end + 1;
    }
    this.#add(chunk.subarray(from));
    done();
  }

  override _flush(done: TransformCallback): void {
    if (this.#size > 0) this.#endLine();
    done();
  }

  #add(piece: Buffer): void {
    this.#size += piece.length;
    if (this.#size > longestMessage) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  #endLine(): void {
    const size = this.#size;
    const line = Buffer.concat(this.#pieces).toString('utf8').trim();
    this.#pieces = [];
    this.#size = 0;
    if (size > longestMessage) {
      const message = `A message of ${size} bytes is too long; at most ${longestMessage} are read`;
      this.#refuse({ jsonrpc: '2.0', error: { code: -32600, message } });
    } else if (line !== '') this.#judge(line);
  }

  #judge(line: string): void {
    let data: unknown;
    try {
      data = JSON.parse(line);
    } catch {
      const message = 'This line is no JSON; send one JSON-RPC message in a line';
      this.#refuse({ jsonrpc: '2.0', error: { code: -32700, message } });
      return;
    }
    const read = JSONRPCMessageSchema.safeParse(data);
    if (read.success) {
      this.#take(read.data);
      this.push(`${line}\n`);
      return;
    }
    const id = typeof data === 'object' && data !== null && 'id' in data ? data.id : null;
    const message =
      'This is no JSON-RPC 2.0 message; it needs "jsonrpc": "2.0", a method, and an id unless it is a notification';
    this.#refuse({
      jsonrpc: '2.0',
      ...(typeof id === 'string' || typeof id === 'number' ? { id } : {}),
      error: { code: -32600, message },
    });
  }
}
