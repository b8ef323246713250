import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import type { Listener } from '../database/listen.ts';
import { outbox } from '../database/tables/telling.ts';
import { type OutboxBodies, outboxChannel, type Topic } from './outbox.ts';

/** One row of the outbox, taken by who tells it. */
export interface Taken<Of extends Topic> {
  readonly id: string;
  readonly body: OutboxBodies[Of];
  readonly at: Date;
  /** Counts from 1. */
  readonly attempt: number;
}

/** Tells one row; throws when that failed. May be called again with the same row, also while another call is not over. */
export type Deliver<Of extends Topic> = (taken: Taken<Of>) => Promise<void>;
export type Deliveries = { readonly [Of in Topic]?: Deliver<Of> };

/** Thrown for what no further attempt can tell. */
export class Undeliverable extends Error {}

/** Thrown for what is not to be attempted before a time; counts as no attempt. */
export class NotYet extends Error {
  readonly until: Date;

  constructor(until: Date) {
    super(`not before ${until.toISOString()}`);
    this.until = until;
  }
}

export interface RelayInput {
  readonly database: Database;
  readonly listener: Listener;
  readonly deliveries: Deliveries;
  /** Told of what the relay itself met: the database is away, a row was given up. */
  readonly failed: (error: unknown) => void;
  /** ms after which a row is taken again when whoever took it did not say what came of it; longer than any delivery takes. */
  readonly lease?: number;
  /** ms between two looks when nobody wakes it. */
  readonly poll?: number;
  /** ms before the attempts after the first; as many attempts are made as there are pauses, and one more. */
  readonly pauses?: readonly number[];
}

const seconds = 1_000;
const hours = 3_600 * seconds;
/** A day and a half in all. */
const usualPauses = [5, 15, 45, 150, 450, 1_350]
  .map((one) => one * seconds)
  .concat([1, 3, 6, 12, 12].map((one) => one * hours));

/** Rows of a topic that are told at once. */
const atOnce = 8;

/**
 * Tells what is in the outbox, at least once each, until it is stopped. Any number of relays may run on one database: a row is taken by
 * one at a time. A relay that dies loses nothing; what it was telling is told again, with the same id, once its lease is over.
 */
export async function startRelay(input: RelayInput): Promise<{ stop(): Promise<void> }> {
  const topics = Object.keys(input.deliveries) as Topic[];
  const bells = topics.map(() => new Bell());
  const ring = (): void => {
    for (const bell of bells) bell.ring();
  };
  await input.listener.on(outboxChannel, ring, ring);
  const ends = topics.map((topic, place) => relayTopic(topic, input, bells[place] as Bell));
  return {
    async stop() {
      for (const bell of bells) bell.stop();
      await Promise.all(ends);
    },
  };
}

/** Each topic has its own loop, so that a receiver that hangs keeps no mail waiting. */
async function relayTopic(topic: Topic, input: RelayInput, bell: Bell): Promise<void> {
  const { database, poll = 5 * seconds, lease = 120 * seconds, failed } = input;
  while (!bell.stopped) {
    bell.rung = false;
    try {
      const taken = await take(database.queries, topic, lease);
      await Promise.all(taken.map((row) => relay(topic, row, input).catch(failed)));
      if (taken.length > 0) continue;
    } catch (error) {
      failed(error);
    }
    await bell.wait(poll);
  }
}

async function take(queries: Queries, topic: Topic, lease: number): Promise<Taken<Topic>[]> {
  const { rows } = await queries.execute<{ id: string; body: never; at: string | Date; attempts: number }>(sql`
    update ${outbox} set attempts = attempts + 1, due_at = now() + ${lease} * interval '1 millisecond'
    where ${outbox.id} in (
      select ${outbox.id} from ${outbox}
      where ${outbox.topic} = ${topic} and ${outbox.doneAt} is null and ${outbox.deadAt} is null and ${outbox.dueAt} <= now()
      order by ${outbox.dueAt} limit ${atOnce} for update skip locked)
    returning id, body, at, attempts`);
  return rows.map(({ id, body, at, attempts }) => ({ id, body, at: new Date(at), attempt: attempts }));
}

async function relay(
  topic: Topic,
  row: Taken<Topic>,
  { database, deliveries, pauses = usualPauses, failed }: RelayInput,
) {
  const { queries } = database;
  try {
    await (deliveries[topic] as Deliver<Topic>)(row);
    await queries.update(outbox).set({ doneAt: sql`now()`, reason: null }).where(eq(outbox.id, row.id));
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).slice(0, 1_000).replaceAll('\0', '');
    const pause = pauses[row.attempt - 1];
    // Whoever took it since, for the lease was over, says what came of it.
    const own = and(eq(outbox.id, row.id), eq(outbox.attempts, row.attempt), isNull(outbox.doneAt));
    if (error instanceof NotYet) {
      await queries
        .update(outbox)
        .set({ dueAt: error.until, attempts: row.attempt - 1, reason })
        .where(own);
    } else if (error instanceof Undeliverable || pause === undefined) {
      await queries.update(outbox).set({ deadAt: sql`now()`, reason }).where(own);
      failed(new Error(`${topic} ${row.id} was given up after ${row.attempt} attempts: ${reason}`));
    } else {
      // Rows that failed together do not come back together.
      const wait = Math.round(pause * (0.75 + Math.random() / 2));
      await queries
        .update(outbox)
        .set({ dueAt: sql`now() + ${wait} * interval '1 millisecond'`, reason })
        .where(own);
    }
  }
}

/** Wakes one who waits; a ring while nobody waits is not lost. */
class Bell {
  rung = false;
  stopped = false;
  #wake: () => void = () => {};

  ring(): void {
    this.rung = true;
    this.#wake();
  }

  stop(): void {
    this.stopped = true;
    this.#wake();
  }

  async wait(most: number): Promise<void> {
    if (this.rung || this.stopped) return;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, most);
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }
}
