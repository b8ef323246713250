import { beginningOfChain, chained } from '@specwright/core/operations/bundle/audit-chain.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import type { PoolClient } from 'pg';

/** How many entries are read at once. */
const batch = 1_000;

/**
 * The first place of the journal's chain at which an entry is missing, was altered, or does not follow the one before; null when the
 * chain is whole. Entries that have no place yet are not looked at.
 */
export async function brokenEntry(client: Pick<PoolClient, 'query'>): Promise<number | null> {
  let head = beginningOfChain;
  for (;;) {
    const { rows } = await client.query(
      'select position, body, digest, hash from audit_entry where position > $1 order by position limit $2',
      [head.position, batch],
    );
    for (const { position, body, digest, hash } of rows) {
      head = chained(head, digest);
      const isWhole = Number(position) === head.position && hash === head.hash;
      if (!isWhole || (body !== null && sha256Of(body) !== digest)) return head.position;
    }
    if (rows.length < batch) return null;
  }
}
