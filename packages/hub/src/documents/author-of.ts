import { randomBytes } from 'node:crypto';
import type { Author } from '@specwright/core/operations/history-context.ts';
import { assuranceOf } from '../people/assurance.ts';
import type { Caller } from '../rights/right.ts';

/** A caller as core's operations know who asks. */
export function authorOf(caller: Caller, at: Date): Author {
  return {
    by: caller.actor,
    at: at.toISOString(),
    assurance: assuranceOf(caller, at),
    nonce: randomBytes(16).toString('hex'),
  };
}
