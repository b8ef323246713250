import type { Code, Diagnostic, Fix, Severity } from '../diagnostic/diagnostic.ts';
import type { BoundDocument } from '../document/document.ts';
import type { TemplateChange } from '../template/compatibility-change.ts';
import type { Schema } from '../template/schema.ts';
import type { Range } from '../text/range.ts';
import type { DocumentFacts, WorkspaceFacts } from '../workspace/facts.ts';
import type { HistoryState } from './history-state.ts';

/** What a rule says of itself; its page (`specwright explain CODE`) is made from this alone. */
export interface RuleDescription {
  readonly code: Code;
  /** Kebab-case and stable: `placeholder-left`. */
  readonly name: string;
  /** One sentence: what is wrong. */
  readonly summary: string;
  /** Why it matters, a short paragraph. */
  readonly why: string;
  /** What to do, a short paragraph. */
  readonly remedy: string;
  /** `off` rules run only when the configuration names them. */
  readonly severity: RuleSeverity;
  readonly example: RuleExample;
}

/** Lenient while the document is in its first state, strict from the next on. Documents without a lifecycle are settled. */
export interface RuleSeverity {
  readonly draft: Severity | 'off';
  readonly settled: Severity | 'off';
}

/** Runs as a test: `bad` gives the code at least once, `good` never does. For a rule about templates both are templates. */
export interface RuleExample {
  readonly template: string;
  readonly bad: string;
  readonly good: string;
  /** Name of the document file in the example; `0001-example.md` unless said. */
  readonly file?: string;
  /** Other files of the example's workspace by path. */
  readonly others?: Readonly<Record<string, string>>;
  /** The document's text on the git base, for rules that compare with it. */
  readonly base?: string;
  /**
   * An older text of the template. Of a rule about documents the bad one follows it and the good one the present text; for
   * a rule about templates it is the text on the git base.
   */
  readonly older?: string;
  /** Options that the example needs to show anything. */
  readonly options?: Partial<RuleOptions>;
}

/** What a rule says of one place. Severity, code and file are added by the runner. */
export interface Finding {
  readonly range: Range;
  readonly message: string;
  readonly address?: string;
  /** Range in the template that demands what is missing. */
  readonly template?: Range | null;
  /** The file whose text `template` counts in, when it is not the template's own: the template's companion file. */
  readonly templateFile?: string;
  readonly fixes?: readonly Fix[];
  /** Guidance kept as plain paragraph: the runner drops it where most settled documents keep it. */
  readonly keptGuidance?: number;
  /** For a finding whose certainty is less than its rule's: never above this. */
  readonly atMost?: Severity;
  /** The file whose text `range` and the fixes count in, when it is not the document's own: a companion file. */
  readonly file?: string;
}

/** A rule that reads one document and its schema. Pure; the same input gives the same findings. */
export interface DocumentRule extends RuleDescription {
  readonly scope: 'document';
  check(document: BoundDocument, options: RuleOptions): Iterable<Finding>;
}

/** A rule that compares documents. It sees facts, never trees, so that they can be cached and gathered from workers. */
export interface WorkspaceRule extends RuleDescription {
  readonly scope: 'workspace';
  /** What it says of one of the documents in `facts`, in the light of the others. */
  check(document: DocumentFacts, facts: WorkspaceFacts, options: RuleOptions): Iterable<Finding>;
}

/** A rule about the template itself. `self` is what the document rules say of the template read as a document of its own. */
export interface TemplateRule extends RuleDescription {
  readonly scope: 'template';
  check(schema: Schema, self: readonly Diagnostic[], options: RuleOptions): Iterable<Finding>;
}

export type Rule = DocumentRule | WorkspaceRule | TemplateRule;

/** What rules may know from outside the text. */
export interface RuleOptions {
  /** Today, `YYYY-MM-DD`, from the caller's clock. */
  readonly today: string;
  readonly unexpectedSections: 'allow' | 'warn' | 'forbid';
  /** The state this document had on the git base, as the lifecycle spells it; absent when there is no base to compare with. */
  readonly baseState?: string;
  /** What this document's history makes of it; absent for a document without one. */
  readonly history?: HistoryState;
  /** The older version of its template that this document is recorded to follow; absent when it follows the present one. */
  readonly outdated?: OutdatedTemplate;
  /** The template as it is on the git base; absent when there is no base to compare with. */
  readonly templateBase?: TemplateBase;
}

/** A version of a template that is no more. */
export interface OutdatedTemplate {
  /** SHA-256 of its text, 64 hex digits. */
  readonly digest: string;
  /** What has changed since, as far as documents can notice. */
  readonly changes: readonly TemplateChange[];
}

/** The version of a template that its documents were written to. */
export interface TemplateBase {
  readonly schema: Schema;
  /** How many documents of the workspace follow the template. */
  readonly documents: number;
}

export type { Diagnostic };
