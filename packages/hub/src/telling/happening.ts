import { and, eq, isNull } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { account } from '../database/tables/people.ts';
import { notification, webhook } from '../database/tables/telling.ts';
import { noteNotifications } from '../documents/changes.ts';
import { type Happening, put } from './outbox.ts';
import type { Deliver, Taken } from './relay.ts';
import { peopleNamed, readersAmong } from './whom.ts';

/** Tells what happened: to the people whom it concerns in the application, and to each webhook by a row of the outbox of its own. */
export function deliverHappening(database: Database): Deliver<'happening'> {
  return (taken) =>
    database.transaction(async (queries) => {
      await notifyPeople(queries, taken);
      await putForWebhooks(queries, taken);
    });
}

async function notifyPeople(queries: Queries, { id, body, at }: Taken<'happening'>): Promise<void> {
  const { kind, workspace, document, what, address, why, by, to } = body;
  const accounts = (await peopleNamed(queries, to)).filter((one) => one !== by?.account);
  const readers = document === null ? new Set(accounts) : await readersAmong(queries, accounts, document);
  if (readers.size === 0) return;
  const rows = [...readers].map((reader) => ({
    ...{ id: `${id}.${reader}`, account: reader, document, kind, what, address, why, at },
    by: by?.name ?? null,
  }));
  const added = await queries.insert(notification).values(rows).onConflictDoNothing().returning();
  // What concerns the whole hub is told to programs alone.
  if (workspace === null) return;
  await noteNotifications(
    queries,
    added.map((one) => ({ workspace, document, account: one.account, notification: one.id })),
  );
}

async function putForWebhooks(queries: Queries, { id, body, at }: Taken<'happening'>): Promise<void> {
  const hooks = await queries
    .select({ id: webhook.id, kinds: webhook.kinds, account: webhook.account })
    .from(webhook)
    .innerJoin(account, eq(account.id, webhook.account))
    .where(
      and(
        eq(webhook.on, true),
        isNull(account.endedAt),
        body.workspace === null ? eq(account.admin, true) : eq(webhook.workspace, body.workspace),
      ),
    );
  const asked = hooks.filter(({ kinds }) => kinds.length === 0 || kinds.includes(body.kind));
  const { document } = body;
  const makers = asked.map((hook) => hook.account);
  // A program learns nothing that whoever set it up may not read.
  const readers = document === null ? new Set(makers) : await readersAmong(queries, makers, document);
  await put(
    queries,
    'webhook',
    asked
      .filter((hook) => readers.has(hook.account))
      .map((hook) => ({
        key: `webhook:${hook.id}:${id}`,
        body: { webhook: hook.id, type: body.kind, at: at.toISOString(), data: dataOf(body) },
      })),
  );
}

function dataOf({
  workspace,
  document,
  what,
  address,
  why,
  by,
  to,
  data,
}: Happening): Readonly<Record<string, unknown>> {
  return { workspace, document, what, address, why, to, by: by?.name ?? null, ...data };
}
