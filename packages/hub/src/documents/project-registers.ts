import type { EffectiveStatus } from '@specwright/core/lifecycle/status.ts';
import type { Turn } from '@specwright/core/lifecycle/turn.ts';
import type { OpenReview } from '@specwright/core/operations/history-context.ts';
import { glossaryRegister } from '@specwright/core/operations/registers/glossary.ts';
import { metricRegister } from '@specwright/core/operations/registers/metrics.ts';
import { openQuestionRegister } from '@specwright/core/operations/registers/open-questions.ts';
import type { RegisterRow } from '@specwright/core/operations/registers/register-rows.ts';
import { riskRegister } from '@specwright/core/operations/registers/risks.ts';
import { taskRegister } from '@specwright/core/operations/registers/tasks.ts';
import { stuckDocument } from '@specwright/core/operations/stuck.ts';
import { registerRow } from '../database/tables/registers.ts';
import { foldField, indexable } from '../search/words.ts';
import type { DerivedRows } from './derived-rows.ts';
import { decisionRowsOf, measurementsOf, newestFirst, signOffsOf } from './past-rows.ts';

type Made = Pick<typeof registerRow.$inferInsert, 'register' | 'sorted' | 'row'>;

/** What a document brings to the registers, so that those of all documents need not read their texts. */
export function registersOf(
  opened: OpenReview,
  status: EffectiveStatus,
  turns: readonly Turn[],
): DerivedRows<typeof registerRow> {
  const rows = [...rowsOf(opened), ...stuckRow(opened, status, turns), ...pastRows(opened, status)];
  return { table: registerRow, rows: rows.map((row, position) => ({ ...row, position })) };
}

/** The same order in all registers: what needs somebody comes first. */
function rowsOf({ review }: OpenReview): Made[] {
  const documents = [review.current.bound];
  const made = <Row extends RegisterRow>(
    register: Made['register'],
    rows: readonly Row[],
    sorted: (row: Row) => string,
  ): Made[] =>
    rows.map((one) => {
      const { file: _file, documentTitle: _title, documentStatus: _status, ...row } = one;
      return { register, sorted: indexable(sorted(one)), row };
    });
  return [
    ...made('risks', riskRegister(documents), ({ weight }) => (weight === null ? '9' : (1 - weight).toFixed(4))),
    ...made('metrics', metricRegister(documents), ({ metric }) => foldField(metric)),
    ...made('tasks', taskRegister(documents), ({ done }) => (done === true ? '1' : '0')),
    ...made('open-questions', openQuestionRegister(documents), ({ answered }) => (answered === true ? '1' : '0')),
    ...made('glossary', glossaryRegister(documents), ({ term }) => foldField(term)),
  ];
}

/** What happened, the newest first. */
function pastRows(opened: OpenReview, status: EffectiveStatus): Made[] {
  const made = (register: Made['register'], rows: readonly { readonly at: string }[]): Made[] =>
    rows.map((row) => ({ register, sorted: newestFirst(row.at), row: { ...row } }));
  return [
    ...made('measurements', measurementsOf(opened)),
    ...made('sign-offs', signOffsOf(opened)),
    ...made('decisions', decisionRowsOf(opened, status)),
  ];
}

/** What is open, by the day since which it waits; how many days that is, whoever asks counts. */
function stuckRow(opened: OpenReview, status: EffectiveStatus, turns: readonly Turn[]): Made[] {
  const found = stuckDocument(opened, status, turns);
  if (found === null) return [];
  const { file: _file, title: _title, days, overdue: _overdue, ...row } = found;
  const since = days === null ? null : dayBefore(opened.review.today, days);
  return [{ register: 'stuck', sorted: since ?? '9999', row: { ...row, since } }];
}

function dayBefore(today: string, days: number): string {
  return new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);
}
