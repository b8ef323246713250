import { mayDecide } from '../people/assurance.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import type { StoredDocument } from './stored-document.ts';

/** Throws a `Problem` for a program that the policy of a document does not name. */
export function demandDecider(caller: Caller, { read }: StoredDocument): void {
  if (mayDecide(caller, read.policy().agents)) return;
  throw new Problem('missing-right', 'Programs and tokens decide nothing unless the policy names them', {
    hint: 'A person does this, signed in; or name the agent under lifecycle.agents of the configuration',
  });
}
