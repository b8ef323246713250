import { and, isNotNull, lt, or } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { nudge, outbox, snooze } from '../database/tables/telling.ts';
import { forgetNotifications } from './notifications.ts';

const day = 86_400_000;

/** Forgets what was told long ago: two weeks for what arrived, a quarter of a year for what was given up or read. */
export async function forgetTold(queries: Queries, now: Date): Promise<void> {
  const ago = (days: number): Date => new Date(now.getTime() - days * day);
  await queries
    .delete(outbox)
    .where(
      or(and(isNotNull(outbox.doneAt), lt(outbox.at, ago(14))), and(isNotNull(outbox.deadAt), lt(outbox.at, ago(90)))),
    );
  await queries.delete(snooze).where(lt(snooze.until, ago(1)));
  await queries.delete(nudge).where(lt(nudge.at, ago(2)));
  await forgetNotifications(queries, ago(90));
}
