import type { AuditEntry, AuditHead } from '@specwright/core/operations/bundle/audit-chain.ts';
import { beginningOfChain, chained } from '@specwright/core/operations/bundle/audit-chain.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { and, asc, desc, eq, gt, gte, isNotNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { auditEntry } from '../database/tables/audit.ts';
import { document } from '../database/tables/documents.ts';
import type { Caller } from '../rights/right.ts';
import { documentsWith } from '../rights/right-on.ts';

/** Which entries are asked for; what is left out is no condition. */
export interface JournalQuestion {
  readonly workspace?: string | undefined;
  readonly document?: string | undefined;
  readonly account?: string | undefined;
  readonly what?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** `sequence` of the last entry of the page before. */
  readonly before?: number | undefined;
  /** At most 200. */
  readonly limit: number;
  /** Who asks: of documents that they may not read no entry is given. Null for whoever runs the hub. */
  readonly caller: Caller | null;
}

export interface JournalEntry {
  readonly sequence: number;
  /** Null until it is chained. */
  readonly position: number | null;
  readonly entry: AuditEntry;
}

/** A condition on the entries: those that speak of no document, or of one that somebody has a right on. */
export function readableEntries(caller: Caller): SQL {
  const readable = sql`(select ${document.id} from ${document} where ${documentsWith(caller, 'reader')})`;
  return sql`(${auditEntry.document} is null or ${auditEntry.document} in ${readable})`;
}

/** Entries, newest first. Whoever calls it has seen to it that the asker may see the journal. */
export async function journalEntries(queries: Queries, question: JournalQuestion): Promise<readonly JournalEntry[]> {
  const { workspace, document, account, what, from, until, before, caller } = question;
  const rows = await queries
    .select({ sequence: auditEntry.sequence, position: auditEntry.position, body: auditEntry.body })
    .from(auditEntry)
    .where(
      and(
        isNotNull(auditEntry.body),
        caller === null ? undefined : readableEntries(caller),
        workspace === undefined ? undefined : eq(auditEntry.workspace, workspace),
        document === undefined ? undefined : eq(auditEntry.document, document),
        account === undefined ? undefined : eq(auditEntry.account, account),
        what === undefined ? undefined : eq(auditEntry.what, what),
        from === undefined ? undefined : gte(auditEntry.at, from),
        until === undefined ? undefined : lt(auditEntry.at, until),
        before === undefined ? undefined : lt(auditEntry.sequence, before),
      ),
    )
    .orderBy(desc(auditEntry.sequence))
    .limit(Math.min(question.limit, 200));
  return rows.map(({ sequence, position, body }) => ({ sequence, position, entry: JSON.parse(body ?? '') }));
}

/**
 * Forgets what was read before a day, once it is chained: the words go and the digests stay, so that the chain can be followed as before.
 * Gives the number of entries.
 */
export async function forgetReading(queries: Queries, before: Date): Promise<number> {
  const gone = await queries
    .update(auditEntry)
    .set({ body: null, account: null, what: null, workspace: null, document: null })
    .where(
      and(
        eq(auditEntry.reading, true),
        lt(auditEntry.at, before),
        isNotNull(auditEntry.position),
        isNotNull(auditEntry.body),
      ),
    );
  return gone.rowCount ?? 0;
}

/**
 * Follows the whole chain in the database; gives its head, or a sentence on the first entry that is not as it was written. Entries
 * at the very end are missed only by who knows a head that was `published` before they went.
 */
export async function verifyJournal(
  queries: Queries,
  published: readonly AuditHead[] = [],
): Promise<AuditHead | string> {
  const known = new Map(published.map((one) => [one.position, one.hash]));
  let head = beginningOfChain;
  for (;;) {
    const rows = await queries
      .select()
      .from(auditEntry)
      .where(gt(auditEntry.position, head.position))
      .orderBy(asc(auditEntry.position))
      .limit(1_000);
    for (const { position, hash, digest, body, reading } of rows) {
      head = chained(head, digest);
      const at = `Entry ${head.position} of the journal`;
      if (position !== head.position) return `${at} is missing`;
      if (hash !== head.hash) return `${at} is not chained to the one before`;
      if (body === null ? !reading : sha256Of(body) !== digest) return `${at} is not what was written`;
      if ((known.get(position) ?? hash) !== hash) return `${at} is not the one whose hash was published`;
    }
    if (rows.length > 0) continue;
    const last = head.position;
    const missing = published.find(({ position }) => position > last);
    return missing === undefined ? head : `Entry ${last + 1} of the journal is missing`;
  }
}
