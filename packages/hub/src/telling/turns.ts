import { foldPerson } from '@specwright/core/lifecycle/policy.ts';
import type { Turn } from '@specwright/core/lifecycle/turn.ts';
import { canonicalJson, sha256Of } from '@specwright/core/text/hash.ts';
import type { Queries } from '../database/database.ts';
import { type Happening, tell } from './outbox.ts';

/** What makes a turn the same turn, whatever its reason became meanwhile. */
export type TurnIdentity = Pick<Turn, 'who' | 'what' | 'address'>;

/** Names a turn at one document: 64 hex digits. */
export function turnKey(document: string, { who, what, address }: TurnIdentity): string {
  return sha256Of(canonicalJson([document, who === null ? null : foldPerson(who), what, address]));
}

/** Compares the turns at a document before and after a write, in its transaction, and tells those whose turn it has become. */
export async function tellTurns(
  queries: Queries,
  { id, workspace }: { readonly id: string; readonly workspace: string },
  before: readonly Turn[],
  after: readonly Turn[],
  by: Happening['by'],
): Promise<void> {
  const known = new Set(before.map((turn) => turnKey(id, turn)));
  const begun = after.filter((turn) => !known.has(turnKey(id, turn)));
  await tell(
    queries,
    begun.flatMap((turn): Happening[] => (turn.who === null ? [] : [happeningOf(turn.who, turn, id, workspace, by)])),
  );
}

function happeningOf(
  who: string,
  { what, address, why, ...turn }: Turn,
  document: string,
  workspace: string,
  by: Happening['by'],
): Happening {
  const key = turnKey(document, { who, what, address });
  return {
    kind: 'turn.begun',
    workspace,
    document,
    to: [who],
    what,
    address,
    why,
    by,
    data: { turn: key, since: turn.since },
  };
}
