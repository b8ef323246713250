import { randomUUID } from 'node:crypto';
import { and, eq, gt, lt } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { oneTimeLink } from '../database/tables/sign-in.ts';
import { Problem } from '../rights/problem.ts';
import { digestOf, newSecret } from './secret.ts';

export type OneTimeLink = typeof oneTimeLink.$inferSelect;
type Purpose = OneTimeLink['purpose'];

/** Makes a link, and gives the secret that it ends with; it is never to be had again. */
export async function addLink(
  queries: Queries,
  link: Omit<typeof oneTimeLink.$inferInsert, 'id' | 'secretDigest' | 'createdAt' | 'expiresAt'>,
  hours: number,
  now: Date,
): Promise<string> {
  const secret = newSecret();
  await queries.insert(oneTimeLink).values({
    ...link,
    id: randomUUID(),
    secretDigest: digestOf(secret),
    createdAt: now,
    expiresAt: new Date(now.getTime() + hours * 3_600_000),
  });
  return secret;
}

/** What a link is for. Throws a `Problem` when it was used or has expired, or never was. */
export async function readLink(queries: Queries, secretDigest: string, now: Date): Promise<OneTimeLink> {
  const [link] = await queries.select().from(oneTimeLink).where(isOpen(secretDigest, now));
  return link ?? spent();
}

/** Uses a link up, so that of several who use it at once one succeeds; in the transaction that does what it is for. */
export async function spendLink(
  queries: Queries,
  secretDigest: string,
  purposes: readonly Purpose[],
  now: Date,
): Promise<OneTimeLink> {
  const [link] = await queries.delete(oneTimeLink).where(isOpen(secretDigest, now)).returning();
  return link !== undefined && purposes.includes(link.purpose) ? link : spent();
}

/** Drops links that have expired. */
export async function forgetLinks(queries: Queries, now: Date): Promise<void> {
  await queries.delete(oneTimeLink).where(lt(oneTimeLink.expiresAt, now));
}

function isOpen(secretDigest: string, now: Date) {
  return and(eq(oneTimeLink.secretDigest, secretDigest), gt(oneTimeLink.expiresAt, now));
}

function spent(): never {
  throw new Problem('link-spent', 'The link was used before, or has expired', {
    hint: 'Ask whoever sent it to you for another',
  });
}
