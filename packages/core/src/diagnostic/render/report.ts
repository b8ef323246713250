import type { Code, Severity } from '../diagnostic.ts';
import type { LocatedDiagnostic } from '../located.ts';
import type { Summary } from '../summary.ts';

/** What a check found, ready to be written in any format. */
export interface RenderedReport {
  /** Names of all checked documents, sorted, those without findings included. */
  readonly files: readonly string[];
  readonly summary: Summary;
  /** By file, then by place. Read front to back, so that a caller may produce them as they are written. */
  readonly diagnostics: Iterable<LocatedDiagnostic>;
}

/** What a format that describes its rules says of one code. */
export interface RuleText {
  readonly code: Code;
  readonly name: string;
  readonly summary: string;
  readonly why: string;
  readonly remedy: string;
  /** The severity in a settled document. */
  readonly severity: Severity | 'off';
}
