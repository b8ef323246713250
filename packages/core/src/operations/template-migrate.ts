import type { NameMap } from '../template/compatibility-change.ts';
import type { RecordedTemplate } from '../workspace/template-versions.ts';
import type { OpenDocument, Skipped } from './context.ts';
import { type MigratedDocument, migrateDocument } from './migration/migrate-document.ts';
import { type MigrationPlan, planMigration } from './migration/plan.ts';
import type { Operation } from './operation.ts';
import { compiled } from './template-diff.ts';
import type { TemplateFile } from './template-plan.ts';
import { isPresent, versionOfTemplate } from './template-version.ts';

export interface TemplateMigrateInput {
  /** The version that a document is brought from; null when none is known. */
  readonly from: (document: OpenDocument) => TemplateFile | null;
  /** The version that a document is brought to; null for documents that are not meant. */
  readonly to: (document: OpenDocument) => TemplateFile | null;
  readonly renames: NameMap;
  /** Only the step with this number, from 1; null for all. */
  readonly step: number | null;
  /** Told of each document before the next is read. */
  readonly take: (document: Migrating) => void;
}

/** One document on its way. */
export interface Migrating {
  readonly file: string;
  readonly companionFile: string | null;
  readonly before: { readonly text: string; readonly companion: string | null };
  readonly migrated: MigratedDocument;
  readonly plan: MigrationPlan;
  readonly from: RecordedTemplate;
  readonly to: RecordedTemplate;
}

export interface TemplateMigration {
  /** Names of documents for which no version is known to start from. */
  readonly unknown: readonly string[];
  /** How many follow the newest version already. */
  readonly current: number;
  readonly skipped: readonly Skipped[];
}

/** Brings documents from the version of the template that each follows to another one. It writes nothing. */
export const templateMigrateOperation: Operation<TemplateMigrateInput, TemplateMigration> = {
  input: (zod) => zod.custom<TemplateMigrateInput>(),

  async run(context, { from, to, renames, step, take }) {
    const plans = new MigrationPlans((old, current) =>
      planMigration(compiled(context, old), compiled(context, current), renames),
    );
    const skipped: Skipped[] = [];
    const unknown: string[] = [];
    let current = 0;
    for (const document of await context.documents.open((file) => skipped.push(file))) {
      const { file, source, companion } = document.bound;
      const target = to(document);
      if (target === null) continue;
      const start = from(document);
      if (start === null) {
        unknown.push(file);
        continue;
      }
      const [old, next] = [versionOfTemplate(start), versionOfTemplate(target)];
      if (isPresent(old, next)) {
        current += 1;
        continue;
      }
      const plan = plans.between(old, next);
      const only = step === null ? null : step - 1;
      const input = { file, text: source.text, companion, parser: context.parser, only };
      const before = { text: source.text, companion: companion?.text ?? null };
      const migrated = migrateDocument(plan, input);
      take({ file, companionFile: companion?.file ?? null, before, migrated, plan, from: old, to: next });
    }
    return { unknown, current, skipped };
  },
};

/** The way between each two versions, found once. */
export class MigrationPlans {
  readonly #make: (old: TemplateFile, current: TemplateFile) => MigrationPlan;
  readonly #known = new Map<string, MigrationPlan>();

  constructor(make: (old: TemplateFile, current: TemplateFile) => MigrationPlan) {
    this.#make = make;
  }

  between(old: RecordedTemplate, current: RecordedTemplate): MigrationPlan {
    const key = `${old.digest} ${current.digest}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const plan = this.#make(old, current);
    this.#known.set(key, plan);
    return plan;
  }
}
