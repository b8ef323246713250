import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { outbox } from '../database/tables/telling.ts';
import { storableJson } from '../search/words.ts';

/** On which those who relay are woken. */
export const outboxChannel = 'specwright_outbox';

/** What can happen that somebody is told of; webhooks choose by these words. */
export const happeningKinds = [
  'document.event',
  'document.revision',
  'turn.begun',
  'turn.nudged',
  'comment.mentioned',
  'audit.head',
  'webhook.test',
  'webhook.off',
] as const;
export type HappeningKind = (typeof happeningKinds)[number];

/** Something that happened, with everything that whoever is told of it needs to know. */
export interface Happening {
  readonly kind: HappeningKind;
  /** Null for what concerns the whole hub, of which only administrators' programs are told. */
  readonly workspace: string | null;
  readonly document: string | null;
  /** Whom it concerns, as turns name people: emails, names, groups. Nobody is shown what only programs are told. */
  readonly to: readonly string[];
  /** What to do or what was done, in a few words. */
  readonly what: string;
  readonly address: string;
  /** A sentence without a full stop. */
  readonly why: string;
  /** Who did it, and is not told of it; null for the hub itself. */
  readonly by: { readonly account: string; readonly name: string } | null;
  /** What programs are told beside: ids, never texts. */
  readonly data: Readonly<Record<string, string | number | null>>;
}

/** What is in the outbox, by topic. */
export interface OutboxBodies {
  readonly happening: Happening;
  readonly mail: { readonly account: string; readonly day: string };
  readonly webhook: {
    readonly webhook: string;
    readonly type: HappeningKind;
    readonly at: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}
export type Topic = keyof OutboxBodies;

/** Puts what happened in the outbox, in the transaction in which it happens: it is told if and only if that is committed. */
export async function tell(queries: Queries, happenings: readonly Happening[]): Promise<void> {
  await put(
    queries,
    'happening',
    happenings.map((body) => ({ key: null, body })),
  );
}

/** Wakes those who relay, once the transaction is committed: there is something to tell. */
export async function wakeRelays(queries: Queries): Promise<void> {
  await queries.execute(sql`select pg_notify(${outboxChannel}, '')`);
}

/** Puts rows of one topic in the outbox; those whose key is there already are left out. Gives the ids. */
export async function put<Of extends Topic>(
  queries: Queries,
  topic: Of,
  rows: readonly { readonly key: string | null; readonly body: OutboxBodies[Of] }[],
): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const values = rows.map(({ key, body }) => ({ id: randomUUID(), topic, key, body: JSON.parse(storableJson(body)) }));
  const added = await queries
    .insert(outbox)
    .values(values)
    .onConflictDoNothing({ target: outbox.key })
    .returning({ id: outbox.id, woken: sql`pg_notify(${outboxChannel}, '')` });
  return added.map(({ id }) => id);
}
