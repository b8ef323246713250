import { randomUUID } from 'node:crypto';
import { and, desc, eq, gt, isNull, lt, ne, type SQL } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { account } from '../database/tables/people.ts';
import { session } from '../database/tables/sign-in.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { rightsChanged } from '../rights/rights-changed.ts';
import { actorOf } from './accounts.ts';
import { digestOf, newSecret } from './secret.ts';

const day = 24 * 3_600_000;
/** A session ends when it was not used for so long, ms. */
const idle = 7 * day;
/** A session ends after so long however much it is used, ms. */
const longest = 30 * day;
/** Use is written down at most this often, ms. */
const seenEvery = 60_000;

/** Where a request came from. */
export interface From {
  readonly address: string;
  /** What the browser says of itself. */
  readonly device: string;
}

/** A session as the list of devices shows it. */
export interface Device {
  readonly id: string;
  readonly method: 'password' | 'oidc';
  readonly device: string;
  readonly address: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** Begins a session, and gives the secret for the cookie; it is never to be had again. */
export async function startSession(
  queries: Queries,
  of: Pick<typeof session.$inferInsert, 'account' | 'method' | 'authenticatedAt'>,
  { address, device }: From,
  now: Date,
): Promise<string> {
  const secret = newSecret();
  await queries.insert(session).values({
    ...of,
    id: randomUUID(),
    secretDigest: digestOf(secret),
    device: device.slice(0, 300),
    address,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + longest),
  });
  return secret;
}

/** Who acts in a session, and the session's id; null when there is none, or no longer. */
export async function callerOfSession(
  queries: Queries,
  secret: string,
  now: Date,
): Promise<{ readonly caller: Caller; readonly session: string } | null> {
  const [row] = await queries
    .select({ session, account })
    .from(session)
    .innerJoin(account, eq(account.id, session.account))
    .where(and(eq(session.secretDigest, digestOf(secret)), isRunning(now), isNull(account.endedAt)));
  if (row === undefined) return null;
  if (row.session.lastSeenAt.getTime() < now.getTime() - seenEvery)
    await queries.update(session).set({ lastSeenAt: now }).where(eq(session.id, row.session.id));
  const { id, admin } = row.account;
  const { authenticatedAt } = row.session;
  const caller = {
    account: id,
    actor: actorOf(row.account),
    admin,
    via: 'session',
    authenticatedAt,
    bound: null,
  } as const;
  return { caller, session: row.session.id };
}

/** Writes down that whoever acts in a session has just proved who they are. The session goes on under the new secret that it gives. */
export async function proveAgain(queries: Queries, id: string, authenticatedAt: Date): Promise<string> {
  const secret = newSecret();
  const changed = await queries
    .update(session)
    .set({ secretDigest: digestOf(secret), authenticatedAt })
    .where(eq(session.id, id))
    .returning({ id: session.id });
  if (changed.length === 0) throw new Problem('not-signed-in', 'The session has ended', { hint: 'Sign in again' });
  return secret;
}

/** The devices on which an account is signed in, the last used first. */
export function devicesOf(queries: Queries, ofAccount: string, now: Date): Promise<Device[]> {
  const { id, method, device, address, createdAt, lastSeenAt } = session;
  return queries
    .select({ id, method, device, address, createdAt, lastSeenAt })
    .from(session)
    .where(and(eq(session.account, ofAccount), isRunning(now)))
    .orderBy(desc(session.lastSeenAt));
}

/** Ends one of an account's own sessions. */
export async function endSession(queries: Queries, ofAccount: string, id: string): Promise<void> {
  const ended = await queries
    .delete(session)
    .where(and(eq(session.id, id), eq(session.account, ofAccount)))
    .returning({ id: session.id });
  if (ended.length === 0) throw new Problem('not-found', 'You have no such session');
  await rightsChanged(queries);
}

/** Ends all sessions of an account but one. */
export async function endSessions(queries: Queries, ofAccount: string, but: string | null = null): Promise<void> {
  await queries
    .delete(session)
    .where(and(eq(session.account, ofAccount), but === null ? undefined : ne(session.id, but)));
  await rightsChanged(queries);
}

/** Ends the session that a cookie names, if there is one. */
export async function signOut(queries: Queries, secret: string): Promise<void> {
  await queries.delete(session).where(eq(session.secretDigest, digestOf(secret)));
  await rightsChanged(queries);
}

/** Drops sessions that nobody can use any more. */
export async function forgetSessions(queries: Queries, now: Date): Promise<void> {
  await queries.delete(session).where(lt(session.expiresAt, now));
  await queries.delete(session).where(lt(session.lastSeenAt, idleSince(now)));
}

function isRunning(now: Date): SQL {
  return and(gt(session.expiresAt, now), gt(session.lastSeenAt, idleSince(now))) as SQL;
}

function idleSince(now: Date): Date {
  return new Date(now.getTime() - idle);
}
