import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import type { Assurance } from '@specwright/core/lifecycle/policy.ts';

/** How events of this place are signed, and how those of others are proved. */
export interface Signatures {
  /** What the events made here will be proved by. */
  readonly ownAssurance: Assurance;
  sign(event: HistoryEvent): Promise<HistoryEvent>;
  assurances(events: readonly HistoryEvent[]): Promise<(event: HistoryEvent) => Assurance>;
}

export const noSignatures: Signatures = {
  ownAssurance: 'claimed',
  sign: async (event) => event,
  assurances: async () => () => 'claimed',
};
