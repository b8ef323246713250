import { randomUUID } from 'node:crypto';
import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, grant } from '../database/tables/documents.ts';
import { account, group } from '../database/tables/people.ts';
import { demand, type Place } from './demand.ts';
import { Problem } from './problem.ts';
import { type Caller, holds, type Right } from './right.ts';
import { rightsChanged } from './rights-changed.ts';

/** Who holds a right: an account or a group, by id. */
export type Holder = { readonly account: string } | { readonly group: string };

/** A right as it was given. */
export interface Grant {
  readonly id: string;
  readonly account: string | null;
  readonly group: string | null;
  /** How the account or the group is called. */
  readonly name: string;
  readonly right: Right;
}

/** True for a group that there is, and for an account that has not ended. */
export async function isThere(queries: Queries, holder: Holder): Promise<boolean> {
  const found =
    'account' in holder
      ? await queries
          .select({ id: account.id })
          .from(account)
          .where(and(eq(account.id, holder.account), isNull(account.endedAt)))
      : await queries.select({ id: group.id }).from(group).where(eq(group.id, holder.group));
  return found.length > 0;
}

/** The rights that were given on a workspace as a whole, or on one document itself, by the names of their holders. */
export async function grantsOn(queries: Queries, caller: Caller, place: Place): Promise<Grant[]> {
  await demand(queries, caller, place.document == null ? 'see rights on workspace' : 'see rights on document', place);
  const name = sql<string>`coalesce(${account.name}, ${group.name})`;
  return queries
    .select({ id: grant.id, account: grant.account, group: grant.group, name, right: grant.right })
    .from(grant)
    .leftJoin(account, eq(account.id, grant.account))
    .leftJoin(group, eq(group.id, grant.group))
    .where(isOn(place))
    .orderBy(asc(name), asc(grant.id));
}

/** Gives somebody a right in place of the one they were given there before; nobody gives or takes more than they hold. */
export async function setGrant(
  queries: Queries,
  caller: Caller,
  place: Place,
  holder: Holder,
  right: Right,
): Promise<void> {
  await takeable(queries, caller, place, holder, right);
  if (!(await isThere(queries, holder)))
    throw new Problem('not-found', 'account' in holder ? 'There is no such account' : 'There is no such group');
  await queries.delete(grant).where(and(isOn(place), isOf(holder)));
  await insert(queries, place, holder, right);
  await rightsChanged(queries);
}

/** Takes away the right that somebody was given there. What they hold by a group, or on the whole workspace, stays. */
export async function takeGrant(queries: Queries, caller: Caller, place: Place, holder: Holder): Promise<void> {
  await takeable(queries, caller, place, holder, null);
  const taken = await queries
    .delete(grant)
    .where(and(isOn(place), isOf(holder)))
    .returning({ id: grant.id });
  if (taken.length === 0) throw new Problem('not-found', 'No right was given to them there');
  await rightsChanged(queries);
}

/**
 * Hides a document from all but those who are granted it on the document itself. Whoever does it keeps a maintainer's right on it, for
 * otherwise they would lose it with the deed. Gives nothing; the caller has locked the document's row.
 */
export async function restrict(queries: Queries, caller: Caller, place: Place & { document: string }): Promise<void> {
  await demand(queries, caller, 'restrict', place);
  await queries.update(document).set({ restricted: true }).where(eq(document.id, place.document));
  await rightsChanged(queries);
  if (caller.admin || caller.via === 'local') return;
  await insert(queries, place, { account: caller.account }, 'maintainer');
}

/** Lets everybody with a right on the workspace see a document again. */
export async function liftRestriction(
  queries: Queries,
  caller: Caller,
  place: Place & { document: string },
): Promise<void> {
  await demand(queries, caller, 'lift restriction', place);
  await queries.update(document).set({ restricted: false }).where(eq(document.id, place.document));
  await rightsChanged(queries);
}

/** Throws a `Problem` unless somebody may change what a holder was given to `right`. */
async function takeable(
  queries: Queries,
  caller: Caller,
  place: Place,
  holder: Holder,
  right: Right | null,
): Promise<void> {
  const action = place.document == null ? 'set rights on workspace' : 'set rights on document';
  const own = await demand(queries, caller, action, place);
  const [before] = await queries
    .select({ right: grant.right })
    .from(grant)
    .where(and(isOn(place), isOf(holder)));
  for (const asked of [right, before?.right ?? null])
    if (asked !== null && !holds(own, asked))
      throw new Problem('missing-right', `Only who holds the right of ${asked} gives or takes it`);
}

/** Gives a right; a greater one that was given before stays. */
async function insert(queries: Queries, place: Place, holder: Holder, right: Right): Promise<void> {
  const given = { workspace: place.workspace, document: place.document ?? null, ...holder, right };
  const added = await queries
    .insert(grant)
    .values({ id: randomUUID(), ...given })
    .onConflictDoNothing()
    .returning({ id: grant.id });
  if (added.length > 0) return;
  const isThis = and(isOn(place), isOf(holder));
  const [before] = await queries.select({ right: grant.right }).from(grant).where(isThis);
  if (!holds(before?.right ?? null, right)) await queries.update(grant).set({ right }).where(isThis);
}

function isOn({ workspace, document: on }: Place): SQL {
  return and(eq(grant.workspace, workspace), on == null ? isNull(grant.document) : eq(grant.document, on)) as SQL;
}

function isOf(holder: Holder): SQL {
  return 'account' in holder ? eq(grant.account, holder.account) : eq(grant.group, holder.group);
}
