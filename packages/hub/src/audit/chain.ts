import { type AuditHead, beginningOfChain, chained } from '@specwright/core/operations/bundle/audit-chain.ts';
import { desc, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { repeatedly } from '../database/repeatedly.ts';
import { auditEntry } from '../database/tables/audit.ts';

/** The number under which those who chain entries wait for each other. */
const lock = 7_305_418_332;

/** Entries that are chained in one transaction. */
const atOnce = 1_000;

/**
 * Gives every entry that was committed by now its place in the chain; gives the chain's head. One does it at a time, under a lock
 * that no writer of entries takes, so that there are no forks and nobody waits. An entry is as lasting as the deed it tells of from
 * the moment both were committed; a power failure costs at most places in the chain, and those are given after it.
 */
export async function chainEntries(database: Database): Promise<AuditHead> {
  for (;;) {
    const { head, chained: count } = await database.transaction(chainSome);
    if (count < atOnce) return head;
  }
}

async function chainSome(queries: Queries): Promise<{ readonly head: AuditHead; readonly chained: number }> {
  await queries.execute(sql`select pg_advisory_xact_lock(${lock})`);
  let head = await headOf(queries);
  const waiting = await queries
    .select({ id: auditEntry.id, digest: auditEntry.digest })
    .from(auditEntry)
    .where(isNull(auditEntry.position))
    .orderBy(auditEntry.sequence)
    .limit(atOnce);
  if (waiting.length === 0) return { head, chained: 0 };
  const places = waiting.map(({ id, digest }) => {
    head = chained(head, digest);
    return { id, ...head };
  });
  await queries.execute(sql`
    update ${auditEntry} set position = place.position, hash = place.hash
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as place(id text, position bigint, hash text)
    where ${auditEntry.id} = place.id`);
  return { head, chained: waiting.length };
}

/** The newest entry of the chain. */
export async function headOf(queries: Queries): Promise<AuditHead> {
  const [newest] = await queries
    .select({ position: auditEntry.position, hash: auditEntry.hash })
    .from(auditEntry)
    .where(isNotNull(auditEntry.position))
    .orderBy(desc(auditEntry.position))
    .limit(1);
  if (newest?.position == null || newest.hash === null) return beginningOfChain;
  return { position: newest.position, hash: newest.hash };
}

/** Chains what comes, again and again, until the given signal; what fails once is done the next time. */
export function startChaining(
  database: Database,
  failed: (error: unknown) => void,
  pause = 1_000,
): () => Promise<void> {
  return repeatedly(() => chainEntries(database), failed, pause);
}
