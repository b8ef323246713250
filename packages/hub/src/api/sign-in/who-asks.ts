import type { IncomingHttpHeaders } from 'node:http';
import { fastifyCookie } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../../database/database.ts';
import type { OidcProvider } from '../../people/oidc-provider.ts';
import { callerOfSession, type From } from '../../people/sessions.ts';
import { callerOfToken } from '../../people/tokens.ts';
import { Problem } from '../../rights/problem.ts';
import type { Caller } from '../../rights/right.ts';

/** What the routes about people need of the hub. */
export interface SignInPorts {
  readonly database: Database;
  /** The address under which browsers reach the hub, `https://specs.example.com`. */
  readonly origin: URL;
  /** Null when everybody signs in with a password. */
  readonly oidc: { readonly provider: OidcProvider; readonly name: string } | null;
  /** Whether people may sign in with passwords. */
  readonly passwords: boolean;
  /** Sends a one-time link to an address; null where the hub sends no mail, and links go by hand. */
  readonly mailLink: ((to: string, purpose: 'invitation' | 'password', link: string) => Promise<void>) | null;
  now(): Date;
}

/** What of a request tells who asks: Fastify's and Node's have it alike. */
export interface Asked {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** Who asks, and in which session; `session` is null for programs. */
export interface Asker {
  readonly caller: Caller;
  readonly session: string | null;
}

/** Browsers send it with requests of the hub's own pages alone: a page of another site must ask for leave to, and gets none. */
export const ownHeader = 'specwright-request';

/** Nothing is changed by these. */
const harmless = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Who a request comes from, by its token or by its cookie; null for nobody. Throws a `Problem` for a token that is none, and for a
 * request that another site may have made a browser send.
 */
export async function whoAsks({ database, origin, now }: SignInPorts, request: Asked): Promise<Asker | null> {
  const proof = request.headers.authorization;
  if (proof !== undefined) {
    const token = /^Bearer +(\S+)$/iu.exec(proof)?.[1] ?? '';
    const caller = await callerOfToken(database.queries, token, now());
    if (caller !== null) return { caller, session: null };
    throw new Problem('not-signed-in', 'The token is none, has expired, or was ended', { hint: 'Make another one' });
  }
  const secret = kept(request, origin);
  // A program that forgot its token hears that it is not signed in.
  if (secret === null) return null;
  demandOwnRequest(request, origin);
  return callerOfSession(database.queries, secret, now());
}

/** Like `whoAsks`; throws a `Problem` when it is nobody. */
export async function someone(ports: SignInPorts, request: Asked): Promise<Asker> {
  const asker = await whoAsks(ports, request);
  if (asker !== null) return asker;
  throw new Problem('not-signed-in', 'Nobody is signed in, or no longer', { hint: 'Sign in, or send a token' });
}

/** Like `someone`; throws a `Problem` for programs too. */
export async function somebody(ports: SignInPorts, request: Asked): Promise<Asker & { session: string }> {
  const { caller, session } = await someone(ports, request);
  if (session !== null) return { caller, session };
  throw new Problem('missing-right', 'This is for people in a browser, not for tokens');
}

/** Throws a `Problem` when a request that changes something may have been sent by a page of another site. */
export function demandOwnRequest(request: Asked, origin: URL): void {
  if (harmless.has(request.method ?? '')) return;
  const { origin: from, 'sec-fetch-site': site } = request.headers;
  const isOwn = (from === undefined || from === origin.origin) && (site === undefined || site === 'same-origin');
  if (isOwn && request.headers[ownHeader] !== undefined) return;
  throw new Problem('foreign-request', 'The request does not come from a page of this hub', {
    hint: `Send the header Specwright-Request: 1, from ${origin.origin}, or use a token`,
  });
}

/** Throws a `Problem` where nobody has a password. */
export function demandPasswords({ passwords }: SignInPorts): void {
  if (!passwords) throw new Problem('not-found', 'Nobody signs in here with a password', { hint: 'Use the provider' });
}

/** Who opens a socket; an HTTP status for nobody, and for a page of another site, which browsers let open sockets anywhere. */
export async function whoOpens(ports: SignInPorts, request: Asked): Promise<Caller | 401 | 403> {
  const { origin: from } = request.headers;
  if (from !== undefined && from !== ports.origin.origin) return 403;
  try {
    return (await whoAsks(ports, request))?.caller ?? 401;
  } catch (error) {
    if (error instanceof Problem && error.kind === 'not-signed-in') return 401;
    throw error;
  }
}

/** Where a request came from, for the list of devices and for lockouts. */
export function fromOf(request: FastifyRequest): From {
  return { address: request.ip, device: request.headers['user-agent'] ?? 'a program that says nothing of itself' };
}

/** The secret that a browser keeps; null when it keeps none. */
export function kept({ headers }: Asked, origin: URL, { suffix }: Cookie = session): string | null {
  return fastifyCookie.parse(headers.cookie ?? '')[`${cookieName(origin)}${suffix}`] ?? null;
}

/** The name of the cookie with the secret of a session. */
export function cookieName({ protocol }: URL): string {
  // Browsers take such a name over TLS alone, for all paths, and from no other host of the domain.
  return protocol === 'https:' ? '__Host-specwright' : 'specwright';
}

/** Has a browser keep a secret, which no script can read, for so many seconds; `null` has it forget the one it keeps. */
export function keep(reply: FastifyReply, origin: URL, secret: string | null, which: Cookie = session): void {
  const name = `${cookieName(origin)}${which.suffix}`;
  const secure = origin.protocol === 'https:';
  const options = { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const;
  if (secret === null) reply.clearCookie(name, options);
  else reply.setCookie(name, secret, { ...options, maxAge: which.seconds });
}

interface Cookie {
  readonly suffix: string;
  readonly seconds: number;
}

const session: Cookie = { suffix: '', seconds: 30 * 86_400 };
/** Holds the state of a sign-in at the provider. */
export const trip: Cookie = { suffix: '-trip', seconds: 900 };
