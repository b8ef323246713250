import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { WebSocket } from 'ws';
import type { Database } from '../database/database.ts';
import { openListener } from '../database/listen.ts';
import { document as documentTable } from '../database/tables/documents.ts';
import { roomPresence, room as roomTable } from '../database/tables/rooms.ts';
import type { Caller } from '../rights/right.ts';
import { rightsChannel } from '../rights/rights-changed.ts';
import { Connection, type RoomRight } from './connection.ts';
import { type Cut, type CutRevision, cutRoom } from './cut.ts';
import { roomsChannel } from './log.ts';
import { closeCodes } from './messages.ts';
import { Room, type RoomHome, type RoomSettings } from './room.ts';

/** What rooms need of the rest of the hub. */
export interface RoomPorts {
  /** Who a request to join comes from, asked on joining and ever again; an HTTP status for who is not let in at all. Checks Origin and Host. */
  callerOf(request: IncomingMessage): Promise<Caller | 401 | 403 | 429 | 503>;
  mayNow(caller: Caller, document: string): Promise<RoomRight>;
  /** Hears who is let in, before they are shown anything. */
  entered(caller: Caller, document: string): Promise<void>;
  readonly cutRevision: CutRevision;
  /** Called with an error that nobody else hears of. */
  trouble(error: unknown): void;
}

/** The live rooms of this process. */
export interface Rooms {
  /** Lets a caller's new socket into the room of a document, or closes it with the reason. */
  join(socket: WebSocket, request: IncomingMessage, caller: Caller, document: string): Promise<void>;
  /** Makes what is written in the room of a document its newest revision; null when it has no room. */
  cut(document: string): Promise<Cut | null>;
  /** Ends every connection once what it has sent is committed, and makes revisions of what was written here. */
  close(): Promise<void>;
}

const usual: RoomSettings = { pause: 3_000, longest: 60_000, recheck: 30_000, idle: 60_000, folded: 500 };

/** People in one room in this process, and connections of one account among them. */
const MOST_MEMBERS = 250;
const MOST_OF_ONE = 20;
/** How long changes of rights are gathered before they are looked at, ms. */
const GATHERED = 50;

/** Opens the live rooms of this process; each process of a hub has its own, on one database. */
export async function openRooms(database: Database, ports: RoomPorts, settings: RoomSettings = usual): Promise<Rooms> {
  const rooms = new LiveRooms(database, ports, settings);
  await rooms.listen();
  return rooms;
}

class LiveRooms implements Rooms {
  readonly #database: Database;
  readonly #ports: RoomPorts;
  readonly #home: RoomHome;
  readonly #rooms = new Map<string, Promise<Room | null>>();
  readonly #timers: NodeJS.Timeout[];
  #rechecking: NodeJS.Timeout | undefined;
  #stopListening: () => Promise<void> = async () => {};
  #closed = false;

  constructor(database: Database, ports: RoomPorts, settings: RoomSettings) {
    this.#database = database;
    this.#ports = ports;
    this.#home = {
      database,
      process: randomUUID(),
      settings,
      cut: (document) => this.#cut(document),
      trouble: (error) => ports.trouble(error),
    };
    const every = (wait: number, work: () => Promise<void>): NodeJS.Timeout =>
      setInterval(() => void work().catch((error: unknown) => ports.trouble(error)), wait).unref();
    this.#timers = [
      every(settings.recheck, () => this.#recheck()),
      every(settings.idle, () => this.#putAway()),
      every(settings.longest, () => this.#cutLeftBehind()),
    ];
  }

  async listen(): Promise<void> {
    const listener = await openListener(this.#database);
    this.#stopListening = () => listener.close();
    const missed = (): void => void this.#each((room) => room.catchUp());
    await listener.on(roomsChannel, (payload) => void this.#hear(payload), missed);
    const recheck = (): void => {
      this.#rechecking ??= setTimeout(() => {
        this.#rechecking = undefined;
        this.#recheck().catch((error: unknown) => this.#ports.trouble(error));
      }, GATHERED);
    };
    await listener.on(rightsChannel, recheck, recheck);
  }

  async join(socket: WebSocket, request: IncomingMessage, caller: Caller, document: string): Promise<void> {
    // What comes before the room is there waits in the socket.
    socket.pause();
    socket.on('error', () => socket.terminate());
    const refuse = (why: keyof typeof closeCodes, reason: string): void => {
      socket.resume();
      socket.close(closeCodes[why], reason);
    };
    try {
      const right = await this.#ports.mayNow(caller, document);
      if (right === 'none') return refuse('noRight', 'You may not read this document');
      const room = right === 'removed' || this.#closed ? null : await this.#open(document);
      if (this.#closed) return refuse('ending', 'The hub ends');
      if (right === 'removed' || room === null) return refuse('removed', 'The document was removed');
      // It may have read at another process what this one has not read yet.
      const isThere = await room.catchUp();
      if (!isThere) return refuse('removed', 'The document was removed');
      await this.#ports.entered(caller, document);
      if (room.isClosed) return await this.join(socket, request, caller, document);
      if (socket.readyState !== socket.OPEN) return;
      const own = [...room.members].filter((member) => member.caller.account === caller.account);
      if (room.members.size >= MOST_MEMBERS || own.length >= MOST_OF_ONE)
        return refuse('full', 'Too many are in this room');
      new Connection(socket, room, { caller, request, right }, (id) => this.#cut(id));
      socket.resume();
    } catch (error) {
      this.#ports.trouble(error);
      refuse('away', 'The database does not answer');
    }
  }

  async cut(document: string): Promise<Cut | null> {
    const room = await this.#rooms.get(document);
    await room?.settled();
    return this.#cut(document);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#rechecking);
    await this.#each(async (room) => {
      await room.settled();
      for (const connection of connectionsOf(room)) connection.end('ending', 'The hub ends');
      const { isUncut } = room;
      await room.close();
      if (isUncut) await this.#cut(room.document);
    });
    this.#rooms.clear();
    await this.#stopListening();
  }

  #cut(document: string): Promise<Cut | null> {
    return this.#database.transaction((queries) => cutRoom(queries, document, this.#ports.cutRevision));
  }

  #open(document: string): Promise<Room | null> {
    const there = this.#rooms.get(document);
    if (there !== undefined) return there;
    const opened = Room.open(document, this.#home);
    this.#rooms.set(document, opened);
    const forget = (): void => {
      this.#rooms.delete(document);
    };
    opened.then((room) => room === null && forget(), forget);
    return opened;
  }

  async #hear(payload: string): Promise<void> {
    const [kind, process, document = '', number, revision = ''] = payload.split(' ');
    if (process === this.#home.process) return;
    try {
      const room = await this.#rooms.get(document);
      if (room === undefined || room === null) return;
      if (kind === 'update') room.hearUpdates(Number(number));
      else if (kind === 'cut') room.hearCut(revision, Number(number));
      else if (kind === 'here') room.presence.hearHere(process ?? '');
      else if (kind === 'presence') await room.presence.readOthers();
    } catch (error) {
      this.#ports.trouble(error);
    }
  }

  async #each(work: (room: Room) => Promise<unknown>): Promise<void> {
    const rooms = await Promise.all([...this.#rooms.values()].map((opened) => opened.catch(() => null)));
    for (const room of rooms) if (room !== null) await work(room).catch((error: unknown) => this.#ports.trouble(error));
  }

  /** Asks again who everybody is and what they may do; when that cannot be told they stay until it can. */
  async #recheck(): Promise<void> {
    await this.#each(async (room) => {
      for (const connection of connectionsOf(room)) {
        const caller = await this.#ports.callerOf(connection.request);
        if (
          caller === 401 ||
          caller === 403 ||
          (typeof caller === 'object' && caller.account !== connection.caller.account)
        )
          connection.end('signedOut', 'You are no longer signed in');
        else if (typeof caller === 'object') connection.allow(await this.#ports.mayNow(caller, room.document));
      }
    });
  }

  async #putAway(): Promise<void> {
    await this.#each(async (room) => {
      if (!room.isIdle) return;
      this.#rooms.delete(room.document);
      await room.close();
    });
    await this.#database.queries.delete(roomPresence).where(lt(roomPresence.at, sql`now() - interval '5 minutes'`));
  }

  /** Cuts what was written at a process that ended before it could. */
  async #cutLeftBehind(): Promise<void> {
    const left = await this.#database.queries
      .select({ document: roomTable.document })
      .from(roomTable)
      .innerJoin(documentTable, and(eq(documentTable.id, roomTable.document), isNull(documentTable.removedAt)))
      .where(
        sql`${roomTable.sequence} > ${roomTable.revisionSequence} and ${roomTable.writtenAt} < now() - interval '2 minutes'`,
      )
      .limit(100);
    for (const { document } of left) await this.#cut(document).catch((error: unknown) => this.#ports.trouble(error));
  }
}

function connectionsOf(room: Room): Connection[] {
  return [...room.members].filter((member) => member instanceof Connection);
}
