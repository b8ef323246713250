import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { encodeStateAsUpdate, encodeStateVector } from 'yjs';
import type { Caller } from '../rights/right.ts';
import {
  closeCodes,
  readMessage,
  refusedMessage,
  revisionMessage,
  rightMessage,
  savedMessage,
  stateMessage,
  updateMessage,
  vectorMessage,
} from './messages.ts';
import type { Failure, Member, Room } from './room.ts';

/** What somebody may do in a room now. Who may not know of a document gets `none` whether there is one or not. */
export type RoomRight = 'write' | 'read' | 'none' | 'removed';

/** Messages that a connection may send at once, and each second from then on; more of them wait in its socket. */
const BURST = 400;
const EACH_SECOND = 120;
/** So many bytes count as one message. */
const WEIGHT = 16_384;
/** So many messages one counts as that costs the server a walk through the whole text. */
const WHOLE_COST = 40;
/** Bytes that wait for a slow reader: from `MOST_UNSENT` on nothing is added until they are below `FEW_UNSENT`. */
const MOST_UNSENT = 1_048_576;
const FEW_UNSENT = 65_536;
/** How long a reader may be behind, ms. */
const SLOWEST = 30_000;
const LOOK = 250;

/** One client of a room, from when it joined until it is gone. */
export class Connection implements Member {
  readonly caller: Caller;
  /** What it came with, to ask again who it is. */
  readonly request: IncomingMessage;
  readonly #socket: WebSocket;
  readonly #room: Room;
  readonly #cut: (document: string) => Promise<unknown>;
  #right: 'read' | 'write';
  #count = 0;
  readonly #ahead = new Map<number, number>();
  #allowance = BURST;
  #filledAt = Date.now();
  /** What a reader has that reads too slowly to be told everything; it is told the rest at once when it has read what it was sent. */
  #behind: { readonly vector: Uint8Array; readonly since: number; readonly look: NodeJS.Timeout } | undefined;
  /** Before it has, its updates may rest on what the room lacks; its answer holds them too. */
  #hasAnswered = false;
  #ended = false;

  constructor(
    socket: WebSocket,
    room: Room,
    who: { caller: Caller; request: IncomingMessage; right: 'read' | 'write' },
    cut: (document: string) => Promise<unknown>,
  ) {
    this.#socket = socket;
    this.#room = room;
    this.#cut = cut;
    this.caller = who.caller;
    this.request = who.request;
    this.#right = who.right;
    room.members.add(this);
    socket.on('message', (data, isBinary) => this.#take(data as Buffer, isBinary));
    socket.on('close', () => this.#leave());
    this.#send(rightMessage(this.#right));
    this.#send(vectorMessage(encodeStateVector(room.doc)));
    this.#tellEverybody();
  }

  /** What the connection may do from now on. */
  allow(right: RoomRight): void {
    if (right === 'none') this.end('noRight', 'You may no longer read this document');
    else if (right === 'removed') this.end('removed', 'The document was removed');
    else if (right !== this.#right) {
      this.#right = right;
      this.#send(rightMessage(right));
    }
  }

  end(why: keyof typeof closeCodes, reason: string): void {
    if (this.#ended) return;
    this.#leave();
    this.#socket.resume();
    this.#socket.close(closeCodes[why], reason);
  }

  hear(message: Uint8Array, before: Map<number, number>): void {
    if (this.#behind !== undefined) return;
    if (this.#socket.bufferedAmount < MOST_UNSENT) {
      this.#send(message);
      return;
    }
    // Yjs encodes a map of clocks too, which its types do not say.
    const vector = encodeStateVector(before as unknown as Parameters<typeof encodeStateVector>[0]);
    this.#behind = { vector, since: Date.now(), look: setInterval(() => this.#catchUp(), LOOK) };
  }

  hearPresence(message: Uint8Array): void {
    if (this.#behind === undefined) this.#send(message);
  }

  hearRevision(revision: string, sequence: number): void {
    this.#send(revisionMessage(revision, sequence));
  }

  saved(count: number, sequence: number): void {
    this.#send(savedMessage(count, sequence));
  }

  fail(why: Failure): void {
    if (why === 'away') this.end('away', 'The database does not answer');
    else if (why === 'removed') this.end('removed', 'The document was removed');
    else if (why === 'malformed') this.end('malformed', "The update is somebody else's");
    else {
      this.#send(refusedMessage(this.#count, 'too-long', 'The text would be longer than 2,000,000 characters'));
      this.end('tooLong', 'The text would be too long');
    }
  }

  #send(message: Uint8Array): void {
    if (!this.#ended) this.#socket.send(message);
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (this.#ended) return;
    const message = isBinary ? readMessage(data) : null;
    if (message === null) {
      this.end('malformed', 'The message is none that a room knows');
      return;
    }
    const isDear = message.kind === 'vector' || message.kind === 'cut' || (message.kind === 'update' && message.whole);
    this.#spend((isDear ? WHOLE_COST : 1) + data.length / WEIGHT);
    if (message.kind === 'vector') this.#answer(message.vector);
    else if (message.kind === 'presence') this.#room.presence.hear(this, message.entries);
    else if (message.kind === 'update') this.#write(message.update, message.whole);
    else if (this.#right === 'write') void this.#room.settled().then(() => this.#cutNow());
    else this.#send(refusedMessage(this.#count, 'read-only', 'You may read this document and not write it'));
  }

  #answer(vector: Uint8Array): void {
    try {
      this.#send(stateMessage(encodeStateAsUpdate(this.#room.doc, vector)));
    } catch {
      this.end('malformed', 'The vector is no Yjs state vector');
    }
  }

  #write(update: Uint8Array, whole: boolean): void {
    this.#count += 1;
    this.#hasAnswered ||= whole;
    if (!this.#hasAnswered) return;
    if (this.#right !== 'write') {
      this.#refuse(update, whole);
      return;
    }
    const fault = this.#room.submit(this, this.#count, update, whole, this.#ahead);
    if (fault !== null) this.end('malformed', fault);
  }

  /** A reader answers the server's vector too, and has nothing new then. */
  #refuse(update: Uint8Array, whole: boolean): void {
    try {
      if (whole && this.#room.holds(update)) this.saved(this.#count, this.#room.sequence);
      else this.#send(refusedMessage(this.#count, 'read-only', 'You may read this document and not write it'));
    } catch {
      this.end('malformed', 'The update is not a Yjs update');
    }
  }

  async #cutNow(): Promise<void> {
    try {
      const cut = await this.#cut(this.#room.document);
      if (cut === null) this.fail('removed');
    } catch {
      this.fail('away');
    }
  }

  /** Takes from what the connection may send; when nothing is left its socket is not read until there is. */
  #spend(cost: number): void {
    const now = Date.now();
    this.#allowance = Math.min(BURST, this.#allowance + ((now - this.#filledAt) / 1000) * EACH_SECOND) - cost;
    this.#filledAt = now;
    if (this.#allowance >= 0) return;
    this.#socket.pause();
    setTimeout(() => this.#socket.resume(), (-this.#allowance / EACH_SECOND) * 1000).unref();
  }

  #catchUp(): void {
    if (this.#behind === undefined) return;
    if (this.#socket.bufferedAmount < FEW_UNSENT) {
      clearInterval(this.#behind.look);
      const { vector } = this.#behind;
      this.#behind = undefined;
      this.#send(updateMessage(encodeStateAsUpdate(this.#room.doc, vector)));
      this.#tellEverybody();
    } else if (Date.now() - this.#behind.since > SLOWEST) {
      this.end('slow', 'The connection is too slow');
      this.#socket.terminate();
    }
  }

  #tellEverybody(): void {
    const everybody = this.#room.presence.everybody();
    if (everybody !== null) this.#send(everybody);
  }

  #leave(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#behind?.look);
    this.#room.members.delete(this);
    this.#room.presence.leave(this);
  }
}
