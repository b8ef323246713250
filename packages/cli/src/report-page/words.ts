import type { Summary } from '@specwright/core/diagnostic/summary.ts';
import { counted, summaryText } from '@specwright/core/diagnostic/summary.ts';
import { daysBetween } from '@specwright/core/operations/stuck.ts';

/** `12 days`, `today`; null when a day is not known. */
export function ageOf(since: string | null, today: string): string | null {
  const days = daysOf(since, today);
  return days === null ? null : days === 0 ? 'today' : counted(days, 'day');
}

export function daysOf(since: string | null, today: string): number | null {
  return since === null ? null : daysBetween(since.slice(0, 10), today);
}

/** `2 errors, 1 warning`; empty when there is nothing. Notes are left out: nobody has to act on them. */
export function findingsText({ error, warning }: Summary): string {
  return error + warning === 0 ? '' : summaryText({ error, warning, info: 0 });
}

/** `is` for one, `are` for any other number. */
export function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}
