import type { Code, Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Range } from '../text/range.ts';
import type { DocumentFacts } from '../workspace/facts.ts';

/** What checking one document gives. Plain data (JSON and structured clone keep it): workers and the cache carry it. */
export interface DocumentReport {
  readonly file: string;
  /** The YAML file beside it; null when there is none. Its findings may stand in there. */
  readonly companion: string | null;
  /** Findings of document rules, suppressed ones left out, sorted. */
  readonly diagnostics: readonly Diagnostic[];
  /** Findings about template text kept as plain paragraphs; they hold only where most settled documents do not keep it. */
  readonly keptGuidance: readonly GuidanceFinding[];
  readonly facts: DocumentFacts;
  readonly suppressions: readonly Suppression[];
}

export interface GuidanceFinding {
  /** `GuidanceSchema.id` in the document's template. */
  readonly guidance: number;
  readonly diagnostic: Diagnostic;
}

/** One comment that silences findings. */
export interface Suppression {
  /** The whole comment. */
  readonly range: Range;
  /** Findings that start in here are silenced; null for the whole file. */
  readonly scope: Range | null;
  readonly codes: readonly Code[];
  /** Names in the comment that no rule has. */
  readonly unknown: readonly string[];
  /** Null when the comment gives none. */
  readonly reason: string | null;
  /** The codes that silenced at least one finding so far. */
  readonly used: readonly Code[];
}
