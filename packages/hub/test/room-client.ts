import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { presenceMessage, Reader, stateMessage, updateMessage, vectorMessage } from '../src/rooms/messages.ts';

/** Somebody in a room, over a real WebSocket, with a Yjs document that outlives its connections. */
export class RoomClient {
  readonly doc = new Doc();
  readonly awareness = new Awareness(this.doc);
  right: string | undefined;
  closeCode: number | undefined;
  readonly refused: string[] = [];
  readonly revisions: { revision: string; sequence: number }[] = [];
  /** Called when an update of the room's has come. */
  heard: () => void = () => {};
  /** Reads what came only when it is told to `read`, so that one processor has the power for a hundred of them. */
  isLazy = false;
  #unread: Uint8Array[] = [];
  #socket: WebSocket | undefined;
  #isIn = false;
  /** What the room has said that it is committed. */
  readonly acknowledged: Uint8Array[] = [];
  /** What it has not said so of, over this connection. */
  #unsaved: Uint8Array[] = [];
  #saved = 0;
  #waiting: { readonly count: number; readonly call: () => void }[] = [];

  constructor() {
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this || !this.#isIn) return;
      this.#unsaved.push(update);
      this.#socket?.send(updateMessage(update));
    });
    this.awareness.on('update', (_: unknown, origin: unknown) => origin === 'local' && this.#tellPresence());
  }

  get text(): string {
    return this.doc.getText('text').toString();
  }

  /** True when everything written here is committed. */
  get isSaved(): boolean {
    return this.#isIn && this.#unsaved.length === 0;
  }

  /** True while the connection stands and the client has answered the room. */
  get isIn(): boolean {
    return this.#isIn;
  }

  /** Calls once what is written by now is committed, if the connection stands until then. */
  whenSaved(call: () => void): void {
    this.#waiting.push({ count: this.#saved + this.#unsaved.length, call });
  }

  /** Joins; `url` is the room's address, `who` the account as the test's server knows it. Resolves when connected, or closed at once. */
  async connect(url: string, who: string, more: object = {}): Promise<void> {
    this.drop();
    const socket = new WebSocket(url, { headers: { authorization: who, ...more } });
    this.#socket = socket;
    this.closeCode = undefined;
    this.#unsaved = [];
    this.#waiting = [];
    this.#saved = 0;
    socket.on('message', (data) => this.#take(new Reader(data as Buffer)));
    socket.on('error', () => {});
    socket.on('close', (code) => {
      if (socket !== this.#socket) return;
      this.closeCode = code;
      this.#isIn = false;
    });
    const opened = once(socket, 'open');
    await Promise.race([opened, once(socket, 'close')]);
    if (socket.readyState !== socket.OPEN) return;
    socket.send(vectorMessage(encodeStateVector(this.doc)));
    this.#tellPresence();
  }

  insert(at: number, text: string): void {
    this.doc.getText('text').insert(at, text);
  }

  delete(at: number, length: number): void {
    this.doc.getText('text').delete(at, length);
  }

  send(bytes: Uint8Array | string): void {
    this.#socket?.send(bytes);
  }

  /** Reads nothing until it goes on. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** Ends the connection without a word. */
  drop(): void {
    this.#isIn = false;
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  close(): void {
    this.drop();
    this.awareness.destroy();
    this.doc.destroy();
  }

  #tellPresence(): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(presenceMessage(encodeAwarenessUpdate(this.awareness, [this.doc.clientID])));
  }

  #take(reader: Reader): void {
    const kind = reader.number();
    if (kind === 0) this.#sync(reader.number(), reader.bytes());
    else if (kind === 1 && !this.isLazy) applyAwarenessUpdate(this.awareness, reader.bytes(), this);
    else if (kind === 1) reader.bytes();
    else if (kind === 11) this.#hearSaved(reader.number());
    else if (kind === 12) {
      reader.number();
      this.refused.push(reader.text());
    } else if (kind === 13) this.right = reader.text();
    else if (kind === 14) this.revisions.push({ revision: reader.text(), sequence: reader.number() });
    else throw new Error(`an unknown message ${kind}`);
  }

  #hearSaved(count: number): void {
    this.acknowledged.push(...this.#unsaved.splice(0, count - this.#saved));
    this.#saved = count;
    const [done, rest] = [
      this.#waiting.filter((one) => one.count <= count),
      this.#waiting.filter((one) => one.count > count),
    ];
    this.#waiting = rest;
    for (const { call } of done) call();
  }

  #sync(step: number, bytes: Uint8Array): void {
    if (step === 0) {
      this.#isIn = true;
      const missing = encodeStateAsUpdate(this.doc, bytes);
      this.#unsaved.push(missing);
      this.#socket?.send(stateMessage(missing));
    } else if (this.isLazy) this.#unread.push(bytes);
    else {
      applyUpdate(this.doc, bytes, this);
      this.heard();
    }
  }

  read(): void {
    const unread = this.#unread.splice(0);
    this.doc.transact(() => {
      for (const bytes of unread) applyUpdate(this.doc, bytes, this);
    }, this);
  }
}
