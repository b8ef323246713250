import { type Assurance, foldPerson } from '@specwright/core/lifecycle/policy.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';

/** The assurance that counts in a team's hub where a workspace does not say. */
export const leastOfTeam: Assurance = 'session';

/** How long a proof of who one is counts as fresh, ms. */
const fresh = 5 * 60_000;

/**
 * How surely the hub knows who asks. The one person of `specwright serve` is who git's configuration says, which proves nothing, and so it is with who writes into a folder; a token
 * is as good as a session, and never as a person who has just typed a password.
 */
export function assuranceOf({ via, authenticatedAt }: Caller, now: Date): 'claimed' | 'session' | 'reauthenticated' {
  if (via === 'local' || via === 'folder') return 'claimed';
  if (via === 'token' || authenticatedAt === null) return 'session';
  const age = now.getTime() - authenticatedAt.getTime();
  return age >= 0 && age <= fresh ? 'reauthenticated' : 'session';
}

/** Whether somebody may sign, move and waive at all: people who are there themselves, and of programs those that the policy names. */
export function mayDecide({ via, actor }: Caller, agents: readonly string[]): boolean {
  if (via !== 'token' && actor.kind === 'person') return true;
  return agents.map(foldPerson).includes(foldPerson(actor.id));
}

/** Throws a `Problem` unless somebody has proved who they are within five minutes. */
export function demandFreshProof(caller: Caller, now: Date): void {
  if (caller.via === 'local' || assuranceOf(caller, now) === 'reauthenticated') return;
  if (caller.via === 'token') throw new Problem('missing-right', 'This cannot be done with a token');
  throw new Problem('reauthentication-needed', 'Prove who you are: your last sign-in is more than five minutes ago', {
    hint: 'Send your password to /api/v1/sign-in/again, or go to your provider with `again`',
  });
}
