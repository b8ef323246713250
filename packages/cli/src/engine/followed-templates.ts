import type { DocumentReport } from '@specwright/core/check/report.ts';
import type { OutdatedTemplate } from '@specwright/core/check/rule.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import type { ChosenTemplate } from '@specwright/core/operations/choose-template.ts';
import { compareTemplates } from '@specwright/core/template/compatibility.ts';
import { compileTemplate } from '@specwright/core/template/compile.ts';
import type { Schema } from '@specwright/core/template/schema.ts';
import type { RecordedTemplate } from '@specwright/core/workspace/template-versions.ts';

/** What a document is bound to. */
export interface Followed {
  readonly schema: Schema;
  /** Null when that is the template as it is now. */
  readonly outdated: OutdatedTemplate | null;
}

/** The versions of templates that documents follow, each compiled and compared once. */
export class FollowedTemplates {
  readonly #parser: MarkdownParser;
  readonly #known = new Map<string, Followed>();

  constructor(parser: MarkdownParser) {
    this.#parser = parser;
  }

  /** The recorded version, unless there is none or the user said which template to use. */
  of(recorded: RecordedTemplate | null, { schema, use }: ChosenTemplate): Followed {
    const isPresent = recorded === null || (recorded.companion === null && recorded.text === schema.text);
    if (isPresent || use.origin === 'option') return { schema, outdated: null };
    const key = `${recorded.digest} ${schema.file}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const older = compileTemplate(recorded.text, schema.file, this.#parser, recorded.companion ?? undefined);
    const followed = { schema: older, outdated: { digest: recorded.digest, changes: compareTemplates(older, schema) } };
    this.#known.set(key, followed);
    return followed;
  }
}

/** Places in an older version are none in the template's file as it is now. */
export function withOwnTemplate(report: DocumentReport, outdated: OutdatedTemplate | null): DocumentReport {
  if (outdated === null) return report;
  const diagnostics = report.diagnostics.map((diagnostic) => ({ ...diagnostic, template: null }));
  return { ...report, diagnostics, keptGuidance: [] };
}
