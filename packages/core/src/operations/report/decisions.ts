import type { EventKind } from '../../lifecycle/event.ts';
import { isDeed } from '../../lifecycle/fold.ts';
import type { EffectiveStatus } from '../../lifecycle/status.ts';
import { telling } from '../../lifecycle/tell.ts';
import type { OpenReview } from '../history-context.ts';
import { documentTitle } from '../registers/register-rows.ts';

/** Something that somebody decided about a document. */
export interface Decision {
  readonly file: string;
  readonly title: string;
  readonly kind: (typeof decidingKinds)[number];
  /** RFC 3339 in UTC. */
  readonly at: string;
  readonly by: string;
  /** What was decided, as a person would tell it: without its time and its author. */
  readonly words: string;
  /** Why it counts for nothing; null when it does count. */
  readonly void: string | null;
}

const decidingKinds = ['moved', 'overridden', 'signed', 'waived', 'archived'] as const satisfies readonly EventKind[];

/** What was decided about one document, in causal order; what its line and its table claimed before is left out. */
export function decisionsOf({ file, review }: OpenReview, status: EffectiveStatus): Decision[] {
  const { history, current } = review;
  if (history === null) return [];
  const title = documentTitle(current.bound);
  const why = new Map(status.void.map((move) => [move.event.id, move.why]));
  return history.order.events.filter(isDeed).flatMap((event) => {
    const kind = decidingKinds.find((one) => one === event.kind);
    if (kind === undefined) return [];
    const words = telling(event, history);
    return [{ file, title, kind, at: event.at, by: event.by.name, words, void: why.get(event.id) ?? null }];
  });
}
