import { and, desc, eq, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, projection } from '../database/tables/documents.ts';
import { notification } from '../database/tables/telling.ts';
import type { Caller } from '../rights/right.ts';
import { readableDocuments } from '../rights/right-on.ts';

/** What somebody is shown that concerns them. */
export interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly document: { readonly id: string; readonly workspace: string; readonly title: string } | null;
  readonly what: string;
  readonly address: string;
  readonly why: string;
  readonly by: string | null;
  readonly at: Date;
  readonly readAt: Date | null;
}

export interface NotificationQuestion {
  readonly unread: boolean;
  /** The last of the page before. */
  readonly before: { readonly at: Date; readonly id: string } | null;
  /** At most 100. */
  readonly limit: number;
}

/** What concerns somebody, newest first; nothing of a document that they may not read any more. */
export async function notificationsOf(
  queries: Queries,
  caller: Caller,
  { unread, before, limit }: NotificationQuestion,
): Promise<readonly Shown[]> {
  const rows = await queries
    .select({ row: notification, workspace: document.workspace, file: document.file, title: projection.title })
    .from(notification)
    .leftJoin(document, eq(document.id, notification.document))
    .leftJoin(projection, eq(projection.document, document.id))
    .where(
      and(
        isShownTo(caller),
        unread ? isNull(notification.readAt) : undefined,
        before === null
          ? undefined
          : or(lt(notification.at, before.at), and(eq(notification.at, before.at), lt(notification.id, before.id))),
      ),
    )
    .orderBy(desc(notification.at), desc(notification.id))
    .limit(Math.min(limit, 100));
  return rows.map(({ row, workspace, file, title }) => {
    const { id, kind, what, address, why, by, at, readAt } = row;
    const about =
      row.document === null ? null : { id: row.document, workspace: workspace ?? '', title: title ?? file ?? '' };
    return { id, kind, document: about, what, address, why, by, at, readAt };
  });
}

/** How many somebody has not read. */
export async function unreadOf(queries: Queries, caller: Caller): Promise<number> {
  const [found] = await queries
    .select({ count: sql<number>`count(*)::int` })
    .from(notification)
    .leftJoin(document, eq(document.id, notification.document))
    .where(and(isShownTo(caller), isNull(notification.readAt)));
  return found?.count ?? 0;
}

/** Marks some of one's own as read, or all; gives how many were not before. */
export async function markRead(queries: Queries, account: string, ids: readonly string[] | 'all'): Promise<number> {
  const own = and(eq(notification.account, account), isNull(notification.readAt));
  const wanted = ids === 'all' ? own : and(own, inArray(notification.id, [...ids]));
  const done = await queries.update(notification).set({ readAt: sql`now()` }).where(wanted);
  return done.rowCount ?? 0;
}

/** Forgets what was read before a day. */
export async function forgetNotifications(queries: Queries, before: Date): Promise<void> {
  await queries.delete(notification).where(and(isNotNull(notification.readAt), lt(notification.at, before)));
}

function isShownTo(caller: Caller): SQL | undefined {
  return and(eq(notification.account, caller.account), or(isNull(notification.document), readableDocuments(caller)));
}
