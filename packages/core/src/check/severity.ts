import type { Severity } from '../diagnostic/diagnostic.ts';
import type { Maturity } from './maturity.ts';
import type { RuleDescription } from './rule.ts';
import type { CheckSettings } from './settings.ts';

/** How bad a rule's findings are in a document of this maturity; `off` when the rule is not to run at all. */
export function severityOf(
  rule: Pick<RuleDescription, 'code' | 'severity'>,
  maturity: Maturity,
  settings: CheckSettings,
): Severity | 'off' {
  const own = settings.severities[rule.code];
  const severity = own ?? (maturity === 'draft' ? rule.severity.draft : rule.severity.settled);
  return maturity === 'closed' && severity !== 'off' ? 'info' : severity;
}

/** The lesser of two severities. */
export function atMost(severity: Severity, most: Severity | undefined): Severity {
  return most !== undefined && rank[most] < rank[severity] ? most : severity;
}

/** True when `severity` is `least` or worse. */
export function reaches(severity: Severity, least: Severity): boolean {
  return rank[severity] >= rank[least];
}

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };
