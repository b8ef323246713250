import { checkDocument, type DocumentBase } from '@specwright/core/check/check-document.ts';
import type { DocumentReport } from '@specwright/core/check/report.ts';
import type { CheckSettings } from '@specwright/core/check/settings.ts';
import { packLines } from '@specwright/core/diagnostic/packed-lines.ts';
import { bindDocument } from '@specwright/core/document/bind.ts';
import type { BoundDocument, Companion } from '@specwright/core/document/document.ts';
import { outlineOf } from '@specwright/core/markdown/outline.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import { type ChosenTemplate, TemplateChooser } from '@specwright/core/operations/choose-template.ts';
import type { Skipped, TemplateUse } from '@specwright/core/operations/context.ts';
import type { TemplatePlan } from '@specwright/core/operations/template-plan.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import { loadTemplate } from '../workspace/open-workspace.ts';
import { readText } from '../workspace/read-file.ts';

/** One document to check. Plain data. */
export interface Job {
  readonly name: string;
  readonly path: string;
  readonly companion: { readonly name: string; readonly path: string; readonly text: string | null } | null;
  /** The text to check in place of the file's, here and in the companion; null to read the file. */
  readonly text: string | null;
  /** The text on the git base; null when there is no base or the document is new. */
  readonly baseText: string | null;
}

/** What all jobs of a run have in common. Plain data. */
export interface JobSetting {
  readonly root: string;
  readonly templates: TemplatePlan;
  readonly check: CheckSettings;
}

export type Outcome =
  | {
      readonly kind: 'checked';
      readonly report: DocumentReport;
      readonly use: TemplateUse;
      /** Packed lines. */
      readonly lines: string;
      readonly companion: { readonly file: string; readonly lines: string } | null;
    }
  | Skipped
  | { readonly kind: 'broken'; readonly file: string; readonly message: string; readonly stack: string };

/** Checks documents one by one in this thread. */
export class Checker {
  readonly #setting: JobSetting;
  readonly #parser: MarkdownParser;
  readonly #chooser: TemplateChooser;

  constructor(setting: JobSetting, parser: MarkdownParser) {
    this.#setting = setting;
    this.#parser = parser;
    this.#chooser = new TemplateChooser(setting.templates, parser, (file) => loadTemplate(setting.root, file));
  }

  /** Never throws: a mistake of ours in one document is told as one and the others go on. */
  check(job: Job): Outcome {
    try {
      const opened = this.open(job);
      if (opened.kind !== 'open') return opened;
      const { bound, use } = opened;
      const report = checkDocument(bound, this.#setting.check, this.#baseOf(job, bound));
      return {
        kind: 'checked',
        report,
        use,
        lines: packLines(bound.source.lines),
        companion: packCompanion(bound.companion),
      };
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      return { kind: 'broken', file: job.name, message, stack: stack ?? '' };
    }
  }

  /** Reads a document, chooses its template and binds it. */
  open(job: Job): { readonly kind: 'open'; readonly bound: BoundDocument; readonly use: TemplateUse } | Skipped {
    const reading = job.text === null ? readText(job.path) : ({ kind: 'text', text: job.text } as const);
    if (reading.kind === 'unreadable') return { kind: 'unreadable', file: job.name, reason: reading.reason };
    const source = readMarkdown(reading.text, this.#parser);
    const chosen = this.#chooser.choose({ file: job.name, outline: () => outlineOf(source) });
    if (chosen.schema === null) {
      const { named, closest, score } = chosen;
      return { kind: 'no-template', file: job.name, named, closest, score };
    }
    const companion = companionOf(job, chosen);
    const bound = bindDocument({ source, file: job.name, schema: chosen.schema, companion });
    return { kind: 'open', bound, use: chosen.use };
  }

  #baseOf(job: Job, bound: BoundDocument): DocumentBase | null {
    if (job.baseText === null || bound.schema.lifecycle === null) return null;
    const source = readMarkdown(job.baseText, this.#parser);
    return { state: bindDocument({ source, file: job.name, schema: bound.schema }).status?.state ?? null };
  }
}

/** An unreadable companion is told by the binder as an empty one would be: it holds no fields. */
function companionOf(job: Job, chosen: ChosenTemplate): Companion | null {
  if (job.companion === null || chosen.schema === null) return null;
  const { name, path, text } = job.companion;
  if (text !== null) return { file: name, text };
  const reading = readText(path);
  return reading.kind === 'unreadable' ? null : { file: name, text: reading.text };
}

function packCompanion(companion: Companion | null): { readonly file: string; readonly lines: string } | null {
  return companion === null ? null : { file: companion.file, lines: packLines(new LineIndex(companion.text)) };
}
