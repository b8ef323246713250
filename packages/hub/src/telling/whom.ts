import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, grant } from '../database/tables/documents.ts';
import { account, group, groupMember } from '../database/tables/people.ts';

/** Somebody who can be told something. */
export interface Told {
  readonly account: string;
  readonly email: string;
  readonly name: string;
}

/** The people behind words that turns name them by: an email, a printed name, or the name of a group. Those who left are none. */
export async function peopleNamed(queries: Queries, names: readonly string[]): Promise<readonly Told[]> {
  const folded = [...new Set(names.map(foldPerson))];
  if (folded.length === 0) return [];
  const members = queries
    .select({ account: groupMember.account })
    .from(groupMember)
    .innerJoin(group, eq(group.id, groupMember.group))
    .where(inArray(sql`lower(${group.name})`, folded));
  return queries
    .select({ account: account.id, email: account.email, name: account.name })
    .from(account)
    .where(
      and(
        isNull(account.endedAt),
        eq(account.kind, 'person'),
        sql`(${inArray(account.email, folded)} or ${inArray(sql`lower(${account.name})`, folded)} or ${inArray(account.id, members)})`,
      ),
    );
}

/** The words that turns may name somebody by, folded. */
export async function namesOf(queries: Queries, { account: id, email, name }: Told): Promise<readonly string[]> {
  const groups = await queries
    .select({ name: group.name })
    .from(groupMember)
    .innerJoin(group, eq(group.id, groupMember.group))
    .where(eq(groupMember.account, id));
  return [...new Set([email, name, ...groups.map((one) => one.name)].map(foldPerson))];
}

/**
 * A condition on rows of `document`: whether somebody may read one now. One that is restricted is read by those who are granted it on the
 * document itself, any other by those who are granted something in its workspace or on it; by administrators in any case.
 */
export function isReadableBy(who: string): SQL {
  const holds = sql`(${grant.account} = ${who} or ${grant.group} in (
    select ${groupMember.group} from ${groupMember} where ${groupMember.account} = ${who}))`;
  return sql`exists (select 1 from ${account} where ${account.id} = ${who} and ${account.endedAt} is null and (${account.admin}
    or exists (select 1 from ${grant} where ${grant.workspace} = ${document.workspace} and ${holds}
      and (${grant.document} = ${document.id} or (${grant.document} is null and not ${document.restricted})))))`;
}

/** Who of some may read a document that is still there. */
export async function readersAmong(
  queries: Queries,
  accounts: readonly string[],
  id: string,
): Promise<ReadonlySet<string>> {
  const readers = new Set<string>();
  for (const one of new Set(accounts)) {
    const [found] = await queries
      .select({ id: document.id })
      .from(document)
      .where(and(eq(document.id, id), isNull(document.removedAt), isReadableBy(one)));
    if (found !== undefined) readers.add(one);
  }
  return readers;
}
