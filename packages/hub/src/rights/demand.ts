import type { Queries } from '../database/database.ts';
import { type Action, type ActionRule, actions, allowed, type DocumentState } from './actions.ts';
import { Problem } from './problem.ts';
import { type Caller, holds, type Right } from './right.ts';
import { rightOn, rightOnHub } from './right-on.ts';

/** What something is to be done on. */
export interface Place {
  /** Id of the workspace. */
  readonly workspace: string;
  /** Id of the document; null for the workspace as a whole. */
  readonly document?: string | null;
  readonly state?: DocumentState;
}

/**
 * Gives the right with which somebody may do something, or throws the `Problem` that says why not: what they may not even read is not
 * found. Without a place the action is one on the hub itself.
 */
export async function demand(
  queries: Queries,
  caller: Caller,
  action: Action,
  place: Place | null = null,
): Promise<Right> {
  const { least, on }: ActionRule = actions[action];
  const right =
    place === null ? rightOnHub(caller) : await rightOn(queries, caller, place.workspace, place.document ?? null);
  if (right !== null && allowed(right, action, place?.state)) return right;
  if (right === null && place !== null) throw new Problem('not-found', `There is no such ${on} that you may see`);
  if (holds(right, least))
    throw new Problem('wrong-state', `Nobody can ${action} in the state that the document is in`);
  throw new Problem('missing-right', `To ${action} needs the right of ${least} on the ${on}`, {
    hint: right === null ? 'Use a token that is not bound to one workspace' : `You hold the right of ${right}`,
  });
}
