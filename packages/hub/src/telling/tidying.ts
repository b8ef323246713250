import { and, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
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
  await queries.delete(nudge).where(lt(nudge.at, ago(90)));
  await forgetNotifications(queries, ago(90));
}

/** How the outbox stands, for whoever watches over the hub. */
export interface OutboxFigures {
  /** Rows that are to be told, some of them again. */
  readonly waiting: number;
  /** Seconds since the oldest of them was put there; 0 without any. */
  readonly oldest: number;
  /** Rows that were given up. */
  readonly dead: number;
}

/** Counts what waits in the outbox and what was given up. */
export async function outboxFigures(queries: Queries): Promise<OutboxFigures> {
  const [found] = await queries
    .select({
      waiting: sql<number>`count(*)::int`,
      oldest: sql<number>`coalesce(extract(epoch from now() - min(${outbox.at})), 0)::float8`,
    })
    .from(outbox)
    .where(and(isNull(outbox.doneAt), isNull(outbox.deadAt)));
  const dead = await queries.$count(outbox, isNotNull(outbox.deadAt));
  return { waiting: found?.waiting ?? 0, oldest: found?.oldest ?? 0, dead };
}
