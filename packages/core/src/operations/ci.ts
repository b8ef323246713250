import { applyBaseline, type Baseline } from '../check/baseline.ts';
import { type Findings, noFindings } from '../check/findings.ts';
import { claimRefuted, historyDamaged, type InputCode, inputDiagnostic, rulesChanged } from '../check/input-codes.ts';
import { reaches } from '../check/severity.ts';
import type { Diagnostic, Severity } from '../diagnostic/diagnostic.ts';
import { imagesOf } from '../lifecycle/digest-context.ts';
import { documentOf } from '../lifecycle/event.ts';
import type { Turn } from '../lifecycle/turn.ts';
import { type NextMove, nextMove, turnsOf } from '../lifecycle/turns.ts';
import type { CheckOutput } from './check.ts';
import { headlineOf } from './ci/headline.ts';
import type { RuleChange } from './ci/rules-changed.ts';
import type { HistoryProblem } from './history-context.ts';
import { documentTitle } from './registers/register-rows.ts';
import type { VerifiedDocument, VerifyFinding } from './verify.ts';

/** What a change is compared with: the newest commit that both sides share. */
export interface ComparedWith {
  /** As people call it: `origin/main`. */
  readonly name: string;
  /** The whole hash. */
  readonly commit: string;
}

/** Which files a change touches, by their names in the workspace. */
export interface TouchedFiles {
  /** Files that are there after it: written, renamed or new, and documents whose companion is. */
  readonly written: ReadonlySet<string>;
  /** Those of `written` that were not there before, under no name. */
  readonly added: ReadonlySet<string>;
  /** Files that are not there any more. */
  readonly gone: ReadonlySet<string>;
  /** Those of `gone` that were documents, sorted. */
  readonly removed: readonly string[];
  /** Ids of the histories that files came to or went from. */
  readonly histories: ReadonlySet<string>;
  /** True when a file of a history was changed or taken away: what is wrong with any of them may come from that. */
  readonly rewritesHistory: boolean;
}

/** Everything that a change is judged by. */
export interface ChangeFacts {
  /** Null where there is nothing to compare with: then no document counts as touched. */
  readonly base: ComparedWith | null;
  readonly touched: TouchedFiles;
  readonly verified: readonly VerifiedDocument[];
  /** Names of documents that have a history and that no template fits any more. */
  readonly strayed: readonly string[];
  /** What is wrong with histories that belong to none of the documents. */
  readonly strangers: readonly HistoryProblem[];
  /** Folder of the histories, as the workspace names it. */
  readonly historyFolder: string;
  /** Every finding there is, by the rules of the base. */
  readonly checked: CheckOutput;
  /** Findings that documents had before: those of the baseline, else those that the base has. */
  readonly known: Baseline;
  readonly rules: readonly RuleChange[];
  readonly failOn: Severity;
}

export interface JudgedChange extends Pick<ChangeFacts, 'base' | 'rules'> {
  /** Documents that the change touches, and others that something is to be said of. In order of their names. */
  readonly documents: readonly JudgedDocument[];
  readonly removed: readonly string[];
  readonly strangers: readonly HistoryProblem[];
  /** All of those of touched files; of the others those that fail and are new. */
  readonly findings: Findings;
  /** Failing findings of documents that the change does not touch, left out for they are no news. */
  readonly known: number;
  /** How many findings make the check fail. */
  readonly failures: number;
}

export interface JudgedDocument {
  readonly file: string;
  readonly title: string;
  /** `signed` when only events came to its history. */
  readonly change: 'added' | 'edited' | 'signed' | 'none';
  readonly verified: VerifiedDocument;
  /** What a team has to know of its sign-offs; null when nobody waits for one. */
  readonly headline: string | null;
  /** Where it goes next, and what is in the way; null at the end. */
  readonly next: NextMove | null;
  readonly turns: readonly Turn[];
  /** What does not hold and counts against this change. */
  readonly problems: readonly VerifyFinding[];
}

/**
 * Judges a change: the documents it touches strictly, the others by what is new. What was wrong before with what it leaves
 * alone is none of its business.
 */
export function judgeChange(facts: ChangeFacts): JudgedChange {
  const { base, touched, checked, failOn, rules } = facts;
  const documents = facts.verified.map((one) => judgedDocument(one, facts));
  const strangers = facts.strangers.filter((problem) => counts(problem, false, facts));
  const changed = touchedBy(facts);
  // They are read several times, and are those of few documents.
  const strict = noFindings.with([...checked.diagnostics.refined((found) => (changed.has(found.file) ? found : null))]);
  const { fresh, known } = newAmongOthers(facts, changed);
  const findings = strict.with([
    ...fresh,
    ...documents.flatMap((document) => refuted(document, strict)),
    ...facts.strayed.filter((file) => changed.has(file)).map((file) => inputDiagnostic(claimRefuted, file, strays)),
    ...strangers.map(({ message }) => inputDiagnostic(historyDamaged, facts.historyFolder, message)),
    ...rules.map(({ file, message, weaker }): Diagnostic => {
      const found = inputDiagnostic(rulesChanged, file, message);
      return weaker ? found : { ...found, severity: 'info' };
    }),
  ]);
  return {
    base,
    rules,
    documents: documents.filter(({ change, problems }) => change !== 'none' || problems.length > 0),
    removed: touched.removed,
    strangers,
    findings,
    known,
    failures: failuresAmong(findings, failOn),
  };
}

const strays = 'It has a history, and no template fits it any more, so nobody can say what it is';

/** What a change makes of the rules is for people to judge. */
function failuresAmong(findings: Findings, failOn: Severity): number {
  let count = 0;
  for (const { code, severity } of findings) if (code !== rulesChanged.code && reaches(severity, failOn)) count += 1;
  return count;
}

/** Names of the files that are judged strictly: touched ones, and documents whose histories or images were. */
export function touchedBy({ touched, verified }: Pick<ChangeFacts, 'touched' | 'verified'>): ReadonlySet<string> {
  return new Set([
    ...touched.written,
    ...verified.filter((one) => changeOf(one, touched) !== 'none').map(({ file }) => file),
  ]);
}

/** What a change does to a document. Another image is another text: people signed what they saw. */
function changeOf({ file, opened }: VerifiedDocument, touched: TouchedFiles): JudgedDocument['change'] {
  const { added, written, gone, histories } = touched;
  if (added.has(file)) return 'added';
  const isOther = (name: string): boolean => written.has(name) || gone.has(name);
  if (isOther(file) || [...imagesOf(opened.review.current.bound)].some(isOther)) return 'edited';
  return histories.size > 0 && opened.events.some((event) => histories.has(documentOf(event))) ? 'signed' : 'none';
}

function judgedDocument(verified: VerifiedDocument, facts: ChangeFacts): JudgedDocument {
  const { touched } = facts;
  const { file, opened, status, findings } = verified;
  const { review } = opened;
  const change = changeOf(verified, touched);
  const next = nextMove(review, status);
  return {
    file,
    title: documentTitle(review.current.bound),
    change,
    verified,
    headline: headlineOf(verified, next),
    next,
    turns: turnsOf(review, status),
    problems: findings.filter((finding) => counts(finding, change !== 'none', facts)),
  };
}

/** What was lost against the base always counts; what else is wrong, when the change had a hand in it. */
function counts({ kind }: VerifyFinding, isTouched: boolean, { base, touched }: ChangeFacts): boolean {
  if (base === null) return true;
  if (kind === 'vanished' || kind === 'altered') return true;
  return isTouched || (touched.rewritesHistory && damages.has(kind));
}

const damages: ReadonlySet<VerifyFinding['kind']> = new Set([
  'broken',
  'dangling',
  'vanished',
  'altered',
  'missing-text',
  'ambiguous',
]);

/** Problems as findings, less those that a rule has found already. */
function refuted({ file, verified, problems }: JudgedDocument, strict: Findings): Diagnostic[] {
  const { status } = verified.opened.review.current.bound;
  const range = status === null || status.field.inCompanion ? undefined : status.field.value.range;
  const own = strict.byFile.find((one) => one.file === file)?.read() ?? [];
  const isSaid = own.some(({ code, severity }) => ofTheLine.has(code) && severity === 'error');
  return problems
    .filter(({ kind }) => kind !== 'status' || !isSaid)
    .map(({ kind, message }) => {
      const code: InputCode = damages.has(kind) ? historyDamaged : claimRefuted;
      return inputDiagnostic(code, file, message, range);
    });
}

/** Rules that say, too, that the status line claims more than there is: gate-not-met, edited-after-approval, status-ahead. */
const ofTheLine: ReadonlySet<string> = new Set(['LIF605', 'LIF608', 'LIF609']);

/** Failing findings of what the change leaves alone, parted into new ones and those there were before. */
function newAmongOthers(
  facts: Pick<ChangeFacts, 'checked' | 'failOn' | 'known'>,
  changed: ReadonlySet<string>,
): { readonly fresh: readonly Diagnostic[]; readonly known: number } {
  const others = failingAmongOthers(facts, changed);
  const judged = applyBaseline(others, facts.known, facts.checked.checked.textOf);
  return { fresh: judged.fresh, known: judged.known.length };
}

/** Failing findings of files that a change leaves alone, new or not. */
export function failingAmongOthers(
  { checked, failOn }: Pick<ChangeFacts, 'checked' | 'failOn'>,
  changed: ReadonlySet<string>,
): Findings {
  return checked.diagnostics.refined((found) =>
    !changed.has(found.file) && reaches(found.severity, failOn) ? found : null,
  );
}
