import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { fastifyCookie } from '@fastify/cookie';
import type { Actor } from '@specwright/core/lifecycle/event.ts';
import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { eq } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Face } from './api/app.ts';
import type { Configuration } from './configuration.ts';
import type { Database } from './database/database.ts';
import { workspace } from './database/tables/documents.ts';
import { account } from './database/tables/people.ts';
import { type FolderContent, takeOver } from './documents/take-over.ts';
import { type Hub, type HubParts, type HubPorts, startHub } from './hub.ts';
import { Problem } from './rights/problem.ts';
import type { Caller } from './rights/right.ts';
import { startWorkings } from './workings.ts';

export interface OnePersonPorts extends Omit<HubPorts, 'face'> {
  /** Who sits here. */
  readonly actor: Actor;
  /** What people call the folder. */
  readonly title: string;
  readonly folder: FolderContent;
  /** Hears which files no template fits. */
  readonly leftOut: (files: readonly string[]) => void;
}

/**
 * Starts the hub of one person on their own machine, with the folder as it was read. It is read there and not written: who asks holds
 * a reader's right. The URL that is given back lets a browser in, once opened. Throws `CannotStart`.
 */
export async function startForOnePerson(configuration: Configuration, ports: OnePersonPorts): Promise<Hub> {
  const token = randomBytes(32).toString('base64url');
  const { url, stop } = await startHub(configuration, { ...ports, face: (parts) => faceOf(parts, ports, token) });
  return { url: new URL(`/?token=${token}`, url), stop };
}

async function faceOf(parts: HubParts, ports: OnePersonPorts, token: string): Promise<Face> {
  const { database, origin, now } = parts;
  const caller = await localCaller(database, ports.actor, now());
  const id = await openOnlyWorkspace(database, ports.title);
  const callerOf = async (): Promise<Caller> => ({ ...caller, bound: 'reader', authenticatedAt: now() });
  const opensRoom = async (): Promise<403> => 403;
  const { path, routes, stop } = await startWorkings({ parts, least: 'claimed', opensRoom, callerOf });
  ports.leftOut(await takeOver({ database, path }, caller, id, ports.folder));
  return {
    callerOf,
    routes,
    gate: gate(token, origin),
    stop,
  };
}

/**
 * Lets the one browser in that opened the address with the token: it gets a cookie, which no other site can have it send and no script can
 * read, and the address without the token. Whoever else asks is refused.
 */
function gate(token: string, origin: URL): NonNullable<Face['gate']> {
  // Cookies are of all ports of a host: each hub of a machine needs its own.
  const cookie = `specwright-local-${origin.port}`;
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (isSame(fastifyCookie.parse(request.headers.cookie ?? '')[cookie], token)) return;
    const [, path = '/', query = ''] = /^\/*(\/[^?]*)(?:\?(.*))?$/su.exec(request.url) ?? [];
    const left = new URLSearchParams(query);
    if (request.method !== 'GET' || !isSame(left.get('token') ?? undefined, token))
      throw new Problem('not-signed-in', 'This hub is for the person who started it', {
        hint: 'Open the address that specwright serve printed',
      });
    left.delete('token');
    const kept = fastifyCookie.serialize(cookie, token, { path: '/', httpOnly: true, sameSite: 'strict' });
    return reply.header('set-cookie', kept).redirect(left.size === 0 ? path : `${path}?${left}`, 303);
  };
}

function isSame(given: string | undefined, token: string): boolean {
  const [one, other] = [given ?? '', token].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one as Buffer, other as Buffer);
}

/** Who sits here. */
async function localCaller(database: Database, { kind, id, name }: Actor, now: Date): Promise<Caller> {
  const email = foldPerson(id);
  await database.queries
    .insert(account)
    .values({ id: randomUUID(), kind, email, name, admin: true })
    .onConflictDoUpdate({ target: account.email, set: { name, kind } });
  const [found] = await database.queries.select({ id: account.id }).from(account).where(eq(account.email, email));
  const actor = { kind, id: email, name };
  return { account: found?.id ?? '', actor, admin: true, via: 'local', authenticatedAt: now, bound: null };
}

/** The only workspace, made where it is missing; gives its id. */
async function openOnlyWorkspace(database: Database, title: string): Promise<string> {
  const [known] = await database.queries.select({ id: workspace.id }).from(workspace).limit(1);
  if (known !== undefined) return known.id;
  const folded = title.toLowerCase().replace(/[^a-z0-9]+/gu, '-');
  const name = folded.replace(/^-|-$/gu, '').slice(0, 60) || 'folder';
  const id = randomUUID();
  await database.queries.insert(workspace).values({ id, name, title });
  return id;
}
