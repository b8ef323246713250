import type { BoundDocument } from '../../document/document.ts';
import { metricRows, unmeasuredMetrics } from '../../lifecycle/left-over.ts';
import type { Review } from '../../lifecycle/review.ts';
import { type EffectiveStatus, isApprovedState } from '../../lifecycle/status.ts';
import type { Turn } from '../../lifecycle/turn.ts';
import { nextMove } from '../../lifecycle/turns.ts';
import type { OpenReview } from '../history-context.ts';
import { type MetricRow, metricRegister } from '../registers/metrics.ts';
import { documentTitle } from '../registers/register-rows.ts';
import { type TaskRow, taskRegister } from '../registers/tasks.ts';
import { type StuckDocument, stuckDocument } from '../stuck.ts';

/** An open document with what would move it. */
export interface StuckTurn extends StuckDocument {
  /** What to do first, in a few words; null when it is nobody's turn. */
  readonly what: string | null;
  /** The words to type, PATH standing for the document. */
  readonly command: readonly string[];
}

export function stuckTurn(opened: OpenReview, status: EffectiveStatus, turns: readonly Turn[]): StuckTurn | null {
  const stuck = stuckDocument(opened, status, turns);
  if (stuck === null) return null;
  return { ...stuck, what: turns[0]?.what ?? null, command: turns[0]?.command ?? ['specwright', 'gates', 'PATH'] };
}

export interface ReportedMetric extends MetricRow {
  /** Whether it was measured after the approval; null for a document that is not approved, and a metric without a row. */
  readonly measured: boolean | null;
  /** Why it need not be measured; null when nobody waived it. */
  readonly waived: { readonly by: string; readonly reason: string } | null;
}

export function metricsOf(review: Review, status: EffectiveStatus): ReportedMetric[] {
  const { bound } = review.current;
  const approved = isApprovedState(status.state);
  const gate = nextMove(review, status)?.gates.find((one) => one.gate === 'metrics-measured');
  const waivers = new Map((gate?.waived ?? []).map(({ what, by, reason }) => [what, { by, reason }]));
  const known = new Set(metricRows(bound).map(({ address }) => address));
  const open = new Set(approved ? unmeasuredMetrics(review).map(({ address }) => address) : []);
  return metricRegister([bound]).map((row) => ({
    ...row,
    measured: approved && known.has(row.address) ? !open.has(row.address) : null,
    waived: waivers.get(row.address) ?? null,
  }));
}

/** How far the tasks of one document are. */
export interface TaskProgress {
  readonly file: string;
  readonly title: string;
  readonly done: number;
  readonly all: number;
  /** The group of tasks that is worked on: the first with something left; null outside of groups, and when all is done. */
  readonly group: string | null;
  /** The first task that is left; null when all is done. */
  readonly next: string | null;
}

/** Null for a document without tasks. */
export function taskProgress(bound: BoundDocument): TaskProgress | null {
  const rows = taskRegister([bound]);
  if (rows.length === 0) return null;
  const left = rows.filter(({ done }) => done !== true);
  const first: TaskRow | null = left[0] ?? null;
  return {
    file: bound.file,
    title: documentTitle(bound),
    done: rows.length - left.length,
    all: rows.length,
    group: first?.group ?? null,
    next: first?.task ?? null,
  };
}
