import { sha256Of } from '@specwright/core/text/hash.ts';
import type { Database } from '../src/database/database.ts';
import { keptText, template, workspace } from '../src/database/tables/documents.ts';
import { startSession } from '../src/people/sessions.ts';
import { addToken } from '../src/people/tokens.ts';
import { from, person } from './people.ts';
import { designTemplate } from './team-hub.ts';

/** Somebody who may do everything in a workspace `specs`, on a hub in another process: by a browser's session, and by a token. */
export async function letIn({ queries }: Database): Promise<{ headers: Record<string, string>; bearer: string }> {
  const now = new Date();
  const caller = { ...(await person(queries, 'Ada', { admin: true })), authenticatedAt: now };
  await queries.insert(workspace).values({ id: 'specs', name: 'specs', title: 'Specs' });
  await queries.insert(keptText).values({ digest: sha256Of(designTemplate), text: designTemplate });
  await queries.insert(template).values({ workspace: 'specs', file: 'design.md', digest: sha256Of(designTemplate) });
  const of = { account: caller.account, method: 'password', authenticatedAt: now } as const;
  const session = await startSession(queries, of, from, now);
  const expiresAt = new Date(now.getTime() + 86_400_000);
  const token = { name: 'A test', right: 'admin', workspace: null, expiresAt } as const;
  const { secret } = await addToken(queries, caller, caller.account, token, now);
  return { headers: { cookie: `specwright=${session}`, 'specwright-request': '1' }, bearer: `Bearer ${secret}` };
}
