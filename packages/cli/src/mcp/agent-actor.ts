import type { Actor } from '@specwright/core/lifecycle/event.ts';
import { Failure } from '../failure.ts';

/**
 * The agent in whose name a server records something: the one that was named when it was started, else the client. Whatever
 * the name, it is no person's.
 */
export function agentActor(said: string | null, client: string | undefined): Actor {
  const name = cleaned((said ?? client ?? '').replace(/^agent:/u, '')) || 'mcp-client';
  return { kind: 'agent', id: name.toLowerCase(), name };
}

/** @throws {Failure} when `--actor` names a person, or nobody. */
export function assertAgent(said: string | null): void {
  if (said === null) return;
  const kind = /^(person|service):/u.exec(said)?.[1];
  if (kind !== undefined || cleaned(said.replace(/^agent:/u, '')) === '') {
    throw new Failure(`--actor names no agent: ${JSON.stringify(said)}`, 'Write it as agent:NAME, or NAME alone');
  }
}

/** One line without signs that could pass for an address. */
function cleaned(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}<>]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, 100);
}
