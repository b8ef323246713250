import type { Severity } from './diagnostic.ts';

/** How many findings of each severity. */
export interface Summary {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

export function summarise(findings: Iterable<{ readonly severity: Severity }>): Summary {
  const summary = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) summary[severity] += 1;
  return summary;
}

/** `2 errors, 1 warning`; `no findings` when there are none. */
export function summaryText(summary: Summary): string {
  const parts: string[] = [];
  if (summary.error > 0) parts.push(counted(summary.error, 'error'));
  if (summary.warning > 0) parts.push(counted(summary.warning, 'warning'));
  if (summary.info > 0) parts.push(counted(summary.info, 'note'));
  return parts.length === 0 ? 'no findings' : parts.join(', ');
}

/** `1 document`, `2 documents`. For English words with a plain plural. */
export function counted(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;
}
