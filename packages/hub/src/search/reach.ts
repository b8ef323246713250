import { eq } from 'drizzle-orm';
import { union } from 'drizzle-orm/pg-core';
import type { Queries } from '../database/database.ts';
import { grant } from '../database/tables/documents.ts';
import { groupMember } from '../database/tables/people.ts';
import type { Caller } from '../rights/right.ts';

/** With more rights than these, looking for each of them is no gain. */
const mostGrants = 500;

/** Where everything lies that a caller may read, and perhaps more does: in these workspaces, or among these documents. */
export type Reach = 'everywhere' | { readonly workspaces: readonly string[]; readonly documents: readonly string[] };

/** Spares looking at what the condition on rights leaves out anyhow; it takes the place of none. */
export async function reachOf(queries: Queries, caller: Caller): Promise<Reach> {
  if (caller.admin || caller.via === 'local') return 'everywhere';
  const places = { workspace: grant.workspace, document: grant.document };
  const held = eq(grant.account, caller.account);
  const ofGroup = eq(groupMember.group, grant.group);
  // In two halves, so that each is found by an index.
  const grants = await union(
    queries.select(places).from(grant).where(held),
    queries.select(places).from(grant).innerJoin(groupMember, ofGroup).where(eq(groupMember.account, caller.account)),
  ).limit(mostGrants + 1);
  if (grants.length > mostGrants) return 'everywhere';
  return {
    documents: grants.flatMap(({ document }) => document ?? []),
    workspaces: grants.flatMap(({ workspace, document }) => (document === null ? [workspace] : [])),
  };
}
