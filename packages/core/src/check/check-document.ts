import type { Diagnostic, Severity } from '../diagnostic/diagnostic.ts';
import type { BindProblem, BoundDocument } from '../document/document.ts';
import { lastAnswer } from '../text/last-answer.ts';
import { gatherFacts } from './gather-facts.ts';
import type { HistoryState } from './history-state.ts';
import { coarseText, type InputCode, inputDiagnostic, invalidYaml, noTemplate } from './input-codes.ts';
import { type Maturity, maturityOf } from './maturity.ts';
import { compareDiagnostics } from './order.ts';
import type { DocumentReport, GuidanceFinding } from './report.ts';
import type { DocumentRule, Finding, OutdatedTemplate, RuleDescription, RuleOptions } from './rule.ts';
import { documentRules } from './rules.ts';
import type { CheckSettings } from './settings.ts';
import { atMost, severityOf } from './severity.ts';
import { silence, suppressionsOf } from './suppress.ts';

/** What a check may know of a document on the git base. */
export interface DocumentBase {
  /** The state the document has on the git base, as the lifecycle spells it; null when it has none there. */
  readonly state: string | null;
}

/** What a check may know of a document besides its text and its template. */
export interface DocumentPast {
  readonly base: DocumentBase | null;
  readonly history: HistoryState | null;
  /** The version of its template that it is recorded to follow, when that is not the present one. */
  readonly outdated?: OutdatedTemplate | null;
}

const NO_PAST: DocumentPast = { base: null, history: null };

/**
 * Runs every document rule that is on for a document of a maturity: its own unless said. Pure: the same document and settings give the
 * same report. `checkWorkspace` turns the reports of a run into the final list of findings.
 */
export function checkDocument(
  document: BoundDocument,
  settings: CheckSettings,
  { base, history, outdated }: DocumentPast = NO_PAST,
  maturity: Maturity = maturityBy(document, history),
): DocumentReport {
  const options: RuleOptions = {
    ...settings.options,
    ...(base === null || base.state === null ? {} : { baseState: base.state }),
    ...(history === null ? {} : { history }),
    ...(outdated == null ? {} : { outdated }),
  };
  const diagnostics = document.problems.flatMap((problem) => fromProblem(document, problem, maturity, settings));
  const guidance: GuidanceFinding[] = [];
  for (const { rule, severity } of rulesThatRun(settings)[maturity]) {
    for (const finding of rule.check(document, options)) {
      const diagnostic = diagnosticOf(rule, finding, document.file, document.schema.file, severity);
      if (finding.keptGuidance === undefined) diagnostics.push(diagnostic);
      else guidance.push({ guidance: finding.keptGuidance, diagnostic });
    }
  }
  return finish(document, maturity, diagnostics, guidance);
}

/** A document with a history is as mature as that makes it, whatever its line says. */
function maturityBy({ status, schema }: BoundDocument, history: HistoryState | null): Maturity {
  const said = status === null || history === null ? status : { ...status, state: history.state };
  return maturityOf(said, schema.lifecycle);
}

interface RunningRule {
  readonly rule: DocumentRule;
  readonly severity: Severity;
}

/** The document rules that are on, by the maturity of the document; the same for every document of a run. */
const rulesThatRun = lastAnswer((settings: CheckSettings): Readonly<Record<Maturity, readonly RunningRule[]>> => {
  const runningIn = (maturity: Maturity): readonly RunningRule[] =>
    documentRules.flatMap((rule) => {
      const severity = severityOf(rule, maturity, settings);
      return severity === 'off' ? [] : [{ rule, severity }];
    });
  return { draft: runningIn('draft'), settled: runningIn('settled'), closed: runningIn('closed') };
});

/** A rule's finding with everything the runner knows added. */
export function diagnosticOf(
  rule: Pick<RuleDescription, 'code' | 'name'>,
  finding: Finding,
  file: string,
  templateFile: string,
  severity: Diagnostic['severity'],
): Diagnostic {
  return {
    code: rule.code,
    name: rule.name,
    severity: atMost(severity, finding.atMost),
    message: finding.message,
    file: finding.file ?? file,
    address: finding.address ?? '',
    range: { start: finding.range.start, end: finding.range.end },
    template:
      finding.template == null
        ? null
        : {
            file: finding.templateFile ?? templateFile,
            range: { start: finding.template.start, end: finding.template.end },
          },
    fixes: finding.fixes ?? [],
  };
}

function finish(
  document: BoundDocument,
  maturity: Maturity,
  diagnostics: readonly Diagnostic[],
  guidance: readonly GuidanceFinding[],
): DocumentReport {
  const facts = gatherFacts(
    document,
    maturity,
    [...new Set(guidance.map((finding) => finding.guidance))].sort((a, b) => a - b),
  );
  const plain = silence(diagnostics, suppressionsOf(document), document.file);
  const kept = silence(
    guidance.map((finding) => finding.diagnostic),
    plain.suppressions,
    document.file,
  );
  const left = new Set(kept.kept);
  return {
    file: document.file,
    companion: document.companion?.file ?? null,
    diagnostics: [...plain.kept].sort(compareDiagnostics),
    keptGuidance: guidance.filter((finding) => left.has(finding.diagnostic)),
    facts,
    suppressions: kept.suppressions,
  };
}

const INPUT_CODES: Readonly<Record<BindProblem['kind'], InputCode>> = {
  yaml: invalidYaml,
  companion: invalidYaml,
  'no-template': noTemplate,
  coarse: coarseText,
};

function fromProblem(
  document: BoundDocument,
  problem: BindProblem,
  maturity: Maturity,
  settings: CheckSettings,
): Diagnostic[] {
  const input = INPUT_CODES[problem.kind];
  const severity = severityOf(input, maturity, settings);
  const file = problem.kind === 'companion' ? (document.companion?.file ?? document.file) : document.file;
  return severity === 'off' ? [] : [{ ...inputDiagnostic(input, file, problem.message, problem.range), severity }];
}
