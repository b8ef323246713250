import { randomUUID } from 'node:crypto';
import { type PolicyChoices, sameState } from '@specwright/core/lifecycle/policy.ts';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { account, group, groupMember } from '../database/tables/people.ts';
import { absence, roleOwner } from '../database/tables/sign-in.ts';
import { demand } from '../rights/demand.ts';
import { type Holder, isThere } from '../rights/grants.ts';
import { type FieldProblem, Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { policiesChanged } from './policies-changed.ts';

export type Roles = NonNullable<PolicyChoices['roles']>;
type Role = Roles[string];

/** Who holds a role, and who stands in for them. */
export interface RoleOwners {
  readonly owners: readonly Holder[];
  readonly deputies: readonly Holder[];
}

/** When somebody is away; days as `YYYY-MM-DD`, null where open. */
export interface Away {
  readonly from: string | null;
  readonly until: string | null;
}

/**
 * Who holds the sign-off roles of a workspace, as policies take it: groups as the people in them, and who of all these is away. A group
 * that nobody is in stands for nobody, never for everybody as an empty list would.
 */
export async function rolesOf(queries: Queries, ofWorkspace: string): Promise<Roles> {
  const held = await queries
    .select({ role: roleOwner.role, deputy: roleOwner.deputy, group: group.name, one: account.email })
    .from(roleOwner)
    .leftJoin(group, eq(group.id, roleOwner.group))
    .leftJoin(groupMember, eq(groupMember.group, roleOwner.group))
    .leftJoin(account, eq(account.id, sql`coalesce(${roleOwner.account}, ${groupMember.account})`))
    .where(eq(roleOwner.workspace, ofWorkspace))
    .orderBy(asc(roleOwner.role), asc(account.email), asc(group.name));
  const away = await queries
    .select({ who: account.email, from: absence.from, until: absence.until })
    .from(absence)
    .innerJoin(account, eq(account.id, absence.account))
    .orderBy(asc(account.email), asc(absence.id));
  const names = [...new Set(held.map(({ role }) => role))];
  return Object.fromEntries(
    names.map((name): [string, Role] => {
      const rows = held.filter(({ role }) => role === name);
      const among = (deputy: boolean): string[] => [
        ...new Set(rows.filter((row) => row.deputy === deputy).map(({ one, group }) => one ?? nobodyIn(group ?? ''))),
      ];
      const people = among(false);
      const absent = away.filter(({ who }) => people.includes(who));
      return [
        name,
        {
          people,
          deputies: among(true),
          absent: absent.map(({ who, from, until }) => ({ who, from: from ?? undefined, until: until ?? undefined })),
        },
      ];
    }),
  );
}

/** Who holds the roles of a workspace, as they were said. */
export async function roleOwnersOf(
  queries: Queries,
  caller: Caller,
  ofWorkspace: string,
): Promise<readonly (RoleOwners & { readonly role: string })[]> {
  await demand(queries, caller, 'read workspace', { workspace: ofWorkspace });
  const held = await queries
    .select()
    .from(roleOwner)
    .where(eq(roleOwner.workspace, ofWorkspace))
    .orderBy(asc(roleOwner.role), asc(roleOwner.id));
  return [...new Set(held.map(({ role }) => role))].map((role) => {
    const among = (deputy: boolean): Holder[] =>
      held.filter((row) => row.role === role && row.deputy === deputy).map(asHolder);
    return { role, owners: among(false), deputies: among(true) };
  });
}

/** The roles of a configuration with the owners that the hub knows in place of those that it names; scopes and the rest stay. */
export function withOwners(configured: Roles, owned: Roles): Roles {
  const merged = new Map(Object.entries(configured));
  for (const [name, owners] of Object.entries(owned)) {
    const written = [...merged.keys()].find((other) => sameState(other, name)) ?? name;
    merged.set(written, { ...merged.get(written), ...owners });
  }
  return Object.fromEntries(merged);
}

/** Says who holds a role, in place of what was said before; with nobody the configuration decides again. In a transaction. */
export async function setRoleOwners(
  queries: Queries,
  caller: Caller,
  ofWorkspace: string,
  role: string,
  { owners, deputies }: RoleOwners,
): Promise<void> {
  const name = role.normalize('NFC').trim();
  await demand(queries, caller, 'set role owners', { workspace: ofWorkspace });
  const fields: FieldProblem[] = [];
  if (name === '' || name.length > 100) fields.push({ field: 'role', message: 'must have 1 to 100 characters' });
  if (owners.length === 0 && deputies.length > 0)
    fields.push({ field: 'owners', message: 'must name somebody whom the deputies stand in for' });
  const all = [...owners.map(asRow(false)), ...deputies.map(asRow(true))];
  for (const [field, holders] of [
    ['owners', owners],
    ['deputies', deputies],
  ] as const)
    for (const holder of holders)
      if (!(await isThere(queries, holder))) fields.push({ field, message: 'name somebody who is not here' });
  if (new Set(all.map((row) => row.account ?? row.group)).size < all.length)
    fields.push({ field: 'deputies', message: 'must name everybody once' });
  if (fields.length > 0) throw new Problem('invalid-body', 'The role cannot be held like this', { fields });
  await forgetOwners(queries, ofWorkspace, name);
  const rows = all.map((row) => ({ ...row, id: randomUUID(), workspace: ofWorkspace, role: name }));
  if (rows.length > 0) await queries.insert(roleOwner).values(rows);
  await policiesChanged(queries, { workspace: ofWorkspace });
}

/** When somebody is away, the first days first. */
export function absencesOf(queries: Queries, ofAccount: string): Promise<Away[]> {
  return queries
    .select({ from: absence.from, until: absence.until })
    .from(absence)
    .where(eq(absence.account, ofAccount))
    .orderBy(asc(absence.from), asc(absence.id));
}

/** Says when somebody is away, in place of what was said before: oneself, or by who manages people. In a transaction. */
export async function setAbsences(
  queries: Queries,
  caller: Caller,
  ofAccount: string,
  days: readonly Away[],
): Promise<void> {
  await demand(queries, caller, ofAccount === caller.account ? 'manage own account' : 'manage people');
  const wrong = days.length > 50 || days.some(({ from, until }) => from !== null && until !== null && until < from);
  const fields = [{ field: 'absences', message: 'must be at most 50, and none may end before it begins' }];
  if (wrong) throw new Problem('invalid-body', 'Nobody can be away like this', { fields });
  await queries.delete(absence).where(eq(absence.account, ofAccount));
  const rows = days.map(({ from, until }) => ({ id: randomUUID(), account: ofAccount, from, until }));
  if (rows.length > 0) await queries.insert(absence).values(rows);
  await policiesChanged(queries, { account: ofAccount });
}

/** Names are compared as people type them, so a role is found however it was written. */
async function forgetOwners(queries: Queries, ofWorkspace: string, role: string): Promise<void> {
  const isOf = eq(roleOwner.workspace, ofWorkspace);
  const said = await queries.selectDistinct({ role: roleOwner.role }).from(roleOwner).where(isOf);
  for (const other of said.filter((one) => sameState(one.role, role)))
    await queries.delete(roleOwner).where(and(isOf, eq(roleOwner.role, other.role)));
}

function asHolder({ account, group }: { readonly account: string | null; readonly group: string | null }): Holder {
  return account === null ? { group: group as string } : { account };
}

function asRow(deputy: boolean) {
  return (holder: Holder) => ({
    account: 'account' in holder ? holder.account : null,
    group: 'group' in holder ? holder.group : null,
    deputy,
  });
}

/** No e-mail address, so nobody who signs in here is called so. */
function nobodyIn(group: string): string {
  return `nobody in ${group}`;
}
