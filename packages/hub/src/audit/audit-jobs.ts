import type { AuditHead } from '@specwright/core/operations/bundle/audit-chain.ts';
import type { Database } from '../database/database.ts';
import type { Job } from '../telling/jobs.ts';
import { tell } from '../telling/outbox.ts';
import type { ReadingKept } from './append.ts';
import { chainEntries } from './chain.ts';
import { forgetReading } from './journal.ts';

const day = 86_400_000;

/**
 * What is done for the journal by the clock. Each hour its head goes outside of the database, to webhooks and to `published`: whoever keeps
 * one can show later that no entry before it was altered. What was read is forgotten when its days are over.
 */
export function auditJobs(
  database: Database,
  reading: ReadingKept | null,
  published: (head: AuditHead) => Promise<void>,
): readonly Job[] {
  return [
    { name: 'audit-head', cron: '0 * * * *', run: async () => published(await publishHead(database)) },
    {
      name: 'forget-reading',
      cron: '47 3 * * *',
      // Also once nothing is kept any more: then all of it goes.
      run: async () => {
        await forgetReading(database.queries, new Date(Date.now() - (reading?.days ?? 0) * day));
      },
    },
  ];
}

/** Chains what there is and tells the head to webhooks; gives it. */
export async function publishHead(database: Database): Promise<AuditHead> {
  const head = await chainEntries(database);
  await tell(database.queries, [
    {
      ...{ kind: 'audit.head', workspace: null, document: null, to: [], what: 'keep this', address: '' },
      ...{ why: 'The journal was chained up to here', by: null, data: { position: head.position, hash: head.hash } },
    },
  ]);
  return head;
}
