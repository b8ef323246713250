import { and, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { grant } from '../database/tables/documents.ts';
import { account, groupMember } from '../database/tables/people.ts';
import { apiToken, oneTimeLink } from '../database/tables/sign-in.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { rightsChanged } from '../rights/rights-changed.ts';
import { demandFreshProof } from './assurance.ts';
import { policiesChanged } from './policies-changed.ts';
import { endSessions } from './sessions.ts';

/** The number under which those who change administrators wait for each other. */
const lock = 7_305_418_334;

/** Makes somebody an administrator of the hub, or no longer; in a transaction. */
export async function setAdmin(queries: Queries, caller: Caller, id: string, admin: boolean, now: Date): Promise<void> {
  await demand(queries, caller, 'manage people');
  demandFreshProof(caller, now);
  await alone(queries);
  if (!admin) await keepOneAdmin(queries, id);
  const changed = await queries
    .update(account)
    .set({ admin })
    .where(and(eq(account.id, id), isNull(account.endedAt)))
    .returning({ id: account.id });
  if (changed.length === 0) throw new Problem('not-found', 'There is no such account');
  await rightsChanged(queries);
}

/**
 * Ends an account, in a transaction: nobody can sign in to it, its sessions and tokens end, and so do its rights, its places in groups and the
 * links that it made. What it said and signed stays, and so do the roles that it holds, which nobody gains by its end.
 */
export async function endAccount(queries: Queries, caller: Caller, id: string, now: Date): Promise<void> {
  await demand(queries, caller, 'manage people');
  await alone(queries);
  await keepOneAdmin(queries, id);
  const ended = await queries
    .update(account)
    .set({ endedAt: now, admin: false, passwordHash: null, oidcIssuer: null, oidcSubject: null })
    .where(and(eq(account.id, id), isNull(account.endedAt)))
    .returning({ id: account.id });
  if (ended.length === 0) throw new Problem('not-found', 'There is no such account');
  await endSessions(queries, id);
  await queries.delete(apiToken).where(eq(apiToken.account, id));
  await queries.delete(oneTimeLink).where(eq(oneTimeLink.madeBy, id));
  await queries.delete(oneTimeLink).where(eq(oneTimeLink.account, id));
  await queries.delete(grant).where(eq(grant.account, id));
  await policiesChanged(queries, { account: id });
  await queries.delete(groupMember).where(eq(groupMember.account, id));
}

/** Opens an account again that was ended. It comes back with nothing: rights, groups and a way to sign in are given anew. */
export async function reopenAccount(queries: Queries, caller: Caller, id: string): Promise<void> {
  await demand(queries, caller, 'manage people');
  const opened = await queries
    .update(account)
    .set({ endedAt: null })
    .where(and(eq(account.id, id), isNotNull(account.endedAt)))
    .returning({ id: account.id });
  if (opened.length === 0) throw new Problem('not-found', 'There is no such account that has ended');
}

/** Lets nobody else change who the administrators are until the transaction ends. */
export async function alone(queries: Queries): Promise<void> {
  await queries.execute(sql`select pg_advisory_xact_lock(${lock})`);
}

/** True while somebody administers the hub. */
export async function hasAdmin(queries: Queries, but: string | null = null): Promise<boolean> {
  const others = await queries
    .select({ id: account.id })
    .from(account)
    .where(and(account.admin, isNull(account.endedAt), but === null ? undefined : ne(account.id, but)))
    .limit(1);
  return others.length > 0;
}

async function keepOneAdmin(queries: Queries, id: string): Promise<void> {
  if (await hasAdmin(queries, id)) return;
  throw new Problem('conflict', 'Nobody else administers the hub', { hint: 'Make somebody an administrator first' });
}
