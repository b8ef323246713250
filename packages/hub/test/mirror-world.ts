import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { MirroredFolder } from '../../cli/src/mirror/mirrored-folder.ts';
import type { Database } from '../src/database/database.ts';
import { openListener } from '../src/database/listen.ts';
import { workspace } from '../src/database/tables/documents.ts';
import { mirror } from '../src/database/tables/mirrors.ts';
import { account } from '../src/database/tables/people.ts';
import { openChangeFeed } from '../src/documents/change-feed.ts';
import type { StoredDocument } from '../src/documents/stored-document.ts';
import { WritePath } from '../src/documents/write-path.ts';
import { follow, journalOf } from '../src/follow-write.ts';
import type { FolderPort } from '../src/mirror/folder-port.ts';
import { type MirrorHome, nothingSeen } from '../src/mirror/home.ts';
import { Mirror } from '../src/mirror/mirror.ts';
import type { Caller } from '../src/rights/right.ts';
import { attachRooms } from '../src/rooms/attach.ts';
import { cutRoom } from '../src/rooms/cut.ts';
import { openRooms } from '../src/rooms/rooms.ts';

/** A template for documents in which people write much. */
export const template =
  '# Note: [Name]\n\n**Status**: Draft | Final\n\n## Why\n\n[The reason]\n\n## How\n\n[The way]\n';

/** One workspace of a hub with a folder that mirrors it, everything real, in this process. */
export interface MirrorWorld {
  readonly database: Database;
  readonly path: WritePath;
  readonly caller: Caller;
  readonly workspace: string;
  readonly folder: string;
  readonly troubles: unknown[];
  /** The file's text. */
  read(file: string): string;
  write(file: string, text: string): void;
  roomUrl(document: string): string;
  cut(document: string): Promise<void>;
  /** A mirror of the folder that is not started; `between` stands between it and the folder. */
  mirror(between?: (port: FolderPort) => FolderPort): Mirror;
  stored(document: string): Promise<StoredDocument>;
  close(): Promise<void>;
}

/** Makes a world on a database, with a workspace and a folder of its own. */
export async function mirrorWorld(
  database: Database,
  { least = 'claimed', rules = 'both' }: { least?: 'claimed' | 'session'; rules?: 'hub' | 'both' } = {},
): Promise<MirrorWorld> {
  const parser = await loadParser();
  const id = randomUUID();
  const email = `${id}@example.com`;
  await database.queries.insert(account).values({ id, email, name: 'Ada', admin: true });
  await database.queries.insert(workspace).values({ id, name: id, title: 'Notes' });
  const actor = { kind: 'person', id: email, name: 'Ada' } as const;
  const via = least === 'claimed' ? 'local' : 'folder';
  const caller: Caller = { account: id, actor, admin: true, via, authenticatedAt: new Date(), bound: null };
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'specwright-mirror-')));
  await database.queries.insert(mirror).values({ workspace: id, folder, account: id, rules });
  const troubles: unknown[] = [];
  const trouble = (error: unknown): void => void troubles.push(error);
  const now = (): Date => new Date();
  const settle: ConstructorParameters<typeof WritePath>[0]['settle'] = async (queries, one) => {
    await cutRoom(queries, one, (q, cut) => path.cut(q, cut));
  };
  const path: WritePath = new WritePath({ database, parser, least, now, told: follow, settle });
  const typist: Caller = { ...caller, via: 'session' };
  const ports = {
    callerOf: async (_request: IncomingMessage) => typist,
    mayNow: async () => 'write' as const,
    entered: async () => {},
    cutRevision: (...given: Parameters<WritePath['cut']>) => path.cut(...given),
    trouble,
  };
  const settings = { pause: 80, longest: 1_000, recheck: 30_000, idle: 60_000, folded: 500 };
  const rooms = await openRooms(database, ports, settings);
  const server = createServer();
  attachRooms(server, rooms, ports);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const listener = await openListener(database);
  const feed = await openChangeFeed(database, listener);
  return {
    ...{ database, path, caller, workspace: id, folder, troubles },
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    write: (file, text) => {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    roomUrl: (document) => `ws://127.0.0.1:${port}/api/v1/documents/${document}/room`,
    cut: async (document) => void (await rooms.cut(document)),
    mirror: (between = (one) => one) => {
      const real = new MirroredFolder(folder, { isOwnRoot: true, provesKeys: least === 'claimed' });
      const home: MirrorHome = {
        ...{ database, path, parser, workspace: id, caller, rules, now },
        deeds: { database, now, recorded: journalOf(now) },
        ...{ port: between(real), seen: nothingSeen() },
      };
      return new Mirror(home, feed, trouble);
    },
    stored: (document) => path.read(typist, document),
    close: async () => {
      await rooms.close();
      server.close();
      server.closeAllConnections();
      await listener.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
