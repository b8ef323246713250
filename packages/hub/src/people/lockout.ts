import { isIPv6 } from 'node:net';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { inArray, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { failedSignIn } from '../database/tables/sign-in.ts';
import { Problem } from '../rights/problem.ts';

/** Failures that cost nothing; many people may share one address. */
const freeFailures = { email: 5, address: 50 } as const;
/** The longest that anybody is made to wait. Others could keep somebody out for longer if it were more. */
const longestSeconds = 900;
/** After so long without an attempt the count begins anew. */
const forgottenAfter = 24 * 3_600_000;

/** One attempt to prove who one is. */
export interface Attempt {
  readonly keys: Readonly<Record<keyof typeof freeFailures, string>>;
}

/**
 * Lets somebody try a password, or throws the `Problem` that says when they may. Every attempt is counted as a failure before it is made,
 * so that many at once are no way around the count; `succeeded` takes it back. The wait doubles with each failure. Addresses that nobody
 * has an account with are counted like others.
 */
export async function beginAttempt(queries: Queries, email: string, address: string, now: Date): Promise<Attempt> {
  const keys = { email: keyOf('email', email), address: keyOf('address', addressBlock(address)) };
  for (const name of ['address', 'email'] as const) await count(queries, keys[name], freeFailures[name], now);
  return { keys };
}

/** Forgets the failures of an e-mail address; those of the address that it came from stay, but for this attempt. */
export async function succeeded(queries: Queries, { keys }: Attempt): Promise<void> {
  await queries.delete(failedSignIn).where(inArray(failedSignIn.key, [keys.email]));
  await queries
    .update(failedSignIn)
    .set({ failures: sql`greatest(${failedSignIn.failures} - 1, 0)` })
    .where(inArray(failedSignIn.key, [keys.address]));
}

async function count(queries: Queries, key: string, free: number, now: Date): Promise<void> {
  const begin = new Date(now.getTime() - forgottenAfter);
  const next = sql`(case when ${failedSignIn.lastAt} < ${begin.toISOString()} then 0 else ${failedSignIn.failures} end) + 1`;
  const seconds = sql`least(power(2, least(${next} - ${free} - 1, 20)), ${longestSeconds})`;
  const lockedUntil = sql`case when ${next} > ${free} then ${now.toISOString()}::timestamptz + make_interval(secs => ${seconds}) end`;
  const counted = await queries
    .insert(failedSignIn)
    .values({ key, failures: 1, lastAt: now, lockedUntil: null })
    .onConflictDoUpdate({
      target: failedSignIn.key,
      set: { failures: next, lastAt: now, lockedUntil },
      setWhere: sql`${failedSignIn.lockedUntil} is null or ${failedSignIn.lockedUntil} <= ${now.toISOString()}`,
    })
    .returning({ failures: failedSignIn.failures });
  if (counted.length > 0) return;
  const [row] = await queries
    .select({ lockedUntil: failedSignIn.lockedUntil })
    .from(failedSignIn)
    .where(inArray(failedSignIn.key, [key]));
  const wait = Math.max(1, Math.ceil(((row?.lockedUntil ?? now).getTime() - now.getTime()) / 1_000));
  throw new Problem('too-many-attempts', `Too many attempts to sign in failed; the next is possible in ${wait} s`, {
    hint: 'Wait, or ask an administrator for a link to choose a new password',
    retryAfter: wait,
  });
}

function keyOf(name: string, of: string): string {
  return `${name} ${sha256Of(of)}`;
}

/** One subscriber holds all IPv6 addresses with the same first half. */
function addressBlock(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const whole = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail?.split(':') ?? [])];
  return whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group || '0', 16).toString(16))
    .join(':');
}
