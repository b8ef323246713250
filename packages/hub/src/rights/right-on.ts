import { type SQL, sql } from 'drizzle-orm';
import { document, grant } from '../database/tables/documents.ts';
import { groupMember } from '../database/tables/people.ts';
import type { Caller } from './right.ts';

/** The condition on `document` that holds for those that a caller may read. */
export function readableDocuments(caller: Caller): SQL {
  if (caller.admin) return sql`true`;
  const held = sql`(${grant.account} = ${caller.account} or ${grant.group} in
    (select ${groupMember.group} from ${groupMember} where ${groupMember.account} = ${caller.account}))`;
  return sql`((not ${document.restricted} and ${document.workspace} in
      (select ${grant.workspace} from ${grant} where ${grant.document} is null and ${held}))
    or ${document.id} in (select ${grant.document} from ${grant} where ${grant.document} is not null and ${held}))`;
}
