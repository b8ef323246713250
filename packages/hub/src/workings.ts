import type { Server } from 'node:http';
import type { Assurance } from '@specwright/core/lifecycle/policy.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { eq } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import type { Routes } from './api/app.ts';
import { routesAboutAudit } from './api/audit/routes.ts';
import { changeRoutes } from './api/changes/change-routes.ts';
import { noteAnswers } from './api/documents/note-reading.ts';
import { routesAboutDocuments } from './api/documents/routes.ts';
import { nameRequests } from './api/keyed-requests.ts';
import { ownRightRoutes } from './api/rights/own-right-routes.ts';
import { type CallerOf, callerAt } from './api/route-action.ts';
import { routesAboutTelling } from './api/telling/routes.ts';
import { chainEntries, startChaining } from './audit/chain.ts';
import { keepFirstHead } from './audit/keep-head.ts';
import { noteReadings } from './audit/readings.ts';
import type { Queries } from './database/database.ts';
import { openListener } from './database/listen.ts';
import { document } from './database/tables/documents.ts';
import { openChangeFeed } from './documents/change-feed.ts';
import { rebuilding } from './documents/rebuild-stale.ts';
import { WritePath } from './documents/write-path.ts';
import { follow, journalOf } from './follow-write.ts';
import type { HubParts } from './hub.ts';
import { jobsByTheClock } from './jobs-by-the-clock.ts';
import { type MirrorPorts, type Mirrors, startMirrors } from './mirror/mirrors.ts';
import { type Caller, holds } from './rights/right.ts';
import { rightOn } from './rights/right-on.ts';
import { attachRooms } from './rooms/attach.ts';
import type { RoomRight } from './rooms/connection.ts';
import { type CutRevision, cutRoom } from './rooms/cut.ts';
import { openRooms, type RoomPorts } from './rooms/rooms.ts';
import { startSettling } from './search/settle-index.ts';
import { startTelling } from './telling/start-telling.ts';
import { usualPatience } from './telling/webhooks.ts';

/** What every hub does with documents, whoever is let in. */
export interface Workings {
  readonly path: WritePath;
  readonly routes: readonly Routes[];
  /** Lets people into rooms over a server's sockets. */
  readonly attach: (server: Server) => void;
  readonly mirrors: Mirrors;
  readonly stop: () => Promise<void>;
}

export interface WorkingsInput {
  readonly parts: HubParts;
  /** The assurance that counts where a workspace does not say. */
  readonly least: Assurance;
  /** Who a request to join a room comes from. */
  readonly opensRoom: RoomPorts['callerOf'];
  /** Who a request comes from, asked again while somebody watches. */
  readonly callerOf: CallerOf;
  /** The folders that are mirrored, and in whose name. */
  readonly folders: Pick<MirrorPorts, 'openFolder' | 'callerOf'>;
}

/** Starts everything that follows documents: rooms, the journal, and those who are told. */
export async function startWorkings({ parts, least, opensRoom, callerOf, folders }: WorkingsInput): Promise<Workings> {
  const { configuration, database, origin, log, now } = parts;
  const trouble = (error: unknown): void => log.error({ err: error }, 'something failed and is tried again');
  const { journalHead, auditReads } = configuration;
  if (typeof journalHead === 'string') await keepFirstHead(journalHead, await chainEntries(database), now());
  const parser = await loadParser();
  const path = new WritePath({
    ...{ database, parser, least, now, told: follow },
    settle: async (queries, id) => {
      await cutRoom(queries, id, cutRevision);
    },
  });
  const cutRevision: CutRevision = (queries, cut) => path.cut(queries, cut);
  const noteReading = noteReadings(database, auditReads, now);
  const rooms = await openRooms(database, {
    callerOf: opensRoom,
    mayNow: (caller, id) => roomRight(database.queries, caller, id),
    entered: (caller, id) => noteReading(caller, id, 'read document'),
    cutRevision,
    trouble,
  });
  const listener = await openListener(database);
  const stopChaining = startChaining(database, trouble);
  const stopSettling = startSettling(database, trouble);
  const mail = configuration.mail && { ...configuration.mail, hub: origin.href.replace(/\/$/u, '') };
  const outside = { allowed: configuration.webhookNetworks, timeout: 15_000 };
  const webhooks = { outside, ...usualPatience };
  const feed = await openChangeFeed(database, listener);
  const telling = await startTelling({
    ...{ database, listener, mail, webhooks, failed: trouble },
    jobs: jobsByTheClock(parts, path),
  });
  const deeds = { database, now, recorded: journalOf(now) };
  const { attachments } = configuration;
  const mirrors = startMirrors({ ...folders, database, path, parser, deeds, feed, now, trouble });
  const ways = { open: folders.openFolder, changed: () => void mirrors.look().catch(trouble) };
  const rebuildSoon = () => telling.soon(rebuilding);
  return {
    path,
    mirrors,
    attach: (server) => attachRooms(server, rooms, { callerOf: opensRoom, trouble }),
    routes: [
      async (app) => {
        nameRequests(app, database);
        if (configuration.auditReads !== null) noteAnswers(app, noteReading);
        const callerOf = async (request: FastifyRequest) => callerAt(request);
        await routesAboutDocuments(app, { database, path, deeds, attachments, rebuildSoon, folders: ways, callerOf });
      },
      (app) => ownRightRoutes(app, { database, now }),
      (app) => routesAboutAudit(app, { database, now }),
      (app) => routesAboutTelling(app, { database, outside, now }),
      (app) => changeRoutes(app, { database, listener, feed, callerNow: callerOf }),
    ],
    stop: async () => {
      await rooms.close();
      await mirrors.stop();
      await telling.stop();
      await stopChaining();
      await stopSettling();
      await listener.close();
    },
  };
}

async function roomRight(queries: Queries, caller: Caller, id: string): Promise<RoomRight> {
  const [row] = await queries.select().from(document).where(eq(document.id, id));
  if (row === undefined) return 'none';
  const right = await rightOn(queries, caller, row.workspace, id);
  if (right === null) return 'none';
  if (row.removed) return 'removed';
  return holds(right, 'author') ? 'write' : 'read';
}
