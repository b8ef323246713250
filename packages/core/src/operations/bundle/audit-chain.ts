import { canonicalJson, sha256Of } from '../../text/hash.ts';

/** Who did what, on what, when and from where: what the journal of a hub says of one deed. */
export interface AuditEntry {
  readonly v: 1;
  /** Random, so that nobody finds out by trying what an entry says of which only the digest is shown. */
  readonly id: string;
  /** RFC 3339 in UTC. */
  readonly at: string;
  readonly who: {
    /** Null for what came from elsewhere, and for the hub itself. */
    readonly account: string | null;
    /** As events name them. */
    readonly actor: string | null;
    /** As it was printed at the time. */
    readonly name: string;
  };
  /** A deed of the table of rights. */
  readonly what: string;
  readonly on: {
    readonly workspace: string | null;
    readonly document: string | null;
    readonly revision: string | null;
    readonly event: string | null;
  };
  readonly from: {
    readonly address: string | null;
    readonly agent: string | null;
    readonly via: string;
  };
  readonly details: AuditDetails;
}

export type AuditDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** An entry's place in the chain. */
export interface AuditHead {
  /** Counts from 1; 0 before the first entry. */
  readonly position: number;
  /** 64 hex digits, over this entry and the hash of the one before. */
  readonly hash: string;
}

/** What the first entry is chained to. */
export const beginningOfChain: AuditHead = { position: 0, hash: sha256Of('specwright audit 1') };

/** An entry as it is kept and hashed: its canonical form (RFC 8785). */
export function bodyOf(entry: AuditEntry): string {
  return canonicalJson(entry);
}

/** Chains the entry whose body has a digest (SHA-256, hex) to the ones before. */
export function chained({ position, hash }: AuditHead, digest: string): AuditHead {
  const link = { digest, position: position + 1, previous: hash };
  return { position: link.position, hash: sha256Of(canonicalJson(link)) };
}
