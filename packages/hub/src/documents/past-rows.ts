import { isDeed } from '@specwright/core/lifecycle/fold.ts';
import type { EffectiveStatus } from '@specwright/core/lifecycle/status.ts';
import type { OpenReview } from '@specwright/core/operations/history-context.ts';
import { decisionsOf } from '@specwright/core/operations/report/decisions.ts';

/** What somebody measured of a metric at a time. */
export interface Measurement {
  readonly address: string;
  readonly value: string;
  /** RFC 3339. */
  readonly at: string;
  readonly by: string;
}

/** A sign-off that was given, and how long it was waited for. */
export interface GivenSignOff {
  readonly role: string;
  readonly by: string;
  readonly verdict: string;
  /** RFC 3339. */
  readonly at: string;
  /** When the document came to the state in which it was signed. */
  readonly since: string;
  /** Whole hours from then on. */
  readonly hours: number;
}

/** What was measured, in causal order. */
export function measurementsOf({ review }: OpenReview): Measurement[] {
  const measured = review.history?.measured ?? [];
  return measured.map(({ address, value, at, by }) => ({ address, value, at, by: by.name }));
}

/** The sign-offs of people, each with the time from the last move before it. What a table claims has no such time. */
export function signOffsOf({ review: { history } }: OpenReview): GivenSignOff[] {
  if (history === null) return [];
  let since = history.created.at;
  return history.order.events.filter(isDeed).flatMap((event) => {
    if (event.kind === 'moved' || event.kind === 'overridden') since = event.at;
    if (event.kind !== 'signed') return [];
    const { role, verdict, at, by } = event;
    const hours = Math.max(0, Math.floor((Date.parse(at) - Date.parse(since)) / 3_600_000));
    return [{ role, by: by.name, verdict, at, since, hours }];
  });
}

/** What was decided, the newest last. */
export function decisionRowsOf(opened: OpenReview, status: EffectiveStatus) {
  return decisionsOf(opened, status).map(({ file: _file, title: _title, ...decision }) => decision);
}

/** Sorts what happened so that the newest comes first. */
export function newestFirst(at: string): string {
  return String(1e14 - Date.parse(at)).padStart(15, '0');
}
