import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { longestMessage, MessageLines } from './message-lines.ts';

/** Messages over standard streams; broken ones are answered, and the end of the input waits for the last answers. */
export class StdioTransport extends StdioServerTransport {
  /** Resolved when the input has ended and everything that it asked for is answered. */
  readonly ended: Promise<void>;
  readonly #waiting = new Set<string | number>();
  #hasEnded = false;
  #end: () => void = () => undefined;

  constructor(input: Readable, output: Writable) {
    const lines = new MessageLines(
      (message) => this.#take(message),
      (error) => void output.write(`${JSON.stringify(error)}\n`),
    );
    // A chunk may end one message and hold others.
    super(lines, output, { maxBufferSize: 4 * longestMessage });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    lines.on('end', () => {
      this.#hasEnded = true;
      this.#endWhenDone();
    });
    input.pipe(lines);
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    await super.send(message);
    if ('method' in message || message.id === undefined) return;
    this.#waiting.delete(message.id);
    this.#endWhenDone();
  }

  #take(message: JSONRPCMessage): void {
    if ('method' in message && 'id' in message) this.#waiting.add(message.id);
    // A request that is called off is never answered.
    if ('method' in message && message.method === 'notifications/cancelled') {
      this.#waiting.delete(message.params?.requestId as string | number);
    }
  }

  #endWhenDone(): void {
    if (this.#hasEnded && this.#waiting.size === 0) this.#end();
  }
}
