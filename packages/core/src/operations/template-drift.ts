import { isBreaking, type TemplateChange } from '../template/compatibility-change.ts';
import type { RecordedTemplate, TemplateVersions } from '../workspace/template-versions.ts';
import type { OpenDocument, Skipped } from './context.ts';
import { migrateDocument } from './migration/migrate-document.ts';
import { type MigrationPlan, planMigration } from './migration/plan.ts';
import type { Operation } from './operation.ts';
import { brokenBy, compiled } from './template-diff.ts';
import { MigrationPlans } from './template-migrate.ts';
import type { TemplateFile } from './template-plan.ts';
import { isPresent, versionOfTemplate } from './template-version.ts';

export interface TemplateDriftInput {
  readonly versions: Pick<TemplateVersions, 'versionOf'>;
  /** The template that a document follows as it is now; null when it is not there. */
  readonly currentOf: (document: OpenDocument) => TemplateFile | null;
  readonly progress: (done: number) => void;
}

/** How far a document is from its template. */
export interface DocumentDrift {
  readonly file: string;
  readonly template: string;
  /** Null when no version is recorded for it. */
  readonly follows: string | null;
  readonly current: string;
  /** Changes of the template since then. */
  readonly changes: Readonly<Record<TemplateChange['severity'], number>>;
  /** How many of the breaking ones this document has yet to follow. */
  readonly behind: number;
  /** Whether `template migrate` brings it in line without a person. */
  readonly automatic: boolean;
  /** Why it does not; null when it does. */
  readonly reason: string | null;
}

export interface TemplateDrift {
  /** By name. */
  readonly documents: readonly DocumentDrift[];
  readonly skipped: readonly Skipped[];
}

/** Says of each document which version of its template it follows and what lies between that and the current one. */
export const templateDriftOperation: Operation<TemplateDriftInput, TemplateDrift> = {
  input: (zod) => zod.custom<TemplateDriftInput>(),

  async run(context, { versions, currentOf, progress }) {
    const plans = new MigrationPlans((old, current) =>
      planMigration(compiled(context, old), compiled(context, current), new Map()),
    );
    const skipped: Skipped[] = [];
    const documents: DocumentDrift[] = [];
    for (const document of await context.documents.open((file) => skipped.push(file))) {
      const template = currentOf(document);
      if (template === null) continue;
      const current = versionOfTemplate(template);
      const follows = versions.versionOf(document.bound.file);
      documents.push(
        follows === null || isPresent(follows, current)
          ? atRest(document.bound.file, follows, current)
          : drifted(document, plans.between(follows, current), follows, current, context),
      );
      progress(documents.length);
    }
    return { documents, skipped };
  },
};

function atRest(file: string, follows: RecordedTemplate | null, current: RecordedTemplate): DocumentDrift {
  return {
    file,
    template: current.file,
    follows: follows === null ? null : current.digest,
    current: current.digest,
    changes: { breaking: 0, compatible: 0, editorial: 0 },
    behind: 0,
    automatic: follows !== null,
    reason: follows === null ? 'no version is recorded' : null,
  };
}

function drifted(
  { bound }: OpenDocument,
  plan: MigrationPlan,
  follows: RecordedTemplate,
  current: RecordedTemplate,
  context: Parameters<typeof brokenBy>[2],
): DocumentDrift {
  const { file, source, companion } = bound;
  const counted = { breaking: 0, compatible: 0, editorial: 0 };
  for (const { severity } of plan.changes) counted[severity] += 1;
  const broken = brokenBy(plan, bound, context).map((index) => plan.changes[index] as TemplateChange);
  const { parser } = context;
  const { conflict } = migrateDocument(plan, { file, text: source.text, companion, parser, only: null });
  const undecided = broken.find((change) => isBreaking(change) && change.step === null);
  const reason = conflict ?? undecided?.message ?? null;
  return {
    file,
    template: current.file,
    follows: follows.digest,
    current: current.digest,
    changes: counted,
    behind: broken.length,
    automatic: reason === null,
    reason,
  };
}
