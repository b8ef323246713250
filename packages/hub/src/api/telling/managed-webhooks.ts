import type { AuditDetails } from '@specwright/core/operations/bundle/audit-chain.ts';
import type { FastifyRequest } from 'fastify';
import type { Queries } from '../../database/database.ts';
import { demand } from '../../rights/demand.ts';
import { workspaceNamed } from '../../rights/places.ts';
import { Problem } from '../../rights/problem.ts';
import type { Caller } from '../../rights/right.ts';
import { callerAt } from '../route-action.ts';
import { recorded } from '../sign-in/recorded.ts';
import type { TellingPorts } from './ports.ts';

export const action = 'manage webhooks';

/** The id of the workspace that a request names, and whose webhooks whoever asks may manage. Throws a `Problem` when they may not. */
export async function managed(queries: Queries, request: FastifyRequest): Promise<string> {
  const caller = callerAt(request);
  const { workspace: named } = request.params as { readonly workspace: string };
  const workspace = await workspaceNamed(queries, caller, named);
  await demand(queries, caller, action, { workspace });
  return workspace;
}

/** Does something with webhooks of the workspace that a request names, with its entry in the journal. */
export async function managing<Result>(
  ports: TellingPorts,
  request: FastifyRequest,
  details: AuditDetails,
  work: (queries: Queries, of: { readonly workspace: string; readonly caller: Caller }) => Promise<Result>,
): Promise<Result> {
  const workspace = await managed(ports.database.queries, request);
  const caller = callerAt(request);
  const done = { what: action, details, on: { workspace } } as const;
  return recorded(ports, request, caller, done, (queries) => work(queries, { workspace, caller }));
}

/** Throws a `Problem` where a workspace has no such webhook. */
export function demandThere(isThere: boolean): asserts isThere {
  if (!isThere) throw new Problem('not-found', 'There is no such webhook in this workspace');
}
