import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { fastifyCookie } from '@fastify/cookie';
import type { Actor } from '@specwright/core/lifecycle/event.ts';
import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { eq } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Face, Routes } from './api/app.ts';
import type { Configuration } from './configuration.ts';
import type { Database } from './database/database.ts';
import { workspace } from './database/tables/documents.ts';
import { account } from './database/tables/people.ts';
import { type Hub, type HubPorts, startHub } from './hub.ts';
import { Problem } from './rights/problem.ts';

export interface OnePersonPorts extends Omit<HubPorts, 'face'> {
  /** Who sits here. */
  readonly actor: Actor;
  /** Makes the folder the only workspace; gives the way to let go of it. */
  readonly openFolder: (database: Database) => Promise<() => Promise<void>>;
  readonly routes: readonly Routes[];
}

/** Starts the hub of one person on their own machine; the URL that is given back lets a browser in, once opened. Throws `CannotStart`. */
export async function startForOnePerson(configuration: Configuration, ports: OnePersonPorts): Promise<Hub> {
  const token = randomBytes(32).toString('base64url');
  const { url, stop } = await startHub(configuration, {
    ...ports,
    face: async ({ database, origin, now }) => {
      const caller = await localCaller(database, ports.actor, now);
      const stop = await ports.openFolder(database);
      return { callerOf: caller, routes: ports.routes, gate: gate(token, origin), stop };
    },
  });
  return { url: new URL(`/?token=${token}`, url), stop };
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

/** Who sits here, with every right and always proved anew: whoever has the token has the whole folder already. */
async function localCaller(database: Database, { kind, id, name }: Actor, now: () => Date): Promise<Face['callerOf']> {
  const email = foldPerson(id);
  await database.queries
    .insert(account)
    .values({ id: randomUUID(), kind, email, name, admin: true })
    .onConflictDoUpdate({ target: account.email, set: { name, kind } });
  const [found] = await database.queries.select({ id: account.id }).from(account).where(eq(account.email, email));
  const known = { account: (found as { id: string }).id, actor: { kind, id: email, name } };
  return async () => ({ ...known, admin: true, via: 'local', authenticatedAt: now(), bound: null });
}

/** Makes the folder's workspace where it is missing. `title` is what people call the folder. */
export async function openOnlyWorkspace(database: Database, title: string): Promise<void> {
  const folded = title.toLowerCase().replace(/[^a-z0-9]+/gu, '-');
  const name = folded.replace(/^-|-$/gu, '').slice(0, 60) || 'folder';
  await database.queries.insert(workspace).values({ id: randomUUID(), name, title }).onConflictDoNothing();
}
