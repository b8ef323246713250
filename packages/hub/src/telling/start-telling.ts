import type { Database } from '../database/database.ts';
import type { Listener } from '../database/listen.ts';
import { putDueDigests } from './digest.ts';
import { deliverHappening } from './happening.ts';
import { type Job, type Jobs, startJobs } from './jobs.ts';
import { deliverDigest, type MailServer, openMail } from './mail.ts';
import { startRelay } from './relay.ts';
import { forgetTold } from './tidying.ts';
import { deliverWebhook, type WebhookPolicy } from './webhooks.ts';

export interface TellingInput {
  readonly database: Database;
  readonly listener: Listener;
  /** Null where no mail is sent: then nobody's digest is due. */
  readonly mail: MailServer | null;
  readonly webhooks: WebhookPolicy;
  /** What else is done by the clock. */
  readonly jobs: readonly Job[];
  /** Hears of what failed and is tried again, or was given up. */
  readonly failed: (error: unknown) => void;
}

/** Begins to tell people and programs what happens, on this hub as on all others of the database. Gives its jobs; stopping them ends all of it. */
export async function startTelling(input: TellingInput): Promise<Jobs> {
  const { database, listener, mail, webhooks, failed } = input;
  const transport = mail === null ? null : openMail(mail);
  const relay = await startRelay({
    database,
    listener,
    failed,
    deliveries: {
      happening: deliverHappening(database),
      webhook: deliverWebhook(database, webhooks),
      ...(mail === null || transport === null ? {} : { mail: deliverDigest(database, transport, mail) }),
    },
  });
  const digests: Job = { name: 'digests', cron: '*/10 * * * *', run: () => putDueDigests(database, new Date()) };
  const forgetting: Job = {
    name: 'forget-told',
    cron: '17 3 * * *',
    run: () => forgetTold(database.queries, new Date()),
  };
  const jobs = [...(mail === null ? [] : [digests]), forgetting, ...input.jobs];
  const started = await startJobs(database, jobs, failed);
  return {
    soon: started.soon,
    stop: async () => {
      await started.stop();
      await relay.stop();
      transport?.close();
    },
  };
}
