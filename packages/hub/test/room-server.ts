import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import type { Database } from '../src/database/database.ts';
import { document } from '../src/database/tables/documents.ts';
import type { Caller } from '../src/rights/right.ts';
import { attachRooms } from '../src/rooms/attach.ts';
import type { RoomSettings } from '../src/rooms/room.ts';
import { openRooms, type Rooms } from '../src/rooms/rooms.ts';
import { cutRevision } from './written-document.ts';

/** One process of a hub, as far as rooms go. */
export interface RoomServer {
  readonly rooms: Rooms;
  /** The address of a document's room. */
  urlOf(document: string): string;
  readonly troubles: unknown[];
  close(): Promise<void>;
}

/**
 * Serves rooms. Whoever comes is who their `authorization` says; accounts that begin with `reader` read, those in `out` may not even
 * that, those in `gone` are no longer signed in, and all others write.
 */
export async function serveRooms(
  database: Database,
  options: { settings?: RoomSettings; out?: Set<string>; gone?: Set<string>; readers?: Set<string> } = {},
): Promise<RoomServer> {
  const troubles: unknown[] = [];
  const ports = {
    callerOf: async ({ headers }: IncomingMessage): Promise<Caller | 401> => {
      const who = headers.authorization;
      return who === undefined || options.gone?.has(who) === true ? 401 : callerNamed(who);
    },
    entered: async () => {},
    mayNow: async ({ account }: Caller, id: string) => {
      const [row] = await database.queries
        .select({ removedAt: document.removedAt })
        .from(document)
        .where(eq(document.id, id));
      if (row === undefined || options.out?.has(account) === true) return 'none' as const;
      if (row.removedAt !== null) return 'removed' as const;
      return account.startsWith('reader') || options.readers?.has(account) === true
        ? ('read' as const)
        : ('write' as const);
    },
    cutRevision,
    trouble: (error: unknown) => void troubles.push(error),
  };
  const rooms = await openRooms(database, ports, options.settings);
  const server: Server = createServer();
  attachRooms(server, rooms, ports);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    rooms,
    troubles,
    urlOf: (id) => `ws://127.0.0.1:${port}/api/v1/documents/${id}/room`,
    close: async () => {
      await rooms.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

function callerNamed(who: string): Caller {
  return {
    account: who,
    actor: { kind: 'person', id: `${who}@x.org`, name: who },
    admin: false,
    via: 'session',
    authenticatedAt: null,
    bound: null,
  };
}
