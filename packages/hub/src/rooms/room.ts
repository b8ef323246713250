import {
  applyUpdate,
  Doc,
  encodeStateAsUpdate,
  getState,
  mergeUpdates,
  snapshot,
  snapshotContainsUpdate,
  type Transaction,
} from 'yjs';
import type { Database } from '../database/database.ts';
import { appendUpdates, beginRoom, claimClients, foldLog, type LogEntry, readAfter } from './log.ts';
import { updateMessage } from './messages.ts';
import { Presence, type PresentMember } from './presence.ts';
import { readUpdate, TEXT, type WrittenUpdate } from './written-update.ts';

/** One connection to a room, as the room sees it. */
export interface Member extends PresentMember {
  /** A message with what was committed now; `before` is what the room had before. */
  hear(message: Uint8Array, before: Map<number, number>): void;
  hearRevision(revision: string, sequence: number): void;
  saved(count: number, sequence: number): void;
  /** Its updates cannot be taken; it must come again. */
  fail(why: Failure): void;
}

export type Failure = 'away' | 'removed' | 'malformed' | 'too-long';

/** What a room needs of the service that holds it. */
export interface RoomHome {
  readonly database: Database;
  /** Names this process among the hub's. */
  readonly process: string;
  /** Makes what is written here the document's newest revision. */
  cut(document: string): Promise<unknown>;
  /** Called with an error that nobody else hears of. */
  trouble(error: unknown): void;
  readonly settings: RoomSettings;
}

export interface RoomSettings {
  /** How long nobody types before a revision is cut, ms. */
  readonly pause: number;
  /** After how long one is cut though somebody types, ms. */
  readonly longest: number;
  /** How often everybody's right is asked again, ms. */
  readonly recheck: number;
  /** How often rooms without people are put away, ms. */
  readonly idle: number;
  /** After how many updates the log is folded into its snapshot. */
  readonly folded: number;
}

interface Submission {
  readonly member: Member;
  readonly count: number;
  readonly update: WrittenUpdate;
}

/** The most that a text may hold, UTF-16 units. */
const MOST_TEXT = 2_000_000;
/**
 * How long updates are gathered after a commit, ms, so that many who type share one: everybody is told of each, so where many are here
 * there must be few. Half a millisecond more for each, and never so long that somebody sees it.
 */
const LEAST_GATHERED = 8;
const MOST_GATHERED = 50;
/** Bytes of a log that is folded though it has few updates. */
const MOST_UNFOLDED = 4_194_304;
/** Updates in one commit. */
const MOST_AT_ONCE = 500;

/**
 * A document's live text in this process: always what is committed, never more. What a client writes is committed first, then told to
 * the others and acknowledged.
 */
export class Room {
  readonly document: string;
  readonly doc = new Doc();
  readonly members = new Set<Member>();
  readonly presence: Presence;
  readonly #home: RoomHome;
  /** Up to which number of the log this document is complete. */
  #known = 0;
  #snapshotSequence = 0;
  /** Bytes that came since the log was folded. */
  #unfolded = 0;
  #waiting: Submission[] = [];
  /** Those that are being committed. */
  #underWay: readonly Submission[] = [];
  #working: Promise<void> | undefined;
  #reading: Promise<boolean> | undefined;
  #next: Promise<boolean> | undefined;
  #readSoon: NodeJS.Timeout | undefined;
  #readAt = 0;
  /** By Yjs client whose it is, as far as that was asked. */
  readonly #owners = new Map<number, string>();
  #uncutSince: number | undefined;
  #cutting: NodeJS.Timeout | undefined;

  private constructor(document: string, home: RoomHome) {
    this.document = document;
    this.#home = home;
    this.presence = new Presence(this.doc, this.members, { document, database: home.database, process: home.process });
    this.doc.on('update', (update: Uint8Array, origin: unknown, _doc: Doc, { beforeState }: Transaction) => {
      const message = updateMessage(update);
      for (const member of this.members) if (member !== origin) member.hear(message, beforeState);
    });
  }

  /** The room of a document as it is now; null when there is no such document. */
  static async open(document: string, home: RoomHome): Promise<Room | null> {
    const isThere = await home.database.transaction((queries) => beginRoom(queries, document));
    if (!isThere) return null;
    const room = new Room(document, home);
    if (await room.catchUp()) return room;
    await room.close();
    return null;
  }

  get sequence(): number {
    return this.#known;
  }

  /** True while what was written here waits to be cut. */
  get isUncut(): boolean {
    return this.#cutting !== undefined;
  }

  /** True when nobody is here and nothing is under way. */
  get isIdle(): boolean {
    return this.members.size === 0 && this.#working === undefined && this.#cutting === undefined;
  }

  /**
   * Takes an update of a member's, which is told `saved` once it is committed. `ahead` is what the member has sent before by Yjs client;
   * the update is added to it. `whole` is what a client answers when it joins, and may hold nothing new. Gives a sentence when the
   * update cannot be taken.
   */
  submit(member: Member, count: number, bytes: Uint8Array, whole: boolean, ahead: Map<number, number>): string | null {
    const clockOf = (client: number): number => Math.max(getState(this.doc.store, client), ahead.get(client) ?? 0);
    const update = readUpdate(this.doc, bytes, clockOf);
    if (typeof update === 'string') return update;
    if (whole && this.holds(bytes)) {
      member.saved(count, this.#known);
      return null;
    }
    const stranger = [...update.clocks.keys()].find(
      (client) => (this.#owners.get(client) ?? member.caller.account) !== member.caller.account,
    );
    if (stranger !== undefined) return `The Yjs client ${stranger} is somebody else's`;
    if (!this.#hasRoomFor(update)) {
      member.fail('too-long');
      return null;
    }
    for (const [client, clock] of update.clocks) ahead.set(client, clock);
    this.#waiting.push({ member, count, update });
    this.#work();
    return null;
  }

  /** True when the room has all of this update. */
  holds(update: Uint8Array): boolean {
    return snapshotContainsUpdate(snapshot(this.doc), update);
  }

  /** When everything is committed that was submitted by now. */
  async settled(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
  }

  /** Reads what other processes committed; false when the room is gone. */
  catchUp(): Promise<boolean> {
    // Who asks while a reading is under way needs one that begins after; all who ask by then share that.
    const begin = (): Promise<boolean> => {
      this.#next = undefined;
      this.#reading = this.#readOn();
      return this.#reading;
    };
    this.#next ??= (this.#reading ?? Promise.resolve(true)).then(begin, begin);
    return this.#next;
  }

  /** Another process committed up to `sequence`. */
  hearUpdates(sequence: number): void {
    if (sequence <= this.#known || this.#readSoon !== undefined) return;
    this.#readSoon = setTimeout(
      () => {
        this.#readSoon = undefined;
        this.catchUp().catch((error: unknown) => this.#home.trouble(error));
      },
      Math.max(0, this.#readAt + this.#gathered - Date.now()),
    );
  }

  /** A revision was cut, here or elsewhere. */
  hearCut(revision: string, sequence: number): void {
    for (const member of this.members) member.hearRevision(revision, sequence);
    if (sequence < this.#known) return;
    clearTimeout(this.#cutting);
    this.#cutting = undefined;
    this.#uncutSince = undefined;
  }

  /** True once it was put away; whoever still has it in hand opens another. */
  get isClosed(): boolean {
    return this.doc.isDestroyed;
  }

  async close(): Promise<void> {
    clearTimeout(this.#cutting);
    clearTimeout(this.#readSoon);
    const left = this.presence.close();
    this.doc.destroy();
    await left;
  }

  #hasRoomFor(update: WrittenUpdate): boolean {
    const waiting = [...this.#underWay, ...this.#waiting].reduce((sum, one) => sum + one.update.growth, 0);
    return update.growth <= 0 || this.doc.getText(TEXT).length + waiting + update.growth <= MOST_TEXT;
  }

  #work(): void {
    this.#working ??= this.#drain().finally(() => {
      this.#working = undefined;
    });
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MOST_AT_ONCE);
      this.#underWay = batch;
      try {
        await this.#commit(batch);
      } catch (error) {
        this.#home.trouble(error);
        // Whoever is told nothing sends it again, so what waits behind an update that failed must not be committed without it.
        for (const { member } of [...batch, ...this.#waiting]) member.fail('away');
        this.#waiting = [];
      }
      this.#underWay = [];
      await new Promise((done) => setTimeout(done, this.#gathered));
    }
  }

  async #commit(batch: readonly Submission[]): Promise<void> {
    const { database, process } = this.#home;
    const { strangers, taken, entries, sequence } = await database.transaction(async (queries) => {
      const foreign = await this.#foreignClients(batch, (account, clients) =>
        claimClients(queries, this.document, account, clients),
      );
      const isForeign = ({ update, member }: Submission): boolean =>
        [...update.clocks.keys()].some((client) => foreign.get(member.caller.account)?.includes(client) === true);
      const good = batch.filter((one) => !isForeign(one));
      const rows = byAuthor(good);
      const authors = rows.map(({ who }) => who);
      const last =
        rows.length === 0 ? this.#known : await appendUpdates(queries, this.document, rows, { process, authors });
      return { strangers: batch.filter(isForeign), taken: good, entries: rows, sequence: last };
    });
    const cut = new Set(strangers.map(({ member }) => member));
    this.#waiting = this.#waiting.filter(({ member }) => !cut.has(member));
    for (const member of cut) member.fail('malformed');
    if (sequence === null) {
      for (const { member } of batch) member.fail('removed');
      return;
    }
    for (const { member, update } of taken)
      for (const client of update.clocks.keys()) this.#owners.set(client, member.caller.account);
    if (sequence - entries.length === this.#known) {
      const writers = new Set(taken.map(({ member }) => member));
      // Who wrote alone has it already.
      this.#apply(
        entries.map(({ bytes }) => bytes),
        writers.size === 1 ? [...writers][0] : undefined,
      );
      this.#known = sequence;
    } else await this.catchUp();
    for (const { member, count } of taken) member.saved(count, sequence);
    await this.#fold().catch((error: unknown) => this.#home.trouble(error));
  }

  /** By account those clients of a batch that are somebody else's. */
  async #foreignClients(
    batch: readonly Submission[],
    claim: (account: string, clients: number[]) => Promise<number[]>,
  ): Promise<Map<string, number[]>> {
    const asked = new Map<string, Set<number>>();
    for (const { member, update } of batch) {
      const clients = [...update.clocks.keys()].filter((client) => !this.#owners.has(client));
      const { account } = member.caller;
      if (clients.length > 0) asked.set(account, new Set([...(asked.get(account) ?? []), ...clients]));
    }
    const foreign = new Map<string, number[]>();
    for (const [account, clients] of asked) foreign.set(account, await claim(account, [...clients]));
    return foreign;
  }

  get #gathered(): number {
    return Math.min(MOST_GATHERED, LEAST_GATHERED + this.members.size / 2);
  }

  async #readOn(): Promise<boolean> {
    this.#readAt = Date.now();
    const tail = await readAfter(this.#home.database.queries, this.document, this.#known);
    if (tail === null) {
      for (const member of this.members) member.fail('removed');
      return false;
    }
    this.#apply(tail.updates);
    this.#known = Math.max(this.#known, tail.sequence);
    this.#snapshotSequence = Math.max(this.#snapshotSequence, tail.snapshotSequence);
    return true;
  }

  #apply(updates: readonly Uint8Array[], writer?: Member): void {
    this.doc.transact(() => {
      for (const update of updates) applyUpdate(this.doc, update);
    }, writer);
    this.#unfolded += updates.reduce((sum, { length }) => sum + length, 0);
    if (updates.length > 0) this.#cutSoon();
  }

  async #fold(): Promise<void> {
    const isLong = this.#known - this.#snapshotSequence >= this.#home.settings.folded;
    if (!isLong && this.#unfolded < MOST_UNFOLDED) return;
    const sequence = this.#known;
    const state = encodeStateAsUpdate(this.doc);
    await foldLog(this.#home.database.queries, this.document, sequence, state);
    this.#snapshotSequence = sequence;
    this.#unfolded = 0;
  }

  #cutSoon(): void {
    const { pause, longest } = this.#home.settings;
    const now = Date.now();
    this.#uncutSince ??= now;
    this.#cutIn(Math.max(0, Math.min(pause, this.#uncutSince + longest - now)));
  }

  #cutIn(wait: number): void {
    clearTimeout(this.#cutting);
    this.#cutting = setTimeout(() => {
      this.#cutting = undefined;
      this.#uncutSince = undefined;
      this.#home.cut(this.document).catch((error: unknown) => {
        this.#home.trouble(error);
        this.#cutIn(this.#home.settings.longest);
      });
    }, wait);
  }
}

/** One entry for each author, whose updates keep their order. */
function byAuthor(batch: readonly Submission[]): LogEntry[] {
  const updates = new Map<string, Uint8Array[]>();
  for (const { member, update } of batch) {
    const who = member.caller.actor.id;
    updates.set(who, [...(updates.get(who) ?? []), update.bytes]);
  }
  return [...updates].map(([who, bytes]) => ({
    who,
    bytes: bytes.length === 1 ? (bytes[0] as Uint8Array) : mergeUpdates(bytes),
  }));
}
