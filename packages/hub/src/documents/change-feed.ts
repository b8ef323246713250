import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import type { Listener } from '../database/listen.ts';
import { change } from '../database/tables/changes.ts';
import { type ChangeKind, changesChannel } from './changes.ts';

/** Up to where somebody was told, as text for clients: `TRANSACTION-SEQUENCE`. */
export type ChangePlace = string;

/** Something that is not as it was. */
export interface Change {
  readonly place: ChangePlace;
  readonly workspace: string;
  /** Null for the workspace itself. */
  readonly document: string | null;
  readonly kind: ChangeKind;
  /** Who alone is told of it; null for everybody who may read what it is about. */
  readonly account: string | null;
  /** Which notification came. */
  readonly notification: string | null;
  readonly at: Date;
}

/** The changes that are committed, told to whoever watches, in one order on every process. */
export interface ChangeFeed {
  /** The place of the newest change that is told. */
  end(): Promise<ChangePlace>;
  /** What came after a place, up to now; null when that is too much, or was forgotten: whoever asks has to begin anew. */
  after(place: ChangePlace): Promise<readonly Change[] | null>;
  /** Calls `hear` whenever there is more after what was read last; gives the way to stop. */
  watch(hear: () => void): () => void;
}

/** The most changes that are caught up with. */
export const mostMissed = 1_000;
/** How long is waited for a transaction that may still change something before what is told next, ms. */
const pause = 50;
const longestPause = 1_000;

const firstPlace = '0-0';

/** Opens the feed of this process. */
export async function openChangeFeed(database: Database, listener: Listener): Promise<ChangeFeed> {
  const watching = new Set<() => void>();
  const hear = (): void => {
    for (const one of watching) one();
  };
  await listener.on(changesChannel, hear, hear);
  const wake = waker(database, hear);
  return {
    end: async () => (await newest(database)) ?? firstPlace,
    after: askedTogether(async (place) => {
      const { settled, isMore } = await read(database, place);
      if (isMore) wake();
      if (settled.length > mostMissed) return null;
      return (await isKnown(database, place)) ? settled : null;
    }),
    watch: (one) => {
      watching.add(one);
      return () => watching.delete(one);
    },
  };
}

/**
 * Asks once for all who ask after the same place in one breath, as those do who hear together that there is more. Whoever asks once
 * the question has begun is not among them: it may have missed what they heard of.
 */
function askedTogether(ask: ChangeFeed['after']): ChangeFeed['after'] {
  const waiting = new Map<ChangePlace, ReturnType<ChangeFeed['after']>>();
  return (place) => {
    const known = waiting.get(place);
    if (known !== undefined) return known;
    const asked = Promise.resolve().then(() => {
      waiting.delete(place);
      return ask(place);
    });
    waiting.set(place, asked);
    return asked;
  };
}

/**
 * Has everybody look again in a moment, ever later: until the transactions end that were open when there was something which must not
 * be told before theirs.
 */
function waker(database: Database, hear: () => void): () => void {
  let timer: NodeJS.Timeout | null = null;
  const again = (wait: number): void => {
    timer = setTimeout(async () => {
      timer = null;
      const isSettled = await allSettled(database).catch(() => false);
      hear();
      if (!isSettled && timer === null) again(Math.min(wait * 2, longestPause));
    }, wait).unref();
  };
  return () => {
    if (timer === null) again(pause);
  };
}

/** No transaction that began before this one is still open, so nothing will be seen later that comes before. */
const isSettled = sql`${change.transaction} < pg_snapshot_xmin(pg_current_snapshot())`;
const placeOf = sql<string>`${change.transaction} || '-' || ${change.sequence}`;

interface Row extends Record<string, unknown>, Omit<Change, 'at'> {
  readonly at: string;
  readonly settled: boolean;
}

async function read(
  { queries }: Database,
  place: ChangePlace,
): Promise<{ readonly settled: readonly Change[]; readonly isMore: boolean }> {
  const [transaction, sequence] = partsOf(place);
  const { rows } = await queries.execute<Row>(sql`
    select ${placeOf} as place, ${change.workspace} as workspace, ${change.document} as document, ${change.kind} as kind,
      ${change.account} as account, ${change.notification} as notification, ${change.at} as at, ${isSettled} as settled
    from ${change}
    where (${change.transaction}, ${change.sequence}) > (${transaction}::xid8, ${sequence}::bigint)
    order by ${change.transaction}, ${change.sequence}
    limit ${mostMissed + 1}`);
  const told = rows.filter(({ settled }) => settled);
  return {
    settled: told.map(({ settled: _settled, at, ...rest }) => ({ ...rest, at: new Date(at) })),
    isMore: told.length < rows.length,
  };
}

async function newest({ queries }: Database): Promise<ChangePlace | null> {
  const { rows } = await queries.execute<{ place: string }>(sql`
    select ${placeOf} as place from ${change} where ${isSettled}
    order by ${change.transaction} desc, ${change.sequence} desc limit 1`);
  return rows[0]?.place ?? null;
}

async function allSettled({ queries }: Database): Promise<boolean> {
  const { rows } = await queries.execute(sql`select 1 from ${change} where not ${isSettled} limit 1`);
  return rows.length === 0;
}

/** Whether everything after a place is still kept: it is itself, or nothing was ever forgotten. */
async function isKnown({ queries }: Database, place: ChangePlace): Promise<boolean> {
  const [transaction, sequence] = partsOf(place);
  const { rows } = await queries.execute<{ first: string | null }>(
    place === firstPlace
      ? sql`select min(${change.sequence}) as first from ${change}`
      : sql`select ${change.sequence} as first from ${change}
          where ${change.transaction} = ${transaction}::xid8 and ${change.sequence} = ${sequence}::bigint`,
  );
  const first = rows[0]?.first ?? null;
  return place === firstPlace ? first === null || Number(first) === 1 : first !== null;
}

/** True for what may be a place; a client may send anything. */
export function isPlace(text: string): boolean {
  return /^\d{1,18}-\d{1,15}$/u.test(text);
}

function partsOf(place: ChangePlace): readonly [string, string] {
  const [transaction = '0', sequence = '0'] = place.split('-');
  return [transaction, sequence];
}
