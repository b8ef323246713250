import type { Code, Diagnostic } from '../diagnostic/diagnostic.ts';
import type { DocumentFacts, WorkspaceFacts } from '../workspace/facts.ts';
import { diagnosticOf } from './check-document.ts';
import { codePages } from './codes.ts';
import { Findings } from './findings.ts';
import { webLinkBroken } from './input-codes.ts';
import type { Maturity } from './maturity.ts';
import { compareDiagnostics } from './order.ts';
import type { DocumentReport } from './report.ts';
import { missingSection } from './rules/str/missing-section.ts';
import { rulesOfWorkspace } from './rules.ts';
import type { CheckSettings } from './settings.ts';
import { severityOf } from './severity.ts';
import { silence } from './suppress.ts';
import { problemsOfSuppression } from './suppression-problems.ts';

/**
 * All findings of a run: those of the reports, plus what only shows between documents, less what suppressions silence.
 * `facts` may hold more documents than were checked; findings are given for the files of `reports` alone. What the
 * habits of all documents are is found out now unless they are given, the rest when the findings are read. The order of
 * `reports` does not matter.
 */
export function checkWorkspace(
  reports: readonly DocumentReport[],
  facts: WorkspaceFacts,
  settings: CheckSettings,
  habits: Habits = habitsOf(facts.documents),
): Findings {
  const judgeable: Record<Maturity, (code: Code) => boolean> = {
    draft: (code) => isJudged(code, 'draft', facts, settings),
    settled: (code) => isJudged(code, 'settled', facts, settings),
    closed: (code) => isJudged(code, 'closed', facts, settings),
  };
  const parts = reports.flatMap((report) => {
    const { file, companion } = report;
    const read = (): Diagnostic[] =>
      findingsOf(report, betweenDocuments(report.facts, facts, settings), habits, judgeable, settings).sort(
        compareDiagnostics,
      );
    if (companion === null) return [{ file, read }];
    return [
      { file, read: () => read().filter((diagnostic) => diagnostic.file !== companion) },
      { file: companion, read: () => read().filter((diagnostic) => diagnostic.file === companion) },
    ];
  });
  return new Findings(parts);
}

/** What most settled documents have in common, by their template. */
export interface Habits {
  readonly keptEverywhere: ReadonlySet<string>;
  readonly seldomHad: ReadonlyMap<string, { has(address: string): boolean }>;
}

/** Looks at every document once; who checks one document over and over keeps the answer. */
export function habitsOf(documents: readonly DocumentFacts[]): Habits {
  return { keptEverywhere: guidanceMostKeep(documents), seldomHad: sectionsMostLack(documents) };
}

/** The findings of one report, now that all documents are known. */
function findingsOf(
  report: DocumentReport,
  between: readonly Diagnostic[],
  { keptEverywhere, seldomHad }: Habits,
  judgeable: Readonly<Record<Maturity, (code: Code) => boolean>>,
  settings: CheckSettings,
): Diagnostic[] {
  const { file, facts } = report;
  const { kept, suppressions } = silence(between, report.suppressions, file);
  const seldom = seldomHad.get(facts.template);
  const found: Diagnostic[] = [];
  for (const diagnostic of report.diagnostics) {
    const isHabit = diagnostic.code === missingSection.code && seldom?.has(diagnostic.address) === true;
    found.push(isHabit ? { ...diagnostic, severity: 'info' } : diagnostic);
  }
  // One by one: a call takes no more than some ten thousand arguments.
  for (const diagnostic of kept) found.push(diagnostic);
  for (const { guidance, diagnostic } of report.keptGuidance) {
    if (!keptEverywhere.has(guidanceKey(facts.template, guidance))) found.push(diagnostic);
  }
  const maturity = maturityOfFacts(facts);
  for (const suppression of suppressions) {
    for (const { about, diagnostic } of problemsOfSuppression(file, suppression, judgeable[maturity])) {
      const severity = severityOf(about, maturity, settings);
      if (severity !== 'off') found.push({ ...diagnostic, severity });
    }
  }
  return found;
}

/** What only shows between this document and the others. */
function betweenDocuments(document: DocumentFacts, facts: WorkspaceFacts, settings: CheckSettings): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const rule of rulesOfWorkspace) {
    const severity = severityOf(rule, maturityOfFacts(document), settings);
    if (severity === 'off') continue;
    for (const finding of rule.check(document, facts, settings.options)) {
      found.push(diagnosticOf(rule, finding, document.file, document.template, severity));
    }
  }
  return found;
}

function maturityOfFacts(facts: DocumentFacts): Maturity {
  if (facts.closed) return 'closed';
  return facts.settled ? 'settled' : 'draft';
}

/** A template's paragraph that most settled documents keep is boilerplate there, not a leftover. */
function guidanceMostKeep(documents: readonly DocumentFacts[]): ReadonlySet<string> {
  const settled = new Map<string, number>();
  const keepers = new Map<string, { readonly template: string; count: number }>();
  for (const { settled: counts, template, keptGuidance } of documents) {
    if (!counts) continue;
    settled.set(template, (settled.get(template) ?? 0) + 1);
    for (const guidance of new Set(keptGuidance)) {
      const key = guidanceKey(template, guidance);
      const known = keepers.get(key);
      if (known === undefined) keepers.set(key, { template, count: 1 });
      else known.count += 1;
    }
  }
  const kept = new Set<string>();
  for (const [key, { template, count }] of keepers) {
    const all = settled.get(template) ?? 0;
    if (all >= fewestSettled && count * 2 > all) kept.add(key);
  }
  return kept;
}

/**
 * Sections that most settled documents of a template do without, by template: they came later or are seldom needed, so
 * that their absence is worth a remark and no more.  */
function sectionsMostLack(documents: readonly DocumentFacts[]): ReadonlyMap<string, { has(address: string): boolean }> {
  const counts = new Map<string, { settled: number; having: Map<string, number> }>();
  for (const { settled, template, sections } of documents) {
    if (!settled) continue;
    let count = counts.get(template);
    if (count === undefined) {
      count = { settled: 0, having: new Map() };
      counts.set(template, count);
    }
    count.settled += 1;
    for (const section of sections) count.having.set(section, (count.having.get(section) ?? 0) + 1);
  }
  const seldom = new Map<string, { has(address: string): boolean }>();
  for (const [template, { settled, having }] of counts) {
    if (settled < fewestSettled) continue;
    seldom.set(template, { has: (address) => (having.get(address) ?? 0) * 2 < settled });
  }
  return seldom;
}

/** Fewer documents say nothing about a team's habit. */
const fewestSettled = 5;

function guidanceKey(template: string, guidance: number): string {
  return `${template}\n${guidance}`;
}

/** True when a rule ran on all that it needs, so that its silence means something. */
function isJudged(code: Code, maturity: Maturity, facts: WorkspaceFacts, settings: CheckSettings): boolean {
  const page = pagesByCode.get(code);
  // Web links are asked about later, if at all.
  if (page === undefined || code === webLinkBroken.code || severityOf(page.about, maturity, settings) === 'off')
    return false;
  return facts.partial !== true || page.kind !== 'rule' || page.about.scope !== 'workspace';
}

const pagesByCode = new Map(codePages.map((page) => [page.about.code, page]));
