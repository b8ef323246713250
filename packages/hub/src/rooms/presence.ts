import { and, eq, gt, sql } from 'drizzle-orm';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import type { Doc } from 'yjs';
import type { Database } from '../database/database.ts';
import { roomPresence } from '../database/tables/rooms.ts';
import type { Caller } from '../rights/right.ts';
import { roomsChannel } from './log.ts';
import { type PresenceEntry, presenceMessage, presenceUpdate } from './messages.ts';

/** Who tells where they are. */
export interface PresentMember {
  readonly caller: Caller;
  hearPresence(message: Uint8Array): void;
}

/** Most of what one client may tell of itself, UTF-16 units of JSON. */
const MOST_STATE = 2_000;
/** How long moves are gathered before they are told, ms, and how much longer for each who is told. */
const GATHERED = 40;
const GATHERED_FOR_EACH = 2;
/** How often processes tell each other that they have this room, and after how long one that no longer does is forgotten, ms. */
const HERE = 15_000;
const FORGOTTEN = 45_000;

/**
 * Where people are in one room. What they tell is held in memory and told on at once; only while other processes have the room
 * too it goes through the database.
 */
export class Presence {
  readonly #document: string;
  readonly #database: Database;
  readonly #process: string;
  readonly #members: ReadonlySet<PresentMember>;
  readonly #awareness: Awareness;
  /** Whose each Yjs client is that is connected here. */
  readonly #holders = new Map<number, PresentMember>();
  readonly #others = new Map<string, number>();
  readonly #moved = new Set<number>();
  readonly #left = new Set<number>();
  readonly #here: NodeJS.Timeout;
  #telling: NodeJS.Timeout | undefined;
  #asking: Promise<unknown> = Promise.resolve();

  constructor(
    doc: Doc,
    members: ReadonlySet<PresentMember>,
    of: { document: string; database: Database; process: string },
  ) {
    this.#document = of.document;
    this.#database = of.database;
    this.#process = of.process;
    this.#members = members;
    this.#awareness = new Awareness(doc);
    this.#awareness.setLocalState(null);
    this.#awareness.on('update', ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) => {
      for (const client of [...added, ...updated, ...removed]) this.#moved.add(client);
      this.#telling ??= setTimeout(() => this.#tell(), GATHERED + GATHERED_FOR_EACH * members.size);
    });
    this.#here = setInterval(() => this.#sayHere(), HERE);
    this.#here.unref();
    this.#sayHere();
  }

  /** What a member tells of its own client; what it tells of others is left to them, and its name is the one it signed in with. */
  hear(member: PresentMember, entries: readonly PresenceEntry[]): void {
    for (const { client, clock, state } of entries) {
      if (!this.#isFor(member, client)) continue;
      const named = namedState(state, member.caller);
      if (named === null) continue;
      this.#holders.set(client, member);
      applyAwarenessUpdate(this.#awareness, presenceUpdate([{ client, clock, state: named }]), null);
    }
  }

  /** One client for each connection; the same account takes its own over when its connection broke. */
  #isFor(member: PresentMember, client: number): boolean {
    const holder = this.#holders.get(client);
    if (holder === member) return true;
    if (holder !== undefined) return holder.caller.account === member.caller.account;
    return ![...this.#holders.values()].includes(member);
  }

  /** Everybody, for who has just come. */
  everybody(): Uint8Array | null {
    const clients = [...this.#awareness.states.keys()];
    return clients.length === 0 ? null : presenceMessage(encodeAwarenessUpdate(this.#awareness, clients));
  }

  leave(member: PresentMember): void {
    const left = [...this.#holders].filter(([, holder]) => holder === member).map(([client]) => client);
    removeAwarenessStates(this.#awareness, left, null);
    for (const client of left) {
      this.#holders.delete(client);
      this.#left.add(client);
    }
  }

  /** Another process says that it has this room. */
  hearHere(process: string): void {
    const isNew = Date.now() - (this.#others.get(process) ?? 0) > FORGOTTEN;
    this.#others.set(process, Date.now());
    if (!isNew) return;
    this.#sayHere();
    this.#write([...this.#holders.keys()]);
  }

  /** Another process tells that somebody moved there. */
  async readOthers(): Promise<void> {
    const fresh = sql`now() - interval '35 seconds'`;
    const rows = await this.#database.queries
      .select({ client: roomPresence.client, clock: roomPresence.clock, state: roomPresence.state })
      .from(roomPresence)
      .where(and(eq(roomPresence.document, this.#document), gt(roomPresence.at, fresh)));
    const others = rows.filter(({ client }) => !this.#holders.has(client));
    applyAwarenessUpdate(this.#awareness, presenceUpdate(others), null);
  }

  /** Ends when the other processes know who left. */
  async close(): Promise<void> {
    clearInterval(this.#here);
    clearTimeout(this.#telling);
    if (this.#telling !== undefined) this.#tell();
    // Its own end is an update too, which nobody waits for.
    this.#awareness.destroy();
    clearTimeout(this.#telling);
    await this.#asking;
  }

  #tell(): void {
    this.#telling = undefined;
    const moved = [...this.#moved];
    this.#moved.clear();
    const message = presenceMessage(encodeAwarenessUpdate(this.#awareness, moved));
    for (const member of this.#members) member.hearPresence(message);
    const isShared = [...this.#others.values()].some((heard) => Date.now() - heard < FORGOTTEN);
    if (isShared) this.#write(moved.filter((client) => this.#holders.has(client) || this.#left.has(client)));
    this.#left.clear();
  }

  /** One after the other, so that the last one is what stays. */
  #write(clients: readonly number[]): void {
    if (clients.length === 0) return;
    const rows = clients.map((client) => ({
      document: this.#document,
      client,
      clock: this.#awareness.meta.get(client)?.clock ?? 0,
      state: JSON.stringify(this.#awareness.states.get(client) ?? null),
    }));
    const set = { clock: sql`excluded.clock`, state: sql`excluded.state`, at: sql`now()` };
    const target = [roomPresence.document, roomPresence.client];
    const setWhere = sql`excluded.clock >= ${roomPresence.clock}`;
    const told = `presence ${this.#process} ${this.#document}`;
    this.#ask(() =>
      this.#database.transaction(async (queries) => {
        await queries.insert(roomPresence).values(rows).onConflictDoUpdate({ target, set, setWhere });
        await queries.execute(sql`select pg_notify(${roomsChannel}, ${told})`);
      }),
    );
  }

  #sayHere(): void {
    const said = `here ${this.#process} ${this.#document}`;
    this.#ask(() => this.#database.queries.execute(sql`select pg_notify(${roomsChannel}, ${said})`));
  }

  /** Where people are is told again within seconds, so a question that failed needs nothing. */
  #ask(question: () => Promise<unknown>): void {
    this.#asking = this.#asking.then(question).catch(() => {});
  }
}

/** A client's state under the name of its account; null when it is none. The colour is its own. */
function namedState(json: string, { actor }: Caller): string | null {
  if (json.length > MOST_STATE) return null;
  let state: unknown;
  try {
    state = JSON.parse(json);
  } catch {
    return null;
  }
  if (state === null) return 'null';
  if (typeof state !== 'object' || Array.isArray(state)) return null;
  const told = 'user' in state && typeof state.user === 'object' ? state.user : null;
  const colours = Object.entries(told ?? {}).filter(
    ([key, value]) => ['color', 'colorLight'].includes(key) && /^#[\da-f]{6,8}$/iu.test(String(value)),
  );
  return JSON.stringify({ ...state, user: { ...Object.fromEntries(colours), name: actor.name, id: actor.id } });
}
