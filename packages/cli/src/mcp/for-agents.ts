import { type OperationName, operations } from '@specwright/core/operations/operations.ts';

/** The verbs that agents are offered, in the order of the list of all. */
export const forAgents: readonly AgentVerb[] = operations.flatMap((entry) =>
  (entry.surfaces as readonly string[]).includes('mcp') ? [entry.name as AgentVerb] : [],
);

/** Known to the type checker, so that none of them is forgotten. */
export type AgentVerb = Extract<(typeof operations)[number], { surfaces: readonly [...unknown[], 'mcp'] }>['name'] &
  OperationName;
