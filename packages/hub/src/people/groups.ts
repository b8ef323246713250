import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { account, group, groupMember } from '../database/tables/people.ts';
import { roleOwner } from '../database/tables/sign-in.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { rightsChanged } from '../rights/rights-changed.ts';
import { policiesChanged } from './policies-changed.ts';

/** A group with the ids of who is in it. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

/** All groups, by name. */
export async function groups(queries: Queries, caller: Caller): Promise<Group[]> {
  await demand(queries, caller, 'see people');
  const found = await queries.select({ id: group.id, name: group.name }).from(group).orderBy(asc(group.name));
  const members = await queries.select().from(groupMember).orderBy(asc(groupMember.account));
  return found.map((one) => ({
    ...one,
    members: members.filter((member) => member.group === one.id).map((member) => member.account),
  }));
}

/** Makes a group and gives its id. */
export async function addGroup(queries: Queries, caller: Caller, name: string): Promise<string> {
  await demand(queries, caller, 'manage groups');
  const values = { id: randomUUID(), name: checkedName(name) };
  const added = await queries.insert(group).values(values).onConflictDoNothing().returning({ id: group.id });
  return added[0]?.id ?? taken(values.name);
}

/** Gives a group another name. */
export async function renameGroup(queries: Queries, caller: Caller, id: string, name: string): Promise<void> {
  await demand(queries, caller, 'manage groups');
  const called = checkedName(name);
  const [other] = await queries.select({ id: group.id }).from(group).where(eq(group.name, called));
  if (other !== undefined && other.id !== id) taken(called);
  const changed = await queries.update(group).set({ name: called }).where(eq(group.id, id)).returning({ id: group.id });
  if (changed.length === 0) missing();
  await policiesChanged(queries, { group: id });
}

/** Takes a group away with the rights that it gave. One that holds a role stays until somebody else does, for a role of nobody is everybody's. */
export async function removeGroup(queries: Queries, caller: Caller, id: string): Promise<void> {
  await demand(queries, caller, 'manage groups');
  const [held] = await queries.select({ role: roleOwner.role }).from(roleOwner).where(eq(roleOwner.group, id));
  if (held !== undefined)
    throw new Problem('conflict', `The group holds the role ${held.role}`, { hint: 'Give the role to others first' });
  const removed = await queries.delete(group).where(eq(group.id, id)).returning({ id: group.id });
  if (removed.length === 0) missing();
  await rightsChanged(queries);
}

/** Puts somebody into a group; nothing happens when they are in it. */
export async function addMember(queries: Queries, caller: Caller, id: string, member: string): Promise<void> {
  await demand(queries, caller, 'manage groups');
  const [found] = await queries.select({ id: group.id }).from(group).where(eq(group.id, id));
  if (found === undefined) missing();
  const isThere = and(eq(account.id, member), isNull(account.endedAt));
  const [person] = await queries.select({ id: account.id }).from(account).where(isThere);
  if (person === undefined) throw new Problem('not-found', 'There is no such account');
  await queries.insert(groupMember).values({ group: id, account: member }).onConflictDoNothing();
  await policiesChanged(queries, { group: id });
  await rightsChanged(queries);
}

/** Takes somebody out of a group. */
export async function removeMember(queries: Queries, caller: Caller, id: string, member: string): Promise<void> {
  await demand(queries, caller, 'manage groups');
  const gone = await queries
    .delete(groupMember)
    .where(and(eq(groupMember.group, id), eq(groupMember.account, member)))
    .returning({ account: groupMember.account });
  if (gone.length === 0) throw new Problem('not-found', 'They are not in that group');
  await policiesChanged(queries, { group: id });
  await rightsChanged(queries);
}

function checkedName(name: string): string {
  const called = name.normalize('NFC').trim();
  if (called !== '' && called.length <= 100 && !/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(called)) return called;
  const fields = [{ field: 'name', message: 'must have 1 to 100 characters in one line' }];
  throw new Problem('invalid-body', 'A group cannot be called like this', { fields });
}

function taken(name: string): never {
  throw new Problem('conflict', `There is a group ${name} already`);
}

function missing(): never {
  throw new Problem('not-found', 'There is no such group');
}
