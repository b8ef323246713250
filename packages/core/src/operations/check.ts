import { applyBaseline, type Baseline, type BaselineEntry } from '../check/baseline.ts';
import { checkTemplate, checkTemplateChange } from '../check/check-template.ts';
import { checkWorkspace } from '../check/check-workspace.ts';
import { type Findings, noFindings } from '../check/findings.ts';
import { webLinkBroken } from '../check/input-codes.ts';
import type { DocumentReport } from '../check/report.ts';
import { atMost } from '../check/severity.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { readMarkdown } from '../markdown/source.ts';
import type { AllFindings, CheckedDocuments, CheckedWorkspace, OperationContext } from './context.ts';
import { inferTemplate } from './infer-template.ts';
import type { Operation } from './operation.ts';
import { compiled } from './template-diff.ts';
import type { TemplateFile } from './template-plan.ts';

export interface CheckInput {
  /** Findings are given for these files alone; null for all that are selected. */
  readonly onlyFiles: readonly string[] | null;
  /** Findings of these codes alone; null for all. */
  readonly onlyCodes: readonly string[] | null;
  readonly baseline: Baseline | null;
  /** Templates as they are on the git base, by file; none without a base, and none of those that did not change. */
  readonly templateBases: ReadonlyMap<string, TemplateFile>;
  /** Asks the network about the web links of these documents; null when it is not to be asked. */
  readonly askWeb: AskWeb | null;
}

/** Findings about the web links of documents, given by their names. */
export type AskWeb = (files: ReadonlySet<string>) => Promise<readonly Diagnostic[]>;

export interface CheckOutput {
  /** Names of the documents, sorted. */
  readonly files: readonly string[];
  /** Those that the baseline holds are left out. */
  readonly diagnostics: Findings;
  /** How many findings the baseline holds. */
  readonly known: number;
  /** Entries of the baseline whose findings are gone. */
  readonly stale: readonly BaselineEntry[];
  readonly checked: CheckedWorkspace;
}

/** Checks documents against their templates and against each other. */
export const check: Operation<CheckInput, CheckOutput> = {
  input: (zod) =>
    zod.object({
      onlyFiles: zod.array(zod.string()).nullable(),
      onlyCodes: zod.array(zod.string()).nullable(),
      baseline: zod.custom<Baseline>().nullable(),
      templateBases: zod.custom<ReadonlyMap<string, TemplateFile>>(),
      askWeb: zod.custom<AskWeb>().nullable(),
    }),

  async run(context: OperationContext, input: CheckInput): Promise<CheckOutput> {
    const { documents, settings } = context;
    const remembered = await documents.recall(settings);
    const all = remembered ?? (await findAll(context));
    if (remembered === null) documents.remember(all);
    return judgeFindings(await withWebLinks(withTemplateChanges(all, input, context), input), input);
  },
};

/** Checks every document of a context; what was asked for in particular does not matter here. */
async function findAll(context: OperationContext): Promise<AllFindings> {
  const checked = await checkedWithShape(context);
  const alone = [...templateFindings(checked, context), ...checked.problems];
  const diagnostics = findingsOf(checked, context).with(alone);
  return { files: checked.reports.map((report) => report.file), diagnostics, checked };
}

/** With what changed in templates since the git base, which is never remembered. */
function withTemplateChanges(all: AllFindings, { templateBases }: CheckInput, context: OperationContext): AllFindings {
  if (templateBases.size === 0) return all;
  const found = all.checked.templates.flatMap(({ schema, documents }) => {
    const base = templateBases.get(schema.file);
    if (base === undefined) return [];
    return checkTemplateChange(schema, { schema: compiled(context, base), documents }, context.settings);
  });
  return { ...all, diagnostics: all.diagnostics.with(found) };
}

/** With what the network says now, which is never remembered. */
async function withWebLinks(all: AllFindings, { askWeb, onlyFiles, onlyCodes }: CheckInput): Promise<AllFindings> {
  if (askWeb === null || onlyCodes?.includes(webLinkBroken.code) === false) return all;
  const only = onlyFiles === null ? null : new Set(onlyFiles);
  const found = await askWeb(new Set(all.files.filter((file) => only === null || only.has(file))));
  return { ...all, diagnostics: all.diagnostics.with(found) };
}

/** The findings that were asked for. */
function judgeFindings({ files, diagnostics, checked }: AllFindings, input: CheckInput): CheckOutput {
  const found = wantedOf(diagnostics, input);
  const judged = input.baseline === null ? null : applyBaseline(found, input.baseline, checked.textOf);
  const fresh = judged === null ? found : noFindings.with(judged.fresh);
  const looked = new Set(input.onlyFiles ?? files);
  const wasLooked = ({ file, code }: BaselineEntry): boolean =>
    looked.has(file) && (input.askWeb !== null || code !== webLinkBroken.code);
  return {
    files,
    diagnostics: fresh,
    known: judged?.known.length ?? 0,
    stale: judged === null || input.onlyCodes !== null ? [] : judged.stale.filter(wasLooked),
    checked,
  };
}

/** Where no template is known, documents are checked against what most of them have in common. */
export async function checkedWithShape(context: OperationContext): Promise<CheckedDocuments> {
  const { documents, settings } = context;
  const checked = await documents.check(settings, null);
  if (checked.templateSaid) return checked;
  const strays = checked.skipped.flatMap((file) =>
    file.kind === 'no-template' && file.named === null ? [file.file] : [],
  );
  if (strays.length <= checked.reports.length) return checked;
  const shared = await inferTemplate(documents, strays);
  return shared === null ? checked : documents.check(settings, shared);
}

function findingsOf(checked: CheckedDocuments, { settings }: OperationContext): Findings {
  const { reports, exists, partial } = checked;
  const facts = { documents: reports.map((report) => report.facts), exists, partial };
  const shared = checked.templates.find(({ origin }) => origin === 'shared')?.schema.file ?? null;
  return softened(checkWorkspace(reports, facts, settings), reports, shared);
}

/** A shape that nobody has agreed upon is a habit, not a demand: findings of documents that follow the template `shared` never fail. */
export function softened(findings: Findings, reports: readonly DocumentReport[], shared: string | null): Findings {
  if (shared === null) return findings;
  const byShape = new Set(reports.filter(({ facts }) => facts.template === shared).map(({ file }) => file));
  return findings.refined((diagnostic) =>
    byShape.has(diagnostic.file) ? { ...diagnostic, severity: atMost(diagnostic.severity, 'warning') } : diagnostic,
  );
}

/** Mistakes in templates are told wherever the template is used; lesser findings only to who asked about the template. */
export function templateFindings(
  checked: CheckedDocuments,
  { parser, settings }: Pick<OperationContext, 'parser' | 'settings'>,
): Diagnostic[] {
  return checked.templates.flatMap(({ schema, companion, origin }) => {
    if (origin === 'built-in' || origin === 'shared') return [];
    const found = checkTemplate(schema, readMarkdown(schema.text, parser), settings, companion);
    return checked.selected(schema.file) ? found : found.filter(({ severity }) => severity === 'error');
  });
}

function wantedOf(diagnostics: Findings, { onlyFiles, onlyCodes }: CheckInput): Findings {
  if (onlyFiles === null && onlyCodes === null) return diagnostics;
  const files = onlyFiles === null ? null : new Set(onlyFiles);
  const codes = onlyCodes === null ? null : new Set(onlyCodes);
  return diagnostics.refined((diagnostic) => {
    const { file, code } = diagnostic;
    return (files === null || files.has(file)) && (codes === null || codes.has(code)) ? diagnostic : null;
  });
}
