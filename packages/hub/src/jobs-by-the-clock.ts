import { forgetKeys } from './api/keyed-requests.ts';
import { auditJobs } from './audit/audit-jobs.ts';
import { keepHead } from './audit/keep-head.ts';
import { forgetAttachments } from './documents/attachments.ts';
import { forgetChanges } from './documents/changes.ts';
import { rebuilding, rebuildStale } from './documents/rebuild-stale.ts';
import type { WritePath } from './documents/write-path.ts';
import type { HubParts } from './hub.ts';
import { forgetExpired } from './people/forget-expired.ts';
import type { Job } from './telling/jobs.ts';

/** What one of the hubs on a database does when its time has come, besides telling people. */
export function jobsByTheClock({ configuration, database, log, now }: HubParts, path: WritePath): readonly Job[] {
  const { queries } = database;
  const { journalHead, auditReads } = configuration;
  return [
    ...auditJobs(database, auditReads, async (head) => {
      log.info({ head }, 'the head of the journal');
      if (journalHead !== null) await keepHead(journalHead, head, now());
    }),
    { name: 'forget-changes', cron: '7 4 * * *', run: () => forgetChanges(queries, now()) },
    { name: 'forget-keys', cron: '12 4 * * *', run: () => forgetKeys(queries, now()) },
    { name: 'forget-attachments', cron: '17 4 * * *', run: () => forgetAttachments({ database, now }) },
    { name: 'forget-expired', cron: '27 4 * * *', run: () => forgetExpired(queries, now()) },
    { name: rebuilding, cron: '* * * * *', run: () => rebuildStale({ database, path }) },
  ];
}
