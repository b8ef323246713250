import type { Queries } from '../src/database/database.ts';
import { grant } from '../src/database/tables/documents.ts';
import { account, group, groupMember } from '../src/database/tables/people.ts';

/** Makes an account; its id is the email's local part. */
export async function makePerson(
  queries: Queries,
  email: string,
  name: string,
  more: { admin?: boolean } = {},
): Promise<string> {
  const id = email.split('@')[0] ?? '';
  await queries.insert(account).values({ id, email, name, ...more });
  return id;
}

export async function makeGroup(queries: Queries, name: string, members: readonly string[]): Promise<void> {
  await queries.insert(group).values({ id: name, name });
  await queries.insert(groupMember).values(members.map((one) => ({ group: name, account: one })));
}

/** Lets an account read a workspace, or one document of it. */
export async function letRead(
  queries: Queries,
  who: string,
  workspace: string,
  document: string | null = null,
): Promise<void> {
  const id = `${who} ${workspace} ${document}`;
  await queries.insert(grant).values({ id, workspace, document, account: who, right: 'reader' });
}
