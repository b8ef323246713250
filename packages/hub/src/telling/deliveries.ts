import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { outbox } from '../database/tables/telling.ts';
import { wakeRelays } from './outbox.ts';
import { endQuiet } from './webhooks.ts';

/** One thing that a webhook was told, or is to be. */
export interface Delivery {
  /** The same that its receiver gets as `webhook-id`. */
  readonly id: string;
  readonly sequence: number;
  readonly kind: string;
  /** Null for what is about none. */
  readonly document: string | null;
  readonly at: Date;
  readonly state: 'waiting' | 'delivered' | 'given up';
  readonly attempts: number;
  /** Null once it is over. */
  readonly nextAttemptAt: Date | null;
  /** Why the last attempt failed. */
  readonly reason: string | null;
}

/** The deliveries of a webhook, newest first, from before a sequence on; they are kept as long as the outbox keeps them. */
export async function deliveriesOf(
  queries: Queries,
  id: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<readonly Delivery[]> {
  const rows = await queries
    .select({
      ...{ id: outbox.id, sequence: outbox.sequence, at: outbox.at, attempts: outbox.attempts, reason: outbox.reason },
      ...{ dueAt: outbox.dueAt, doneAt: outbox.doneAt, deadAt: outbox.deadAt },
      kind: sql<string>`${outbox.body} ->> 'type'`,
      document: sql<string | null>`${outbox.body} #>> '{data,document}'`,
    })
    .from(outbox)
    .where(and(isOf(id), before === null ? undefined : lt(outbox.sequence, before)))
    .orderBy(desc(outbox.sequence))
    .limit(limit);
  return rows.map(({ dueAt, doneAt, deadAt, ...rest }) => {
    const state = doneAt !== null ? 'delivered' : deadAt !== null ? 'given up' : 'waiting';
    return { ...rest, state, nextAttemptAt: state === 'waiting' ? dueAt : null };
  });
}

/** Delivers something once more, at once and with the id that it had; gives whether there is such a delivery of the webhook. */
export async function redeliver(queries: Queries, id: string, delivery: string): Promise<boolean> {
  const anew = { doneAt: null, deadAt: null, reason: null, attempts: 0, dueAt: sql`now()` };
  const done = await queries
    .update(outbox)
    .set(anew)
    .where(and(isOf(id), eq(outbox.id, delivery)));
  if ((done.rowCount ?? 0) === 0) return false;
  await endQuiet(queries, id);
  await wakeRelays(queries);
  return true;
}

function isOf(id: string): SQL | undefined {
  return and(eq(outbox.topic, 'webhook'), sql`${outbox.body} ->> 'webhook' = ${id}`);
}
