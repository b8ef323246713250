import { checkDocument } from '../check/check-document.ts';
import { bindDocument } from '../document/bind.ts';
import type { Schema } from '../template/schema.ts';
import type { RecordedTemplate } from '../workspace/template-versions.ts';
import type { OpenDocument, OperationContext, Skipped } from './context.ts';
import type { Operation } from './operation.ts';
import { compiled } from './template-diff.ts';

/** The versions that a document may follow, oldest first. */
export interface Candidates {
  readonly versions: readonly RecordedTemplate[];
  /** Place of the one in force on the document's first day; null when the template came later. */
  readonly firstDay: number | null;
}

export interface TemplateAdoptInput {
  /** Null for documents that history says nothing about. */
  readonly candidatesOf: (document: OpenDocument) => Candidates | null;
  readonly progress: (done: number) => void;
}

/** The version that a document fits best. */
export interface InferredVersion {
  readonly file: string;
  readonly template: RecordedTemplate;
  /** Why this one: it was in force on the document's first day, it is the oldest there is, or it fits better than that. */
  readonly why: 'first-day' | 'oldest' | 'fits-better';
  /** Structural findings of the document under this version, and under the newest. */
  readonly findings: number;
  readonly findingsNow: number;
}

export interface TemplateAdoption {
  readonly inferred: readonly InferredVersion[];
  /** Documents without a past, such as new files. */
  readonly unknown: readonly string[];
  readonly skipped: readonly Skipped[];
}

/** Infers which version of its template each document follows: the one it fits best; of equals the one of its first day. */
export const templateAdoptOperation: Operation<TemplateAdoptInput, TemplateAdoption> = {
  input: (zod) => zod.custom<TemplateAdoptInput>(),

  async run(context, { candidatesOf, progress }) {
    const schemas = new Map<string, Schema>();
    const schemaOf = (version: RecordedTemplate): Schema => {
      const schema = schemas.get(version.digest) ?? compiled(context, version);
      schemas.set(version.digest, schema);
      return schema;
    };
    const inferred: InferredVersion[] = [];
    const unknown: string[] = [];
    const skipped: Skipped[] = [];
    for (const document of await context.documents.open((file) => skipped.push(file))) {
      const candidates = candidatesOf(document);
      if (candidates === null || candidates.versions.length === 0) unknown.push(document.bound.file);
      else inferred.push(bestOf(document, candidates, schemaOf, context));
      progress(inferred.length + unknown.length);
    }
    return { inferred, unknown, skipped };
  },
};

function bestOf(
  { bound }: OpenDocument,
  { versions, firstDay }: Candidates,
  schemaOf: (version: RecordedTemplate) => Schema,
  context: OperationContext,
): InferredVersion {
  const counts = new Map<number, number>();
  const findings = (place: number): number => {
    const known = counts.get(place);
    if (known !== undefined) return known;
    const { source, file, companion } = bound;
    const schema = schemaOf(versions[place] as RecordedTemplate);
    const report = checkDocument(bindDocument({ source, file, schema, companion }), context.settings);
    const count = report.diagnostics.filter(({ code }) => structural.test(code)).length;
    counts.set(place, count);
    return count;
  };
  const start = firstDay ?? 0;
  let place = start;
  // Where nothing is wrong under the version of the first day, the others need not be asked.
  for (let other = 0; other < versions.length && findings(place) > 0; other += 1) {
    if (findings(other) < findings(place)) place = other;
  }
  return {
    file: bound.file,
    template: versions[place] as RecordedTemplate,
    why: place !== start ? 'fits-better' : firstDay === null ? 'oldest' : 'first-day',
    findings: findings(place),
    findingsNow: findings(versions.length - 1),
  };
}

/** Codes of findings that a template's shape causes: sections, fields and tables missing or misplaced, values not allowed. */
const structural = /^(?:STR\d+|MET30[1357]|TBL40[1-6]|TBL411)$/u;
