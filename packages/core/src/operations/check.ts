import { applyBaseline, type Baseline, type BaselineEntry } from '../check/baseline.ts';
import { checkWorkspace } from '../check/check-workspace.ts';
import { compareDiagnostics } from '../check/order.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { type Summary, summarise } from '../diagnostic/summary.ts';
import type { CheckedDocuments, OperationContext } from './context.ts';
import type { Operation } from './operation.ts';

export interface CheckInput {
  /** Findings are given for these files alone; null for all that are selected. */
  readonly onlyFiles: readonly string[] | null;
  /** Findings of these codes alone; null for all. */
  readonly onlyCodes: readonly string[] | null;
  readonly baseline: Baseline | null;
}

export interface CheckOutput {
  /** Names of the documents, sorted. */
  readonly files: readonly string[];
  /** By file, then by place. Those that the baseline holds are left out. */
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: Summary;
  /** How many findings the baseline holds. */
  readonly known: number;
  /** Entries of the baseline whose findings are gone. */
  readonly stale: readonly BaselineEntry[];
  readonly checked: CheckedDocuments;
}

/** Checks documents against their templates and against each other. */
export const check: Operation<CheckInput, CheckOutput> = {
  input: (zod) =>
    zod.object({
      onlyFiles: zod.array(zod.string()).nullable(),
      onlyCodes: zod.array(zod.string()).nullable(),
      baseline: zod.custom<Baseline>().nullable(),
    }),

  async run(context: OperationContext, input: CheckInput): Promise<CheckOutput> {
    const checked = await context.documents.check(context.settings);
    const found = [...findingsOf(checked, context), ...checked.problems]
      .filter(wantedBy(input))
      .sort(compareDiagnostics);
    const { baseline } = input;
    const judged = baseline === null ? null : applyBaseline(found, baseline, checked.textOf);
    const diagnostics = judged?.fresh ?? found;
    return {
      files: checked.reports.map((report) => report.file),
      diagnostics,
      summary: summarise(diagnostics),
      known: judged?.known.length ?? 0,
      stale: judged?.stale ?? [],
      checked,
    };
  },
};

function findingsOf(checked: CheckedDocuments, { settings }: OperationContext): Diagnostic[] {
  const { reports } = checked;
  const facts = { documents: reports.map((report) => report.facts), exists: checked.exists };
  return checkWorkspace(reports, facts, settings);
}

function wantedBy({ onlyFiles, onlyCodes }: CheckInput): (diagnostic: Diagnostic) => boolean {
  const files = onlyFiles === null ? null : new Set(onlyFiles);
  const codes = onlyCodes === null ? null : new Set(onlyCodes);
  return ({ file, code }) => (files === null || files.has(file)) && (codes === null || codes.has(code));
}
