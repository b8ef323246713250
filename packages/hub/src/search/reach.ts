import { eq, inArray, or } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { grant } from '../database/tables/documents.ts';
import { groupMember } from '../database/tables/people.ts';
import type { Caller } from '../rights/right.ts';
import { documentSign, workspaceSign } from './choices.ts';
import { quoted } from './word-vector.ts';

/** With more rights than these, looking for each of them is no gain. */
const mostGrants = 500;

/**
 * Signs of every document that a caller may read, and perhaps of more, as a `tsquery`; null when it would be too long, or all are
 * read. It only spares looking at what the condition on rights leaves out anyhow.
 */
export async function reachOf(queries: Queries, caller: Caller): Promise<string | null> {
  if (caller.admin || caller.via === 'local') return null;
  const groups = queries
    .select({ group: groupMember.group })
    .from(groupMember)
    .where(eq(groupMember.account, caller.account));
  const grants = await queries
    .selectDistinct({ workspace: grant.workspace, document: grant.document })
    .from(grant)
    .where(or(eq(grant.account, caller.account), inArray(grant.group, groups)))
    .limit(mostGrants + 1);
  if (grants.length > mostGrants) return null;
  const signs = grants.map(({ workspace, document }) =>
    quoted(document === null ? workspaceSign(workspace) : documentSign(document)),
  );
  return signs.length === 0 ? quoted('=nothing') : `(${signs.join(' | ')})`;
}
