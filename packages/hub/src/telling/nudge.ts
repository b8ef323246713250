import type { Refusal } from '@specwright/core/lifecycle/decide.ts';
import { refuse } from '@specwright/core/lifecycle/decide.ts';
import { and, eq, gt, lte, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, turn } from '../database/tables/documents.ts';
import { nudge as nudged, snooze as snoozed } from '../database/tables/telling.ts';
import type { Caller } from '../rights/right.ts';
import { tell } from './outbox.ts';
import { turnKey } from './turns.ts';
import { peopleNamed } from './whom.ts';

/** A turn at a document, as lists show it. */
export interface TurnAt {
  readonly document: string;
  readonly who: string;
  readonly what: string;
  readonly address: string;
}

/** Reminds those whose turn it is: once a day for each turn, whoever asks, and never oneself. */
export async function nudge(
  queries: Queries,
  by: Pick<Caller, 'account' | 'actor'>,
  at: TurnAt,
): Promise<Refusal | null> {
  const [found] = await queries
    .select({ why: turn.why, workspace: document.workspace })
    .from(turn)
    .innerJoin(document, eq(document.id, turn.document))
    .where(
      and(eq(turn.document, at.document), eq(turn.who, at.who), eq(turn.what, at.what), eq(turn.address, at.address)),
    )
    .limit(1);
  if (found === undefined) return refuse('It is not their turn any more', 'Look at the document again');
  const people = await peopleNamed(queries, [at.who]);
  if (people.length === 0) return refuse(`Nobody here is known as ${at.who}`, 'Write to them yourself, or invite them');
  if (people.every((one) => one === by.account)) return refuse('It is your own turn', 'Nobody nudges themselves');
  const key = turnKey(at.document, at);
  const [done] = await queries
    .insert(nudged)
    .values({ turn: key, document: at.document, by: by.account })
    .onConflictDoUpdate({
      target: nudged.turn,
      set: { by: by.account, at: sql`now()` },
      setWhere: lte(nudged.at, sql`now() - interval '1 day'`),
    })
    .returning({ turn: nudged.turn });
  if (done === undefined) return refuse(`${at.who} was nudged about this within a day`, 'Try again tomorrow');
  const { name } = by.actor;
  await tell(queries, [
    {
      ...{ kind: 'turn.nudged', workspace: found.workspace, document: at.document, to: [at.who], what: at.what },
      ...{
        address: at.address,
        why: `${name} asks: ${found.why}`,
        by: { account: by.account, name },
        data: { turn: key },
      },
    },
  ]);
  return null;
}

/** Leaves a turn out of somebody's digest and lists until a time; a time that is past brings it back. */
export async function snooze(queries: Queries, account: string, at: TurnAt, until: Date): Promise<void> {
  const key = turnKey(at.document, at);
  await queries
    .insert(snoozed)
    .values({ account, turn: key, document: at.document, until })
    .onConflictDoUpdate({ target: [snoozed.account, snoozed.turn], set: { until } });
}

/** Keys of the turns that somebody does not want to hear of now. */
export async function snoozedBy(queries: Queries, account: string, now: Date): Promise<ReadonlySet<string>> {
  const rows = await queries
    .select({ turn: snoozed.turn })
    .from(snoozed)
    .where(and(eq(snoozed.account, account), gt(snoozed.until, now)));
  return new Set(rows.map((row) => row.turn));
}
