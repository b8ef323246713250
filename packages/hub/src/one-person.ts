import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { fastifyCookie } from '@fastify/cookie';
import type { Actor } from '@specwright/core/lifecycle/event.ts';
import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { eq } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Face } from './api/app.ts';
import { ownRequests } from './api/own-requests.ts';
import type { Configuration } from './configuration.ts';
import type { Database } from './database/database.ts';
import { workspace } from './database/tables/documents.ts';
import { mirror } from './database/tables/mirrors.ts';
import { account } from './database/tables/people.ts';
import { type Hub, type HubParts, type HubPorts, startHub } from './hub.ts';
import type { FolderPort } from './mirror/folder-port.ts';
import { troublesOf } from './mirror/mirrored.ts';
import { Problem } from './rights/problem.ts';
import type { Caller } from './rights/right.ts';
import { startWorkings } from './workings.ts';

export interface OnePersonPorts extends Omit<HubPorts, 'face'> {
  /** Who sits here. */
  readonly actor: Actor;
  /** What people call the folder. */
  readonly title: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly openFolder: (folder: string) => FolderPort;
  /** Hears which files are not in step, and why. */
  readonly leftOut: (files: readonly { readonly file: string; readonly trouble: string }[]) => void;
}

/**
 * Starts the hub of one person on their own machine, in step with a folder, which holds what it held when this resolves. The URL that is
 * given back lets a browser in, once opened. Throws `CannotStart`.
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
  const callerOf = async (): Promise<Caller> => ({ ...caller, authenticatedAt: now() });
  const isLetIn = letsIn(token, origin);
  const demandOwn = ownRequests(origin, Number(origin.port));
  const opensRoom = async ({ headers }: IncomingMessage): Promise<Caller | 401 | 403> => {
    try {
      // Browsers let pages of other sites open sockets, which change things.
      demandOwn({ method: 'POST', headers });
    } catch {
      return 403;
    }
    return isLetIn(headers.cookie) ? callerOf() : 401;
  };
  const { openFolder } = ports;
  const folders = { openFolder, callerOf };
  const { routes, attach, mirrors, stop } = await startWorkings({
    parts,
    least: 'claimed',
    opensRoom,
    callerOf,
    folders,
  });
  await keepInStep(database, id, ports.folder, caller.account);
  await mirrors.look();
  ports.leftOut(await troublesOf(database, id));
  return {
    callerOf,
    routes,
    attach,
    gate: gate(token, origin, isLetIn),
    stop,
  };
}

/** Tells by the cookies of a request whether it comes from the browser that was let in. */
function letsIn(token: string, origin: URL): LetIn {
  return (cookies) => isSame(fastifyCookie.parse(cookies ?? '')[cookieOf(origin)], token);
}

type LetIn = (cookies: string | undefined) => boolean;

/** Cookies are of all ports of a host: each hub of a machine needs its own. */
function cookieOf({ port }: URL): string {
  return `specwright-local-${port}`;
}

/**
 * Lets the one browser in that opened the address with the token: it gets a cookie, which no other site can have it send and no script can
 * read, and the address without the token. Whoever else asks is refused.
 */
function gate(token: string, origin: URL, isLetIn: LetIn): NonNullable<Face['gate']> {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (isLetIn(request.headers.cookie)) return;
    const [, path = '/', query = ''] = /^\/*(\/[^?]*)(?:\?(.*))?$/su.exec(request.url) ?? [];
    const left = new URLSearchParams(query);
    if (request.method !== 'GET' || !isSame(left.get('token') ?? undefined, token))
      throw new Problem('not-signed-in', 'This hub is for the person who started it', {
        hint: 'Open the address that specwright serve printed',
      });
    left.delete('token');
    const kept = fastifyCookie.serialize(cookieOf(origin), token, { path: '/', httpOnly: true, sameSite: 'strict' });
    return reply.header('set-cookie', kept).redirect(left.size === 0 ? path : `${path}?${left}`, 303);
  };
}

function isSame(given: string | undefined, token: string): boolean {
  const [one, other] = [given ?? '', token].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one as Buffer, other as Buffer);
}

/** Has the only workspace follow the folder, in the name of who sits here. */
async function keepInStep({ queries }: Database, id: string, folder: string, account: string): Promise<void> {
  const row = { folder, account, rules: 'both' as const };
  await queries
    .insert(mirror)
    .values({ workspace: id, ...row })
    .onConflictDoUpdate({ target: mirror.workspace, set: row });
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
