import { randomUUID } from 'node:crypto';
import { type AuditDetails, type AuditEntry, bodyOf } from '@specwright/core/operations/bundle/audit-chain.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import type { Queries } from '../database/database.ts';
import { auditEntry } from '../database/tables/audit.ts';

/** One deed, as whoever writes it down knows it. */
export interface Deed {
  /** What was done: an action of the table of rights. */
  readonly what: string;
  readonly who: AuditEntry['who'];
  readonly from: AuditEntry['from'];
  readonly on?: Partial<AuditEntry['on']>;
  /** What else is worth keeping: few and short, and never a secret. */
  readonly details?: AuditDetails;
  /** By the clock of whoever writes it down. */
  readonly at: Date;
}

/** What a hub keeps of reading: nothing unless somebody asks for it. */
export interface ReadingKept {
  readonly days: number;
}

/**
 * Writes a deed into the journal, in the transaction that does it: either both happen or neither. Writers do not wait for each other
 * here, for an entry gets its place in the chain only after it was committed, see `chain.ts`. Gives the entry's id.
 */
export function appendAudit(queries: Queries, deed: Deed): Promise<string> {
  return append(queries, deed, false);
}

/** Writes down that something was read, where that is kept; gives null where it is not. */
export async function appendReading(queries: Queries, deed: Deed, kept: ReadingKept | null): Promise<string | null> {
  return kept === null ? null : append(queries, deed, true);
}

async function append(queries: Queries, deed: Deed, reading: boolean): Promise<string> {
  const { workspace = null, document = null, revision = null, event = null } = deed.on ?? {};
  const entry: AuditEntry = {
    v: 1,
    id: randomUUID(),
    at: deed.at.toISOString(),
    who: {
      account: deed.who.account,
      actor: deed.who.actor === null ? null : cut(deed.who.actor),
      name: cut(deed.who.name),
    },
    what: cut(deed.what),
    on: { workspace, document, revision, event },
    from: {
      address: deed.from.address === null ? null : cut(deed.from.address),
      agent: deed.from.agent === null ? null : cut(deed.from.agent),
      via: cut(deed.from.via),
    },
    details: bounded(deed.details ?? {}),
  };
  const body = bodyOf(entry);
  const found = { account: entry.who.account, what: entry.what, workspace, document };
  await queries
    .insert(auditEntry)
    .values({ id: entry.id, at: deed.at, body, digest: sha256Of(body), reading, ...found });
  return entry.id;
}

/** Nothing that somebody sends makes the journal large. */
const longest = 500;
const most = 40;

/** A key that smells of a secret: what stands there is left out, whoever put it there. */
const secret = /password|passphrase|secret|token|cookie|credential|authori[sz]ation|private|api.?key/iu;

function bounded(details: AuditDetails): AuditDetails {
  const entries = Object.entries(details).slice(0, most);
  return Object.fromEntries(
    entries.map(([key, value]) => [cut(key), secret.test(key) ? '(left out)' : boundedValue(value)]),
  );
}

function boundedValue(value: AuditDetails[string]): AuditDetails[string] {
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  const kept = value.slice(0, most).map(cut);
  return value.length > most ? [...kept, `… ${value.length - most} more`] : kept;
}

/** As the form in which it is kept can hold it: no half of a surrogate pair and no NUL, which PostgreSQL's texts do not have. */
function cut(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return short.toWellFormed().replaceAll('\0', '\u{fffd}');
}
