import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { and, eq, isNull } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { account } from '../database/tables/people.ts';
import { oneTimeLink } from '../database/tables/sign-in.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { demandFreshProof } from './assurance.ts';
import { beginAttempt, succeeded } from './lockout.ts';
import { addLink, readLink, spendLink } from './one-time-links.ts';
import { hashPassword, isPassword, passwordProblems } from './password.ts';
import { digestOf } from './secret.ts';
import { endSessions, type From, proveAgain, startSession } from './sessions.ts';

const passwordLinkHours = 24;

/** Signs somebody in with a password, and gives the secret for the cookie. What it says of a failure does not tell who has an account. */
export async function signIn(
  { queries }: Database,
  given: { readonly email: string; readonly password: string },
  from: From,
  now: Date,
): Promise<string> {
  const id = await proved(queries, foldPerson(given.email), given.password, from, now);
  return startSession(queries, { account: id, method: 'password', authenticatedAt: now }, from, now);
}

/** Proves again with a password who acts in a session, and gives the new secret for the cookie. */
export async function proveWithPassword(
  { queries }: Database,
  caller: Caller,
  session: string,
  password: string,
  from: From,
  now: Date,
): Promise<string> {
  await proved(queries, caller.actor.id, password, from, now);
  return proveAgain(queries, session, now);
}

/** Changes one's own password, in a transaction; all other sessions end. */
export async function changePassword(
  queries: Queries,
  caller: Caller,
  session: string,
  password: string,
  now: Date,
): Promise<void> {
  demandFreshProof(caller, now);
  const passwordHash = await chosen(password);
  await queries.update(account).set({ passwordHash }).where(eq(account.id, caller.account));
  await endSessions(queries, caller.account, session);
  await queries.delete(oneTimeLink).where(eq(oneTimeLink.account, caller.account));
}

/** Makes a link by which somebody chooses a new password, and gives its secret and the address of whom it is for. */
export async function passwordLink(
  queries: Queries,
  caller: Caller,
  id: string,
  now: Date,
): Promise<{ readonly secret: string; readonly email: string }> {
  await demand(queries, caller, 'manage people');
  demandFreshProof(caller, now);
  const [found] = await queries
    .select({ kind: account.kind, email: account.email })
    .from(account)
    .where(and(eq(account.id, id), isNull(account.endedAt)));
  if (found === undefined) throw new Problem('not-found', 'There is no such account');
  if (found.kind !== 'person') throw new Problem('conflict', 'Only people have passwords', { hint: 'Make it a token' });
  const link = { purpose: 'password', account: id, madeBy: caller.account } as const;
  return { secret: await addLink(queries, link, passwordLinkHours, now), email: found.email };
}

/** Chooses a new password by a link. All sessions of the account end. */
export async function passwordByLink(database: Database, secret: string, password: string, now: Date): Promise<void> {
  const digest = digestOf(secret);
  await readLink(database.queries, digest, now);
  const passwordHash = await chosen(password);
  await database.transaction(async (queries) => {
    const link = await spendLink(queries, digest, ['password'], now);
    const id = link.account as string;
    await queries.update(account).set({ passwordHash }).where(eq(account.id, id));
    await endSessions(queries, id);
    await queries.delete(oneTimeLink).where(eq(oneTimeLink.account, id));
  });
}

function chosen(password: string): Promise<string> {
  const fields = passwordProblems(password);
  if (fields.length > 0) throw new Problem('invalid-body', 'The password cannot be used', { fields });
  return hashPassword(password);
}

/** The id of the account that an address and a password belong to. */
async function proved(
  queries: Queries,
  email: string,
  password: string,
  { address }: From,
  now: Date,
): Promise<string> {
  const attempt = await beginAttempt(queries, email, address, now);
  const [found] = await queries
    .select({ id: account.id, passwordHash: account.passwordHash })
    .from(account)
    .where(and(eq(account.email, email), isNull(account.endedAt)));
  const matches = await isPassword(password, found?.passwordHash ?? null);
  if (found === undefined || !matches)
    throw new Problem('wrong-credentials', 'E-mail address and password do not belong together', {
      hint: 'Try again, or ask an administrator for a link to choose a new password',
    });
  await succeeded(queries, attempt);
  return found.id;
}
