import { randomBytes, randomUUID } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import type { Database, Queries } from '../database/database.ts';
import { account } from '../database/tables/people.ts';
import { webhook } from '../database/tables/telling.ts';
import { type HappeningKind, put, tell } from './outbox.ts';
import { type Outside, post } from './post.ts';
import { type Deliver, NotYet, Undeliverable } from './relay.ts';
import { readersAmong } from './whom.ts';

/** What somebody asks for who sets a webhook up; `receiverProblem` has looked at the URL. */
export interface WebhookAsked {
  readonly workspace: string;
  readonly account: string;
  readonly url: string;
  /** All when empty. */
  readonly kinds: readonly HappeningKind[];
}

export interface WebhookPolicy {
  readonly outside: Outside;
  /** ms of failing after which a webhook is switched off. */
  readonly patience: number;
  /** ms of quiet after a failure, by how many there were; the last for all further ones. */
  readonly quiet: readonly number[];
}

/** Days of failing are forgiven, and a receiver that fails is left alone for up to an hour. */
export const usualPatience = { patience: 3 * 86_400_000, quiet: [0, 5_000, 30_000, 300_000, 3_600_000] };

/** Sets a webhook up; the secret (`whsec_…`) is shown this once. */
export async function makeWebhook(queries: Queries, asked: WebhookAsked): Promise<{ id: string; secret: string }> {
  const made = { id: randomUUID(), secret: newSecret() };
  await queries.insert(webhook).values({ ...asked, ...made, kinds: [...asked.kinds] });
  return made;
}

/** A webhook as those who look after it see it: its secrets are not shown again. */
export interface WebhookSeen {
  readonly id: string;
  readonly account: string;
  readonly url: string;
  readonly kinds: readonly string[];
  readonly createdAt: Date;
  readonly failingSince: Date | null;
  readonly on: boolean;
  readonly offWhy: string | null;
}

/** The webhooks of a workspace, oldest first. */
export function webhooksOf(queries: Queries, workspace: string): Promise<readonly WebhookSeen[]> {
  const { id, account: maker, url, kinds, createdAt, failingSince, on, offWhy } = webhook;
  return queries
    .select({ id, account: maker, url, kinds, createdAt, failingSince, on, offWhy })
    .from(webhook)
    .where(eq(webhook.workspace, workspace))
    .orderBy(createdAt, id);
}

/** Takes a webhook of a workspace away; gives whether there was one. What was to be told to it is given up. */
export async function removeWebhook(queries: Queries, workspace: string, id: string): Promise<boolean> {
  const done = await queries.delete(webhook).where(and(eq(webhook.id, id), eq(webhook.workspace, workspace)));
  return (done.rowCount ?? 0) > 0;
}

/** Gives a webhook another secret; for `overlap` ms both sign, so that the receiver can change over. Null when there is none. */
export async function rotateSecret(
  queries: Queries,
  workspace: string,
  id: string,
  overlap: number,
): Promise<string | null> {
  const secret = newSecret();
  const [done] = await queries
    .update(webhook)
    .set({
      oldSecret: sql`${webhook.secret}`,
      oldUntil: sql`now() + ${overlap} * interval '1 millisecond'`,
      secret,
    })
    .where(and(eq(webhook.id, id), eq(webhook.workspace, workspace)))
    .returning({ id: webhook.id });
  return done === undefined ? null : secret;
}

/** What of a webhook is changed; what is left out stays. */
export interface WebhookChange {
  readonly url?: string | undefined;
  readonly kinds?: readonly HappeningKind[] | undefined;
  /** Switching it on forgets what failed. */
  readonly on?: boolean | undefined;
}

/**
 * Changes a webhook of a workspace; gives whether there is one. From then on it is told what whoever changes it may read, for else a
 * new address would hear what another may.
 */
export async function changeWebhook(
  queries: Queries,
  workspace: string,
  id: string,
  { account: changer, change: { url, kinds, on } }: { readonly account: string; readonly change: WebhookChange },
): Promise<boolean> {
  const done = await queries
    .update(webhook)
    .set({
      account: changer,
      ...(url === undefined ? {} : { url }),
      ...(kinds === undefined ? {} : { kinds: [...kinds] }),
      ...(on === true ? { on, offWhy: null, failures: 0, failingSince: null, quietUntil: null } : {}),
      ...(on === false ? { on, offWhy: null } : {}),
    })
    .where(and(eq(webhook.id, id), eq(webhook.workspace, workspace)));
  return (done.rowCount ?? 0) > 0;
}

/** Sends something to a webhook alone, so that whoever set it up sees that it comes. Gives the delivery's id. */
export async function tryWebhook(queries: Queries, id: string, now: Date): Promise<string> {
  await endQuiet(queries, id);
  const body = { webhook: id, type: 'webhook.test' as const, at: now.toISOString(), data: {} };
  const [delivery = ''] = await put(queries, 'webhook', [{ key: null, body }]);
  return delivery;
}

/** Lets a receiver that failed be told again at once. */
export async function endQuiet(queries: Queries, id: string): Promise<void> {
  await queries.update(webhook).set({ quietUntil: null }).where(eq(webhook.id, id));
}

function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** Tells webhooks, signed as https://www.standardwebhooks.com says. The id stays the same however often something is told. */
export function deliverWebhook({ queries }: Pick<Database, 'queries'>, policy: WebhookPolicy): Deliver<'webhook'> {
  return async ({ id, body }) => {
    const [hook] = await queries.select().from(webhook).where(eq(webhook.id, body.webhook));
    if (hook === undefined) throw new Undeliverable('The webhook is not there any more');
    if (!hook.on) throw new Undeliverable('The webhook is switched off');
    const now = new Date();
    if (hook.quietUntil !== null && hook.quietUntil > now) throw new NotYet(hook.quietUntil);
    const { type, at, data } = body;
    if (!(await mayHear(queries, hook.account, data)))
      throw new Undeliverable('Whoever looks after the webhook may not read what it is about');
    const payload = JSON.stringify({ type, timestamp: at, data });
    const secrets = [hook.secret, hook.oldUntil !== null && hook.oldUntil > now ? hook.oldSecret : null];
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Specwright',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': secrets
        .flatMap((secret) => (secret === null ? [] : [new Webhook(secret).sign(id, now, payload)]))
        .join(' '),
    };
    const failure = await attempt(new URL(hook.url), headers, payload, policy.outside);
    if (failure === null) {
      await queries
        .update(webhook)
        .set({ failures: 0, failingSince: null, quietUntil: null })
        .where(and(eq(webhook.id, hook.id), sql`${webhook.failures} > 0`));
      return;
    }
    await noteFailure(queries, hook, failure, now, policy);
    throw new Error(failure.why);
  };
}

/** Whether an account may read what something is about, at this moment. */
async function mayHear(queries: Queries, account: string, { document }: { readonly document?: unknown }) {
  return typeof document !== 'string' || (await readersAmong(queries, [account], document)).has(account);
}

interface Failure {
  readonly why: string;
  /** The receiver says that it is gone for good. */
  readonly gone: boolean;
}

async function attempt(
  url: URL,
  headers: Readonly<Record<string, string>>,
  payload: string,
  outside: Outside,
): Promise<Failure | null> {
  try {
    const status = await post(url, headers, payload, outside);
    if (status >= 200 && status < 300) return null;
    const why =
      status >= 300 && status < 400 ? `It answered ${status}, and redirects are not followed` : `It answered ${status}`;
    return { why, gone: status === 410 };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error), gone: false };
  }
}

async function noteFailure(
  queries: Queries,
  hook: typeof webhook.$inferSelect,
  { why, gone }: Failure,
  now: Date,
  { patience, quiet }: WebhookPolicy,
): Promise<void> {
  const pause = quiet[Math.min(hook.failures, quiet.length - 1)] ?? 0;
  const [after] = await queries
    .update(webhook)
    .set({
      failures: sql`${webhook.failures} + 1`,
      failingSince: sql`coalesce(${webhook.failingSince}, ${now.toISOString()}::timestamptz)`,
      quietUntil: new Date(now.getTime() + pause),
    })
    .where(eq(webhook.id, hook.id))
    .returning({ since: webhook.failingSince });
  const failing = after?.since == null ? 0 : now.getTime() - after.since.getTime();
  if (!gone && failing < patience) return;
  const [off] = await queries
    .update(webhook)
    .set({ on: false, offWhy: why.slice(0, 500) })
    .where(and(eq(webhook.id, hook.id), eq(webhook.on, true)))
    .returning({ account: webhook.account });
  if (off === undefined) return;
  const [maker] = await queries.select({ email: account.email }).from(account).where(eq(account.id, off.account));
  const { workspace, id, url } = hook;
  const told = `${new URL(url).host} was not told anything for too long, so its webhook is switched off: ${why}`;
  await tell(queries, [
    {
      ...{ kind: 'webhook.off', workspace, document: null, to: maker === undefined ? [] : [maker.email] },
      ...{ what: 'look after a webhook', address: '', why: told, by: null, data: { webhook: id } },
    },
  ]);
}
