import type { AuditDetails } from '@specwright/core/operations/bundle/audit-chain.ts';
import type { FastifyRequest } from 'fastify';
import { appendAudit, type Deed } from '../../audit/append.ts';
import type { Queries } from '../../database/database.ts';
import type { Action } from '../../rights/actions.ts';
import type { Caller } from '../../rights/right.ts';
import { fromOf, type SignInPorts } from './who-asks.ts';

/** What the journal says of something that was done with people and rights. */
export interface Done {
  readonly what: Action | 'sign in';
  /** What was done exactly, and to whom: few words, and never a secret. */
  readonly details: AuditDetails;
  readonly on?: Deed['on'];
}

/** Does something in one transaction with its entry in the journal: either both happen or neither. */
export function recorded<Result>(
  { database, now }: Pick<SignInPorts, 'database' | 'now'>,
  request: FastifyRequest,
  caller: Caller,
  { what, details, on = {} }: Done,
  work: (queries: Queries) => Promise<Result>,
): Promise<Result> {
  return database.transaction(async (queries) => {
    const result = await work(queries);
    const { address, device } = fromOf(request);
    const who = { account: caller.account, actor: caller.actor.id, name: caller.actor.name };
    await appendAudit(queries, {
      what,
      who,
      from: { address, agent: device, via: caller.via },
      on,
      details,
      at: now(),
    });
    return result;
  });
}
