import { type Stage, stageOf } from '../../check/stage.ts';
import type { Summary } from '../../diagnostic/summary.ts';
import { isFinal } from '../../lifecycle/decide.ts';
import { sameState } from '../../lifecycle/policy.ts';
import type { EffectiveStatus } from '../../lifecycle/status.ts';
import { resting } from '../../lifecycle/tell.ts';
import { ownerOf } from '../../lifecycle/turn.ts';
import type { OpenReview } from '../history-context.ts';
import { documentTitle } from '../registers/register-rows.ts';

/** A document as a report lists it. */
export interface ReportedDocument {
  readonly file: string;
  readonly title: string;
  readonly template: string;
  /** The effective status; null for a document whose template has no lifecycle. */
  readonly state: string | null;
  /** What the state promises; `draft` for the first one, null when its name says nothing. */
  readonly stage: Stage | 'draft' | null;
  /** Its place among the states of its policy, from 0; -1 without a state. */
  readonly place: number;
  /** What the line in the file says, where that is not the effective status; null where it is, or there is no such line. */
  readonly claimed: string | null;
  /** The state that it has fallen back from because of what was edited since; null when it has not. */
  readonly fallenFrom: string | null;
  readonly owner: string | null;
  readonly team: string | null;
  /** When it came to its state, RFC 3339; null when that is not known. */
  readonly since: string | null;
  /** `YYYY-MM-DD`. */
  readonly decideBy: string | null;
  /** Why it waits for nobody; null for one that is worked on. */
  readonly resting: string | null;
  /** False for one that is done, out of the line or archived. */
  readonly open: boolean;
  readonly findings: Summary;
  /** Moves on the way to its state whose gate was not met. */
  readonly overridden: readonly {
    readonly to: string;
    readonly by: string;
    readonly at: string;
    readonly reason: string;
  }[];
}

/** All of it but what a check finds. */
export function reportedDocument(
  { file, review }: OpenReview,
  status: EffectiveStatus,
): Omit<ReportedDocument, 'findings'> {
  const { history, policy, current } = review;
  const { state, claimed, since, fallenFrom, overridden } = status;
  const place = state === null ? -1 : policy.states.findIndex((name) => sameState(name, state));
  const { team, decideBy } = history?.assigned ?? { team: null, decideBy: null };
  return {
    file,
    title: documentTitle(current.bound),
    template: current.bound.schema.file,
    state,
    stage: place === 0 ? 'draft' : state === null ? null : stageOf(state),
    place,
    claimed: claimed !== null && state !== null && sameState(claimed, state) ? null : claimed,
    fallenFrom: fallenFrom?.state ?? null,
    owner: ownerOf(review),
    team,
    since: since?.at ?? null,
    decideBy,
    resting: resting(review),
    open: history?.archived == null && !isFinal(state, policy.states),
    overridden: overridden.map(({ to, by, at, reason }) => ({ to, by: by.name, at, reason })),
  };
}
