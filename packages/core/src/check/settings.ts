import type { Severity } from '../diagnostic/diagnostic.ts';
import type { RuleOptions } from './rule.ts';

/** Everything a check depends on besides documents and template. Plain data: it goes to workers and into cache keys. */
export interface CheckSettings {
  readonly options: RuleOptions;
  /** The workspace's own severity by code (`STR101`), for drafts and settled documents alike. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

/** The settings of a workspace without configuration. `today` is `YYYY-MM-DD`. */
export function defaultSettings(today: string): CheckSettings {
  return { options: { today, unexpectedSections: 'allow' }, severities: {} };
}
