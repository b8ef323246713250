import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, projection, turn } from '../database/tables/documents.ts';
import { account } from '../database/tables/people.ts';
import { nudge, snooze } from '../database/tables/telling.ts';
import type { Caller } from '../rights/right.ts';
import { readableDocuments } from '../rights/right-on.ts';
import { turnKey } from './turns.ts';
import { namesOf } from './whom.ts';

export interface WantedTurns {
  /** Only those of this person, role or group; null for everybody's. */
  readonly who: string | null;
  /** Only those of whoever asks, by email, name and groups, and of them those that are not snoozed. */
  readonly mine: boolean;
}

/** A turn as a list shows it. */
export interface ListedTurn {
  readonly turn: typeof turn.$inferSelect;
  /** Names the turn, see `turnKey`. */
  readonly key: string;
  readonly title: string;
  readonly file: string;
  /** Who asked them for it last; null when nobody did, or long ago. */
  readonly nudged: Nudged | null;
  /** Until when whoever asks does not want to hear of it; null when they do. */
  readonly snoozedUntil: Date | null;
}

export interface Nudged {
  /** Printed name; null for somebody who is here no more. */
  readonly by: string | null;
  readonly at: Date;
}

/** Who must act on what, of documents that a caller may read, those who wait longest first. */
export async function turnsFor(
  queries: Queries,
  caller: Caller,
  { who, mine }: WantedTurns,
  now: Date,
): Promise<ListedTurn[]> {
  const names = mine ? await namesOf(queries, caller) : who === null ? null : [who.toLowerCase()];
  const rows = await queries
    .select({ turn, title: projection.title, file: document.file })
    .from(turn)
    .innerJoin(document, eq(document.id, turn.document))
    .innerJoin(projection, eq(projection.document, document.id))
    .where(and(readableDocuments(caller), names === null ? undefined : inArray(sql`lower(${turn.who})`, [...names])))
    .orderBy(sql`${turn.since} nulls last`, turn.document)
    .limit(1_000);
  const keyed = rows.map((row) => ({ ...row, key: turnKey(row.turn.document, row.turn) }));
  const keys = keyed.map(({ key }) => key);
  const nudges = await nudgesOf(queries, keys);
  const snoozes = await snoozesOf(queries, caller.account, keys, now);
  return keyed
    .map((row) => ({ ...row, nudged: nudges.get(row.key) ?? null, snoozedUntil: snoozes.get(row.key) ?? null }))
    .filter(({ snoozedUntil }) => !mine || snoozedUntil === null);
}

async function nudgesOf(queries: Queries, keys: readonly string[]): Promise<ReadonlyMap<string, Nudged>> {
  if (keys.length === 0) return new Map();
  const rows = await queries
    .select({ turn: nudge.turn, by: account.name, at: nudge.at })
    .from(nudge)
    .leftJoin(account, eq(account.id, nudge.by))
    .where(inArray(nudge.turn, [...keys]));
  return new Map(rows.map(({ turn: key, by, at }) => [key, { by, at }]));
}

async function snoozesOf(
  queries: Queries,
  id: string,
  keys: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Date>> {
  if (keys.length === 0) return new Map();
  const rows = await queries
    .select({ turn: snooze.turn, until: snooze.until })
    .from(snooze)
    .where(and(eq(snooze.account, id), inArray(snooze.turn, [...keys])));
  return new Map(rows.flatMap(({ turn: key, until }) => (until > now ? [[key, until] as const] : [])));
}

/** The turn at a document that a key names; null when it is nobody's turn to do that any more. */
export async function turnNamed(queries: Queries, id: string, key: string): Promise<typeof turn.$inferSelect | null> {
  const rows = await queries.select().from(turn).where(eq(turn.document, id));
  return rows.find((row) => turnKey(id, row) === key) ?? null;
}
