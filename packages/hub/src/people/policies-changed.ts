import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { workspace } from '../database/tables/documents.ts';
import { groupMember } from '../database/tables/people.ts';
import { roleOwner } from '../database/tables/sign-in.ts';
import type { Holder } from '../rights/grants.ts';

/** Marks as old what was made of the policies of a workspace, or of all in which somebody or a group holds a role. */
export async function policiesChanged(queries: Queries, of: Holder | { readonly workspace: string }): Promise<void> {
  const touched = 'workspace' in of ? eq(workspace.id, of.workspace) : inArray(workspace.id, rolesHeldBy(queries, of));
  await queries
    .update(workspace)
    .set({ version: sql`${workspace.version} + 1` })
    .where(touched);
}

function rolesHeldBy(queries: Queries, holder: Holder) {
  const held = queries.selectDistinct({ id: roleOwner.workspace }).from(roleOwner);
  if ('group' in holder) return held.where(eq(roleOwner.group, holder.group));
  const isIn = and(eq(groupMember.group, roleOwner.group), eq(groupMember.account, holder.account));
  return held
    .leftJoin(groupMember, isIn)
    .where(or(eq(roleOwner.account, holder.account), eq(groupMember.account, holder.account)));
}
