import type { Server } from 'node:http';
import type { Assurance } from '@specwright/core/lifecycle/policy.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { eq } from 'drizzle-orm';
import type { FastifyRequest } from 'fastify';
import type { Routes } from './api/app.ts';
import { openChangeFeed } from './api/changes/change-feed.ts';
import { changeRoutes } from './api/changes/change-routes.ts';
import { routesAboutDocuments } from './api/documents/routes.ts';
import { forgetKeys, nameRequests } from './api/keyed-requests.ts';
import { type CallerOf, callerAt } from './api/route-action.ts';
import { routesAboutTelling } from './api/telling/routes.ts';
import { appendAudit, type Deed } from './audit/append.ts';
import { auditJobs } from './audit/audit-jobs.ts';
import { startChaining } from './audit/chain.ts';
import type { Queries } from './database/database.ts';
import { openListener } from './database/listen.ts';
import { document } from './database/tables/documents.ts';
import { forgetChanges, noteChanges } from './documents/changes.ts';
import type { DeedPorts } from './documents/deeds.ts';
import { rebuilding, rebuildStale } from './documents/rebuild.ts';
import { WritePath, type Written } from './documents/write-path.ts';
import type { HubParts } from './hub.ts';
import { forgetExpired } from './people/forget-expired.ts';
import { type Caller, holds } from './rights/right.ts';
import { rightOn } from './rights/right-on.ts';
import { attachRooms } from './rooms/attach.ts';
import type { RoomRight } from './rooms/connection.ts';
import { type CutRevision, cutRoom } from './rooms/cut.ts';
import { applyOutside } from './rooms/outside.ts';
import { openRooms, type RoomPorts } from './rooms/rooms.ts';
import { startTelling } from './telling/start-telling.ts';
import { tellWrite } from './telling/tell-write.ts';
import { usualPatience } from './telling/webhooks.ts';

/** What every hub does with documents, whoever is let in. */
export interface Workings {
  readonly path: WritePath;
  readonly routes: readonly Routes[];
  /** Lets people into rooms over a server's sockets. */
  readonly attach: (server: Server) => void;
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
}

/** Starts everything that follows documents: rooms, the journal, and those who are told. */
export async function startWorkings({ parts, least, opensRoom, callerOf }: WorkingsInput): Promise<Workings> {
  const { configuration, database, origin, log, now } = parts;
  const trouble = (error: unknown): void => log.error({ err: error }, 'something failed and is tried again');
  const parser = await loadParser();
  const path = new WritePath({
    ...{ database, parser, least, now, told: follow },
    settle: async (queries, id) => {
      await cutRoom(queries, id, cutRevision);
    },
  });
  const cutRevision: CutRevision = (queries, cut) => path.cut(queries, cut);
  const rooms = await openRooms(database, {
    callerOf: opensRoom,
    mayNow: (caller, id) => roomRight(database.queries, caller, id),
    cutRevision,
    trouble,
  });
  const listener = await openListener(database);
  const stopChaining = startChaining(database, trouble);
  const mail = configuration.mail && { ...configuration.mail, hub: origin.href.replace(/\/$/u, '') };
  const outside = { allowed: configuration.webhookNetworks, timeout: 15_000 };
  const webhooks = { outside, ...usualPatience };
  const feed = await openChangeFeed(database, listener);
  const { queries } = database;
  const forgetting = {
    ...{ name: 'forget-changes', cron: '7 4 * * *' },
    run: async () => {
      await forgetChanges(queries, now());
      await forgetKeys(queries, now());
    },
  };
  const expiring = {
    ...{ name: 'forget-expired', cron: '27 4 * * *' },
    run: () => forgetExpired(queries, now()),
  };
  const jobs = auditJobs(database, null, (head) => log.info({ head }, 'the head of the journal'));
  const rebuilds = { name: rebuilding, cron: '* * * * *', run: () => rebuildStale({ database, path }) };
  const telling = await startTelling({
    ...{ database, listener, mail, webhooks, failed: trouble },
    jobs: [...jobs, forgetting, expiring, rebuilds],
  });
  const deeds = { database, now, recorded: journalOf(now) };
  const rebuildSoon = () => telling.soon(rebuilding);
  return {
    path,
    attach: (server) => attachRooms(server, rooms, { callerOf: opensRoom, trouble }),
    routes: [
      async (app) => {
        nameRequests(app, database);
        const callerOf = async (request: FastifyRequest) => callerAt(request);
        await routesAboutDocuments(app, { database, path, deeds, rebuildSoon, callerOf });
      },
      (app) => routesAboutTelling(app, { database, outside, now }),
      (app) => changeRoutes(app, { database, listener, feed, callerNow: callerOf }),
    ],
    stop: async () => {
      await rooms.close();
      await telling.stop();
      await stopChaining();
      await listener.close();
    },
  };
}

/** What follows a write in its transaction: its room, the journal, and whoever is told of it. */
async function follow(queries: Queries, written: Written): Promise<void> {
  const { action, caller, at, events, before, after, turnsBefore, turnsAfter } = written;
  const { id, workspace, version, revision } = after.row;
  const isChanged = before === null || before.row.version !== version;
  if (before !== null && isChanged && caller !== null) {
    await applyOutside(queries, { document: id, base: before.text, text: after.text, who: caller.actor.id });
  }
  const on = { workspace, document: id, revision, event: events.at(-1)?.id ?? null };
  await appendAudit(queries, { ...inTheNameOf(caller), what: action, on, at });
  const by = caller === null ? null : { account: caller.account, name: caller.actor.name };
  const kinds = [...(isChanged ? (['text'] as const) : []), ...(events.length > 0 ? (['history'] as const) : [])];
  await noteChanges(queries, { workspace, document: id }, kinds);
  const changed = isChanged ? { version, revision } : null;
  await tellWrite(queries, { workspace, document: id, by, events, revision: changed, turnsBefore, turnsAfter });
}

function inTheNameOf(caller: Caller | null): Pick<Deed, 'who' | 'from'> {
  const { id, name } = caller?.actor ?? { id: null, name: '' };
  return {
    who: { account: caller?.account ?? null, actor: id, name },
    from: { address: null, agent: null, via: caller?.via ?? 'room' },
  };
}

/** The journal as it is kept of what is done to documents beside their texts and histories. */
function journalOf(now: () => Date): DeedPorts['recorded'] {
  return async (queries, { action, caller, workspace, document: id, details = {} }) => {
    const deed = { ...inTheNameOf(caller), what: action, on: { workspace, document: id }, details, at: now() };
    await appendAudit(queries, deed);
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
