import type { Replacement } from '../text/edit.ts';
import type { Range } from '../text/range.ts';

export type Severity = 'error' | 'warning' | 'info';

/** Three letters that group the codes, then three digits: `STR101`. Codes are never reused for another meaning. */
export type CodeGroup = 'STR' | 'PLH' | 'MET' | 'TBL' | 'REF' | 'LIF' | 'QUA' | 'XDC' | 'TPL' | 'DOC';
export type Code = `${CodeGroup}${number}`;

/**
 * A proposed change to the document that the diagnostic is about.
 * `safe`: correct without knowing what the author meant, so a batch may apply it.
 * `suggested`: a person chooses; a batch never does.
 */
export interface Fix {
  readonly title: string;
  readonly kind: 'safe' | 'suggested';
  /** Sorted by `start`, disjoint. */
  readonly edits: readonly Replacement[];
}

/** The place in a template that demands what a diagnostic misses. */
export interface TemplateLocation {
  readonly file: string;
  readonly range: Range;
}

/** One finding. Plain data, the same array for the same snapshot every time. */
export interface Diagnostic {
  readonly code: Code;
  /** Kebab-case, stable like the code: `placeholder-left`. */
  readonly name: string;
  readonly severity: Severity;
  /** One sentence without a final full stop that says what is wrong, with the concrete names in it. */
  readonly message: string;
  /** The document's path as the workspace names it, with forward slashes. */
  readonly file: string;
  /** Where in the document, in the words of the schema; empty for the document as a whole. */
  readonly address: string;
  readonly range: Range;
  readonly template: TemplateLocation | null;
  readonly fixes: readonly Fix[];
}
