import type { HistoryState } from '../check/history-state.ts';
import { gatesOf } from './gates.ts';
import { peopleFor } from './people.ts';
import { sameState } from './policy.ts';
import type { Review } from './review.ts';
import { judgeSignOffs, roleGaps } from './sign-offs.ts';
import { effectiveStatus } from './status.ts';

/**
 * What a document's history makes of it, for the rules. Null for a document without a lifecycle, and for one whose history
 * only says that it was there: its line is all there is.
 */
export function historyStateOf(review: Review): HistoryState | null {
  const { policy, history, today } = review;
  const { state, fallenFrom } = effectiveStatus(review);
  if (history === null || !history.begun || state === null) return null;
  const signOffs = judgeSignOffs(review);
  const gaps = roleGaps(review, signOffs);
  const place = policy.states.findIndex((name) => sameState(name, state));
  const ahead = policy.moves.filter(
    ({ from, to }) => policy.states.indexOf(from) >= place && policy.states.indexOf(to) > place,
  );
  const stale = signOffs.filter(({ state: freshness, doubt }) => freshness === 'stale' && doubt === null);
  return {
    state,
    unmet: ahead.flatMap((move) =>
      gatesOf(move, review)
        .filter(({ met }) => !met)
        .map(({ gate, missing }) => ({
          to: move.to,
          gate,
          missing: missing.map(({ message, address }) => ({ message, address })),
        })),
    ),
    missing: gaps.map(({ role, parts }) => ({ role: role.name, who: peopleFor(role, today, review), parts })),
    barred: signOffs.flatMap(({ role, by, doubt }) => (doubt === null ? [] : [{ role, by: by.name, why: doubt }])),
    stale: stale.map(({ role, by, at, changed }) => ({ role, by: by.name, at: at.slice(0, 10), parts: changed })),
    edited:
      fallenFrom === null
        ? null
        : {
            from: fallenFrom.state,
            parts: [...new Set(gaps.flatMap(({ changed }) => changed))],
            ask: gaps.map(({ role }) => {
              const holders = peopleFor(role, today, review) ?? [];
              return holders.length === 0 ? role.name : `${role.name} (${holders.join(', ')})`;
            }),
          },
  };
}
