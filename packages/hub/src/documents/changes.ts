import { lt, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { change } from '../database/tables/changes.ts';

/** On which processes tell each other that there are changes. */
export const changesChannel = 'changes';

/** With what is written down, every process is told that there is something; however many rows there are, it hears it once. */
const woken = { woken: sql`pg_notify(${changesChannel}, '')` };

export type ChangeKind = (typeof change.$inferInsert)['kind'];

/** Writes down that something changed, in the transaction that changes it; every process hears of it when that is committed. */
export async function noteChanges(
  queries: Queries,
  of: { readonly workspace: string; readonly document: string | null },
  kinds: readonly ChangeKind[],
): Promise<void> {
  if (kinds.length === 0) return;
  const { workspace, document } = of;
  await queries
    .insert(change)
    .values(kinds.map((kind) => ({ workspace, document, kind })))
    .returning(woken);
}

/** A notification that somebody has got. */
export interface Notified {
  readonly workspace: string;
  readonly document: string | null;
  readonly account: string;
  /** Its id. */
  readonly notification: string;
}

/** Writes down, as `noteChanges` does, that people have got notifications; nobody else is told of them. */
export async function noteNotifications(queries: Queries, got: readonly Notified[]): Promise<void> {
  if (got.length === 0) return;
  await queries
    .insert(change)
    .values(got.map((one) => ({ ...one, kind: 'notification' as const })))
    .returning(woken);
}

/** How long changes are kept for those who come back, days. */
const keptDays = 7;

/** Drops changes that nobody is told any more; a job does it once a day. */
export async function forgetChanges(queries: Queries, now: Date): Promise<void> {
  await queries.delete(change).where(lt(change.at, new Date(now.getTime() - keptDays * 86_400_000)));
}
