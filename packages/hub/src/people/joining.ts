import { randomUUID } from 'node:crypto';
import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { grant, workspace } from '../database/tables/documents.ts';
import { account, groupMember } from '../database/tables/people.ts';
import { oneTimeLink } from '../database/tables/sign-in.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller, Right } from '../rights/right.ts';
import { addAccount, emailProblems, type NewAccount } from './accounts.ts';
import { alone, hasAdmin } from './administrators.ts';
import { demandFreshProof } from './assurance.ts';
import { addLink, readLink, spendLink } from './one-time-links.ts';
import { hashPassword, passwordProblems } from './password.ts';
import { digestOf } from './secret.ts';
import { type From, startSession } from './sessions.ts';

/** What an invitation gives to whoever accepts it. */
export interface Invitation {
  readonly email: string;
  /** May administer the hub. */
  readonly admin?: boolean;
  readonly workspace?: { readonly id: string; readonly right: Right } | null;
  /** Id of a group to be in. */
  readonly group?: string | null;
}

const setUpHours = 24;
const invitationHours = 7 * 24;

/** The secret of a link by which the first administrator makes their account; null once there is one. Older ones stay good. */
export function setUpLink(database: Database, now: Date): Promise<string | null> {
  return database.transaction(async (queries) => {
    await alone(queries);
    return (await hasAdmin(queries)) ? null : addLink(queries, { purpose: 'set-up' }, setUpHours, now);
  });
}

/**
 * Invites somebody, and gives the secret of the link. One that goes `by mail` reaches nobody but whoever has the address, so that who
 * administers a workspace may send it; one that goes `by hand` through the inviter's would let them be anybody, and is for those who
 * manage people. An older invitation of the same address ends. In a transaction.
 */
export async function invite(
  queries: Queries,
  caller: Caller,
  invitation: Invitation,
  goes: 'by mail' | 'by hand',
  now: Date,
): Promise<string> {
  const email = foldPerson(invitation.email);
  const { admin = false, workspace = null, group = null } = invitation;
  if (goes === 'by hand' || workspace === null || admin || group !== null)
    await demand(queries, caller, 'manage people');
  if (admin) demandFreshProof(caller, now);
  if (workspace !== null) await demand(queries, caller, 'invite', { workspace: workspace.id });
  const fields = emailProblems(email);
  if (fields.length > 0) throw new Problem('invalid-body', 'Nobody can be invited like this', { fields });
  const known = await queries.select({ id: account.id }).from(account).where(eq(account.email, email));
  if (known.length > 0)
    throw new Problem('conflict', `${email} has an account already`, { hint: 'Give the account a right instead' });
  await queries
    .delete(oneTimeLink)
    .where(and(eq(oneTimeLink.email, email), workspace === null ? undefined : isOf(workspace.id)));
  const given = { workspace: workspace?.id ?? null, right: workspace?.right ?? null };
  const link = { purpose: 'invitation', email, admin, group, madeBy: caller.account, ...given } as const;
  return addLink(queries, link, invitationHours, now);
}

/** Invitations that wait to be accepted: all of them for whoever manages people, else those of a workspace. */
export async function invitations(queries: Queries, caller: Caller, ofWorkspace: string | null, now: Date) {
  await (ofWorkspace === null
    ? demand(queries, caller, 'manage people')
    : demand(queries, caller, 'invite', { workspace: ofWorkspace }));
  const { id, email, admin, right, group, createdAt, expiresAt } = oneTimeLink;
  return queries
    .select({ id, email, admin, workspace: oneTimeLink.workspace, right, group, createdAt, expiresAt })
    .from(oneTimeLink)
    .where(
      and(
        eq(oneTimeLink.purpose, 'invitation'),
        gt(expiresAt, now),
        ofWorkspace === null ? undefined : isOf(ofWorkspace),
      ),
    )
    .orderBy(asc(createdAt));
}

/** Takes an invitation back. */
export async function withdrawInvitation(queries: Queries, caller: Caller, id: string): Promise<void> {
  const isThis = and(eq(oneTimeLink.id, id), eq(oneTimeLink.purpose, 'invitation'));
  const [link] = await queries.select().from(oneTimeLink).where(isThis);
  if (link === undefined) throw new Problem('not-found', 'There is no such invitation');
  await (link.workspace === null || link.admin
    ? demand(queries, caller, 'manage people')
    : demand(queries, caller, 'invite', { workspace: link.workspace }));
  await queries.delete(oneTimeLink).where(isThis);
}

/** What the page behind a link says before anybody accepts it. */
export async function linkFor(queries: Queries, secret: string, now: Date) {
  const { purpose, email, right, workspace: into } = await readLink(queries, digestOf(secret), now);
  const [found] =
    into === null ? [] : await queries.select({ title: workspace.title }).from(workspace).where(eq(workspace.id, into));
  return { purpose, email, right, workspace: found?.title ?? null };
}

/**
 * Makes the account that a set-up or an invitation is for, with a password, and signs it in; gives the secret for the cookie. An
 * invitation is for one address, so `email` counts in a set-up alone.
 */
export async function joinWithPassword(
  database: Database,
  secret: string,
  who: { readonly email?: string; readonly name: string; readonly password: string },
  from: From,
  now: Date,
): Promise<string> {
  const fields = passwordProblems(who.password);
  if (fields.length > 0) throw new Problem('invalid-body', 'The password cannot be used', { fields });
  // Whoever has no link is not worth the work of a hash.
  await readLink(database.queries, digestOf(secret), now);
  const passwordHash = await hashPassword(who.password);
  return database.transaction(async (queries) => {
    const made = { email: who.email ?? '', name: who.name, passwordHash };
    const id = await join(queries, digestOf(secret), made, null, now);
    return startSession(queries, { account: id, method: 'password', authenticatedAt: now }, from, now);
  });
}

/**
 * Makes the account that a set-up or an invitation is for, with all that it gives, and gives its id. `proved` is an address that a
 * provider vouches for; an invitation of another address is not for its holder.
 */
export async function join(
  queries: Queries,
  secretDigest: string,
  made: NewAccount,
  proved: string | null,
  now: Date,
): Promise<string> {
  // The lock comes first: two that use two links for a set-up would else wait for each other's link.
  if ((await readLink(queries, secretDigest, now)).purpose === 'set-up') await alone(queries);
  const link = await spendLink(queries, secretDigest, ['set-up', 'invitation'], now);
  if (link.purpose === 'set-up') return setUp(queries, made);
  const email = link.email as string;
  if (proved !== null && foldPerson(proved) !== email)
    throw new Problem('missing-right', `The invitation is for ${email}, and you signed in as ${foldPerson(proved)}`);
  const id = await addAccount(queries, { ...made, email, admin: link.admin });
  if (link.workspace !== null && link.right !== null)
    await queries.insert(grant).values({ id: randomUUID(), workspace: link.workspace, account: id, right: link.right });
  if (link.group !== null) await queries.insert(groupMember).values({ group: link.group, account: id });
  return id;
}

async function setUp(queries: Queries, made: NewAccount): Promise<string> {
  if (await hasAdmin(queries))
    throw new Problem('conflict', 'The hub has an administrator already', { hint: 'Ask them for an invitation' });
  const id = await addAccount(queries, { ...made, admin: true });
  await queries.delete(oneTimeLink).where(eq(oneTimeLink.purpose, 'set-up'));
  return id;
}

function isOf(id: string) {
  return eq(oneTimeLink.workspace, id);
}
