import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Queries } from '../database/database.ts';
import { document, grant, workspace } from '../database/tables/documents.ts';
import { groupMember } from '../database/tables/people.ts';
import { type Caller, cut, holds, most, type Right, rights } from './right.ts';

/**
 * What somebody may do in a workspace, or on one of its documents; null for nothing, which is also the answer for a workspace that is not
 * there, and for a document that is not in it. A right on the workspace counts on its documents but the restricted ones; of several the
 * most counts.
 * A document that was removed still has its rights; what can be done with it then is a matter of `allowed`.
 */
export async function rightOn(
  queries: Queries,
  caller: Caller,
  inWorkspace: string,
  onDocument: string | null,
): Promise<Right | null> {
  if (!reaches(caller, inWorkspace)) return null;
  const held =
    onDocument === null
      ? await grantedOnWorkspace(queries, caller, inWorkspace)
      : await grantedOnDocument(queries, caller, inWorkspace, onDocument);
  if (held === null) return null;
  const right = isEverywhere(caller) ? 'admin' : most(held);
  return right === null ? null : cut(right, caller.bound);
}

/**
 * What somebody may do with the hub itself; null for a token that reaches one workspace only. Everybody is the author of their own account, so
 * that a token which only reads cannot change it.
 */
export function rightOnHub(caller: Caller): Right | null {
  if (caller.within != null) return null;
  return cut(isEverywhere(caller) ? 'admin' : 'author', caller.bound);
}

/**
 * A condition on the table `document`: those that somebody may read. Every list, search, count and facet stands under it. Removed
 * documents are not among them.
 */
export function readableDocuments(caller: Caller): SQL {
  return and(isNull(document.removedAt), documentsWith(caller, 'reader')) as SQL;
}

/** A condition on the table `document`: those, removed ones included, on which somebody has at least a right. */
export function documentsWith(caller: Caller, least: Right): SQL {
  if (caller.bound !== null && !holds(caller.bound, least)) return sql`false`;
  const reached = caller.within == null ? undefined : eq(document.workspace, caller.within);
  if (isEverywhere(caller)) return reached ?? sql`true`;
  const enough = inArray(grant.right, [...rights.slice(rights.indexOf(least))]);
  const workspaces = grantedTo(caller, grant.workspace, and(isNull(grant.document), enough));
  const documents = grantedTo(caller, grant.document, and(isNotNull(grant.document), enough));
  // The subqueries know nothing of the row, so PostgreSQL answers each once and looks every document up in what it found.
  const granted = or(
    and(eq(document.restricted, false), sql`${document.workspace} in ${workspaces}`),
    sql`${document.id} in ${documents}`,
  );
  return and(reached, granted) as SQL;
}

/**
 * A condition on the table `workspace`: those that somebody has a right in, or on a document of which that is not removed. Removed
 * workspaces are not among them.
 */
export function readableWorkspaces(caller: Caller): SQL {
  const standing = isNull(workspace.removedAt);
  const reached = and(standing, caller.within == null ? undefined : eq(workspace.id, caller.within)) as SQL;
  if (isEverywhere(caller)) return reached;
  const whole = grantedTo(caller, grant.workspace, isNull(grant.document));
  const onDocuments = grantedTo(caller, grant.document, isNotNull(grant.document));
  const parts = sql`(select ${document.workspace} from ${document}
    where ${and(isNull(document.removedAt), sql`${document.id} in ${onDocuments}`)})`;
  return and(reached, sql`(${workspace.id} in ${whole} or ${workspace.id} in ${parts})`) as SQL;
}

function isEverywhere(caller: Caller): boolean {
  return caller.admin || caller.via === 'local';
}

function reaches(caller: Caller, inWorkspace: string): boolean {
  return caller.within == null || caller.within === inWorkspace;
}

/** Null when there is no such workspace. */
async function grantedOnWorkspace(queries: Queries, caller: Caller, id: string): Promise<Right[] | null> {
  const counts = and(eq(grant.workspace, workspace.id), isNull(grant.document), isHeldBy(caller));
  const rows = await queries
    .select({ right: grant.right })
    .from(workspace)
    .leftJoin(grant, counts)
    .where(eq(workspace.id, id));
  return rows.length === 0 ? null : rows.flatMap(({ right }) => (right === null ? [] : [right]));
}

/** Null when the workspace has no such document. */
async function grantedOnDocument(
  queries: Queries,
  caller: Caller,
  inWorkspace: string,
  id: string,
): Promise<Right[] | null> {
  const counts = or(eq(grant.document, document.id), and(isNull(grant.document), eq(document.restricted, false)));
  const rows = await queries
    .select({ right: grant.right })
    .from(document)
    .leftJoin(grant, and(eq(grant.workspace, document.workspace), counts, isHeldBy(caller)))
    .where(and(eq(document.id, id), eq(document.workspace, inWorkspace)));
  return rows.length === 0 ? null : rows.flatMap(({ right }) => (right === null ? [] : [right]));
}

/** A column of the grants that an account and its groups hold. In two halves, so that each is found by an index. */
function grantedTo({ account }: Caller, column: PgColumn, counts: SQL | undefined): SQL {
  const isOfGroup = and(eq(groupMember.group, grant.group), eq(groupMember.account, account), counts);
  return sql`(select ${column} from ${grant} where ${and(eq(grant.account, account), counts)}
    union all select ${column} from ${grant}, ${groupMember} where ${isOfGroup})`;
}

/** A condition on the table of grants: those of the account, and of the groups that it is in. */
function isHeldBy(caller: Caller): SQL {
  const groups = sql`(select ${groupMember.group} from ${groupMember} where ${eq(groupMember.account, caller.account)})`;
  return or(eq(grant.account, caller.account), sql`${grant.group} in ${groups}`) as SQL;
}
