import { randomUUID } from 'node:crypto';
import { and, desc, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { account } from '../database/tables/people.ts';
import { apiToken } from '../database/tables/sign-in.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller, Right } from '../rights/right.ts';
import { rightsChanged } from '../rights/rights-changed.ts';
import { actorOf } from './accounts.ts';
import { demandFreshProof } from './assurance.ts';
import { digestOf, newSecret } from './secret.ts';

/** How tokens begin, so that people and scanners know one where it should not be. */
export const tokenPrefix = 'swt_';

const day = 24 * 3_600_000;
/** The longest that a token may live, days. */
const longest = 366;
/** Use is written down at most this often, ms. */
const usedEvery = 60_000;

/** What a token is made for. */
export interface NewToken {
  readonly name: string;
  /** The most that it may do. */
  readonly right: Right;
  /** Id of the only workspace that it reaches; null for all. */
  readonly workspace: string | null;
  readonly expiresAt: Date;
}

/** A token as lists show it: without its secret, which nobody knows. */
export interface Token extends NewToken {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/**
 * Makes a token and gives it with its secret, which is never to be had again. People make their own; those of agents and services are
 * made by who manages people. Tokens make no tokens.
 */
export async function addToken(
  queries: Queries,
  caller: Caller,
  forAccount: string,
  { name, right, workspace, expiresAt }: NewToken,
  now: Date,
): Promise<{ readonly id: string; readonly secret: string }> {
  demandFreshProof(caller, now);
  await demandTokensOf(queries, caller, forAccount);
  const label = name.trim();
  const fields = [];
  if (label === '' || label.length > 100) fields.push({ field: 'name', message: 'must have 1 to 100 characters' });
  const days = (expiresAt.getTime() - now.getTime()) / day;
  if (!(days > 0 && days <= longest))
    fields.push({ field: 'expiresAt', message: `must be in the future, at most ${longest} days from now` });
  if (fields.length > 0) throw new Problem('invalid-body', 'The token cannot be made like this', { fields });
  // The same answer for a workspace that is hidden and for one that is not there.
  if (workspace !== null) await demand(queries, caller, 'read workspace', { workspace });
  const made = { id: randomUUID(), secret: newSecret(tokenPrefix) };
  const values = { name: label, right, workspace, expiresAt, madeBy: caller.account, createdAt: now };
  await queries
    .insert(apiToken)
    .values({ ...values, id: made.id, secretDigest: digestOf(made.secret), account: forAccount });
  return made;
}

/** The tokens of an account, the newest first, expired ones included. */
export async function tokensOf(queries: Queries, caller: Caller, ofAccount: string): Promise<Token[]> {
  await demandTokensOf(queries, caller, ofAccount);
  const { id, name, right, workspace, createdAt, expiresAt, lastUsedAt } = apiToken;
  return queries
    .select({ id, name, right, workspace, createdAt, expiresAt, lastUsedAt })
    .from(apiToken)
    .where(eq(apiToken.account, ofAccount))
    .orderBy(desc(createdAt), desc(id));
}

/** Ends a token: one's own, or anybody's by who manages people. */
export async function endToken(queries: Queries, caller: Caller, id: string): Promise<void> {
  const [found] = await queries.select({ account: apiToken.account }).from(apiToken).where(eq(apiToken.id, id));
  if (found?.account !== caller.account) await demand(queries, caller, 'manage people');
  else await demand(queries, caller, 'manage own account');
  if (found === undefined) throw new Problem('not-found', 'There is no such token');
  await queries.delete(apiToken).where(eq(apiToken.id, id));
  await rightsChanged(queries);
}

/** Who acts by a token; null when it is none, has expired, or was ended. */
export async function callerOfToken(queries: Queries, secret: string, now: Date): Promise<Caller | null> {
  if (!secret.startsWith(tokenPrefix)) return null;
  const [row] = await queries
    .select({ token: apiToken, account })
    .from(apiToken)
    .innerJoin(account, eq(account.id, apiToken.account))
    .where(and(eq(apiToken.secretDigest, digestOf(secret)), gt(apiToken.expiresAt, now), isNull(account.endedAt)));
  if (row === undefined) return null;
  const { id, right, workspace, lastUsedAt } = row.token;
  if (lastUsedAt === null || lastUsedAt.getTime() < now.getTime() - usedEvery)
    await queries.update(apiToken).set({ lastUsedAt: now }).where(eq(apiToken.id, id));
  const { admin } = row.account;
  const proof = { via: 'token', authenticatedAt: null } as const;
  return { account: row.account.id, actor: actorOf(row.account), admin, ...proof, bound: right, within: workspace };
}

/** Drops tokens that expired a month ago. */
export async function forgetTokens(queries: Queries, now: Date): Promise<void> {
  await queries.delete(apiToken).where(lt(apiToken.expiresAt, new Date(now.getTime() - 30 * day)));
}

async function demandTokensOf(queries: Queries, caller: Caller, id: string): Promise<void> {
  if (id === caller.account) {
    await demand(queries, caller, 'manage own account');
    return;
  }
  await demand(queries, caller, 'manage people');
  const [found] = await queries
    .select({ kind: account.kind })
    .from(account)
    .where(and(eq(account.id, id), isNull(account.endedAt)));
  if (found === undefined) throw new Problem('not-found', 'There is no such account');
  if (found.kind === 'person')
    throw new Problem('missing-right', 'Tokens of a person are made and seen by that person alone');
}
