import { eq, inArray, or } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { grant } from '../database/tables/documents.ts';
import { groupMember } from '../database/tables/people.ts';
import type { Caller } from '../rights/right.ts';
import { documentSign, workspaceSign } from './choices.ts';
import { quoted } from './word-vector.ts';

/** With more rights than these, looking for each of them is no gain. */
const mostGrants = 500;

/** Where everything lies that a caller may read, and perhaps more does. */
export interface Reach {
  /** A `tsquery` that the signs of every such document meet; null when they need not be looked at. */
  readonly signs: string | null;
  /** The only documents that there can be; null when there can be others. */
  readonly documents: readonly string[] | null;
}

const everywhere: Reach = { signs: null, documents: null };

/** Spares looking at what the condition on rights leaves out anyhow; it takes the place of none. */
export async function reachOf(queries: Queries, caller: Caller): Promise<Reach> {
  if (caller.admin || caller.via === 'local') return everywhere;
  const groups = queries
    .select({ group: groupMember.group })
    .from(groupMember)
    .where(eq(groupMember.account, caller.account));
  const grants = await queries
    .selectDistinct({ workspace: grant.workspace, document: grant.document })
    .from(grant)
    .where(or(eq(grant.account, caller.account), inArray(grant.group, groups)))
    .limit(mostGrants + 1);
  if (grants.length > mostGrants) return everywhere;
  const documents = grants.flatMap(({ document }) => document ?? []);
  const workspaces = grants.flatMap(({ workspace, document }) => (document === null ? [workspace] : []));
  if (workspaces.length === 0) return { signs: null, documents };
  const signs = [...workspaces.map(workspaceSign), ...documents.map(documentSign)].map(quoted);
  return { signs: `(${signs.join(' | ')})`, documents: null };
}
