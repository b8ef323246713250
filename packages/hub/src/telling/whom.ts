import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import { account, group, groupMember } from '../database/tables/people.ts';
import type { Caller } from '../rights/right.ts';
import { readableDocuments } from '../rights/right-on.ts';

/**
 * Accounts of the people behind words that turns name them by: an email, else the name of a group, else a printed name. Anybody can choose
 * a printed name, so it takes no word away from whom an email or a group means. Those who left are none.
 */
export async function peopleNamed(queries: Queries, names: readonly string[]): Promise<readonly string[]> {
  const folded = [...new Set(names.map(foldPerson))];
  if (folded.length === 0) return [];
  const isPerson = and(isNull(account.endedAt), eq(account.kind, 'person'));
  const byEmail = await queries
    .select({ id: account.id })
    .from(account)
    .where(and(isPerson, inArray(account.email, folded)));
  const byGroup = await queries
    .select({ id: account.id })
    .from(account)
    .innerJoin(groupMember, eq(groupMember.account, account.id))
    .innerJoin(group, eq(group.id, groupMember.group))
    .where(and(isPerson, inArray(sql`lower(${group.name})`, folded)));
  const taken = await takenNames(queries, folded);
  const printed = folded.filter((name) => !taken.has(name));
  const byName =
    printed.length === 0
      ? []
      : await queries
          .select({ id: account.id })
          .from(account)
          .where(and(isPerson, inArray(sql`lower(${account.name})`, printed)));
  return [...new Set([...byEmail, ...byGroup, ...byName].map(({ id }) => id))];
}

/** The words that turns may name somebody by, folded. */
export async function namesOf(queries: Queries, { account: id, actor }: Caller): Promise<readonly string[]> {
  const groups = await queries
    .select({ name: group.name })
    .from(groupMember)
    .innerJoin(group, eq(group.id, groupMember.group))
    .where(eq(groupMember.account, id));
  const printed = foldPerson(actor.name);
  const taken = await takenNames(queries, [printed]);
  const own = [actor.id, ...groups.map(({ name }) => name)].map(foldPerson);
  return [...new Set(taken.has(printed) ? own : [...own, printed])];
}

/** Which of some folded words are an email or the name of a group here. */
async function takenNames(queries: Queries, names: readonly string[]): Promise<ReadonlySet<string>> {
  const emails = await queries
    .select({ name: account.email })
    .from(account)
    .where(inArray(account.email, [...names]));
  const groups = await queries
    .select({ name: sql<string>`lower(${group.name})` })
    .from(group)
    .where(inArray(sql`lower(${group.name})`, [...names]));
  return new Set([...emails, ...groups].map(({ name }) => name));
}

/** Somebody as they are when they ask for themselves, so that what they are told is what they would find; null for who left. */
export async function callerOf(queries: Queries, id: string): Promise<Caller | null> {
  const [found] = await queries
    .select()
    .from(account)
    .where(and(eq(account.id, id), isNull(account.endedAt)));
  if (found === undefined) return null;
  const { kind, email, name, admin } = found;
  const actor = { kind, id: email, name };
  return { account: id, actor, admin, via: 'session', authenticatedAt: null, bound: null };
}

/** Who of some may read a document that is still there. */
export async function readersAmong(
  queries: Queries,
  accounts: readonly string[],
  id: string,
): Promise<ReadonlySet<string>> {
  const readers = new Set<string>();
  for (const one of new Set(accounts)) {
    const caller = await callerOf(queries, one);
    if (caller === null) continue;
    const [found] = await queries
      .select({ id: document.id })
      .from(document)
      .where(and(eq(document.id, id), readableDocuments(caller)));
    if (found !== undefined) readers.add(one);
  }
  return readers;
}
