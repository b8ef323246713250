import { checkDocument } from '../check/check-document.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { bindDocument } from '../document/bind.ts';
import type { BoundDocument } from '../document/document.ts';
import { isBreaking, type NameMap, type TemplateChange } from '../template/compatibility-change.ts';
import { compileTemplate } from '../template/compile.ts';
import type { Schema } from '../template/schema.ts';
import type { OperationContext } from './context.ts';
import { migrateDocument } from './migration/migrate-document.ts';
import { isRange, type MigrationPlan, planMigration } from './migration/plan.ts';
import type { Operation } from './operation.ts';
import type { TemplateFile } from './template-plan.ts';

export interface TemplateDiffInput {
  readonly old: TemplateFile;
  readonly current: TemplateFile;
  readonly renames: NameMap;
  /** False to leave the documents of the workspace unread. */
  readonly countDocuments: boolean;
  /** Told after each document. */
  readonly progress: (done: number) => void;
}

export interface TemplateDiff {
  readonly old: Schema;
  readonly current: Schema;
  readonly changes: readonly CountedChange[];
  /** How many documents of the workspace follow the template; null when they were not read. */
  readonly documents: number | null;
}

/** A change, and how many documents it breaks; null unless it is breaking and documents were read. */
export interface CountedChange {
  readonly change: TemplateChange;
  readonly documents: number | null;
}

/** What changed between two versions of a template, and how many documents each change breaks. */
export const templateDiffOperation: Operation<TemplateDiffInput, TemplateDiff> = {
  input: (zod) => zod.custom<TemplateDiffInput>(),

  async run(context, { old, current, renames, countDocuments, progress }) {
    const plan = planMigration(compiled(context, old), compiled(context, current), renames);
    const { changes } = plan;
    const isCounting = countDocuments && changes.some(isBreaking);
    const broken = changes.map(() => 0);
    let documents = 0;
    if (isCounting) {
      for (const { bound } of await context.documents.open(() => undefined)) {
        if (bound.schema.file !== old.file && bound.schema.file !== current.file) continue;
        documents += 1;
        for (const index of brokenBy(plan, bound, context)) broken[index] = (broken[index] ?? 0) + 1;
        progress(documents);
      }
    }
    return {
      old: plan.old,
      current: plan.current,
      changes: changes.map((change, index) => ({
        change,
        documents: isCounting && isBreaking(change) ? (broken[index] ?? 0) : null,
      })),
      documents: isCounting ? documents : null,
    };
  },
};

/** Compiles a template as documents see it. */
export function compiled({ parser }: Pick<OperationContext, 'parser'>, template: TemplateFile): Schema {
  return compileTemplate(template.text, template.file, parser, template.companion ?? undefined);
}

/**
 * Indices of the breaking changes that a document has to follow: those whose step would alter it, and those without a step
 * that a finding points at.
 */
export function brokenBy(
  plan: MigrationPlan,
  document: BoundDocument,
  { parser, settings }: Pick<OperationContext, 'parser' | 'settings'>,
): readonly number[] {
  const { file, companion, source } = document;
  const input = { file, text: source.text, companion, parser, only: null };
  const { changed, conflict } = migrateDocument(plan, input);
  let found: readonly Diagnostic[] | null = null;
  const isFound = ({ new: range }: TemplateChange): boolean => {
    found ??= checkDocument(bindDocument({ source, file, schema: plan.current, companion }), settings).diagnostics;
    return range !== null && found.some(({ template }) => template !== null && isRange(template.range, range));
  };
  return plan.changes.flatMap((change, index) => {
    if (!isBreaking(change)) return [];
    const { step } = change;
    // In a conflict nothing was changed, so what the steps would have done is asked one by one.
    const breaks =
      step === null
        ? isFound(change)
        : conflict === null
          ? changed[plan.steps.indexOf(step)]
          : isChangedBy(plan, input, plan.steps.indexOf(step));
    return breaks ? [index] : [];
  });
}

function isChangedBy(plan: MigrationPlan, input: Parameters<typeof migrateDocument>[1], only: number): boolean {
  const { changed, conflict } = migrateDocument(plan, { ...input, only });
  return conflict !== null || changed[only] === true;
}
