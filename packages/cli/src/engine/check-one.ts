import { checkDocument, type DocumentBase } from '@specwright/core/check/check-document.ts';
import type { HistoryState } from '@specwright/core/check/history-state.ts';
import type { DocumentReport } from '@specwright/core/check/report.ts';
import type { OutdatedTemplate } from '@specwright/core/check/rule.ts';
import type { CheckSettings } from '@specwright/core/check/settings.ts';
import { packLines } from '@specwright/core/diagnostic/packed-lines.ts';
import { bindDocument } from '@specwright/core/document/bind.ts';
import type { BoundDocument, Companion } from '@specwright/core/document/document.ts';
import { outlineOf } from '@specwright/core/markdown/outline.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import { compilerOf, TemplateChooser } from '@specwright/core/operations/choose-template.ts';
import type { Skipped, TemplateUse } from '@specwright/core/operations/context.ts';
import type { TemplatePlan } from '@specwright/core/operations/template-plan.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import type { RecordedTemplate } from '@specwright/core/workspace/template-versions.ts';
import { loadTemplate } from '../workspace/open-workspace.ts';
import { type FileReading, type FileStamp, hashOf, readText } from '../workspace/read-file.ts';
import { FollowedTemplates, withOwnTemplate } from './followed-templates.ts';
import { type PackedReport, packReport } from './packed-report.ts';

/** One document to check. Plain data. */
export interface Job {
  readonly name: string;
  readonly path: string;
  readonly companion: { readonly name: string; readonly path: string; readonly text: string | null } | null;
  /** The text to check in place of the file's, here and in the companion; null to read the file. */
  readonly text: string | null;
  /** The texts on the git base; null when there is no base or the document is new. */
  readonly base: { readonly text: string; readonly companion: string | null } | null;
  /** What the document's history makes of it; null when it has none. */
  readonly history: HistoryState | null;
  /** The version of its template that the document is recorded to follow; null or absent when there is no record. */
  readonly follows?: RecordedTemplate | null;
}

/** What all jobs of a run have in common. Plain data. */
export interface JobSetting {
  readonly root: string;
  readonly templates: TemplatePlan;
  readonly check: CheckSettings;
  /** True when outcomes are kept for the next run, which needs digests of the texts. */
  readonly kept: boolean;
}

export type Outcome =
  | {
      readonly kind: 'checked';
      readonly report: PackedReport;
      readonly use: TemplateUse;
      /** Packed lines. */
      readonly lines: string;
      readonly companion: { readonly file: string; readonly lines: string } | null;
    }
  | Skipped
  | { readonly kind: 'broken'; readonly file: string; readonly message: string; readonly stack: string };

/** Which texts an outcome is about, for the cache. */
export interface CheckedText {
  readonly name: string;
  readonly stamp: FileStamp;
  readonly hash: string;
  /** When it was read, in milliseconds. */
  readonly readAt: number;
  readonly companion: { readonly stamp: FileStamp; readonly hash: string } | null;
}

export interface Checked {
  readonly outcome: Outcome;
  /** Null when the outcome depends on more than the job's files, or must not be kept. */
  readonly text: CheckedText | null;
}

/** Checks documents one by one in this thread. */
export class Checker {
  readonly #setting: JobSetting;
  readonly #parser: MarkdownParser;
  readonly #chooser: TemplateChooser;
  readonly #followed: FollowedTemplates;

  constructor(setting: JobSetting, parser: MarkdownParser) {
    this.#setting = setting;
    this.#parser = parser;
    this.#chooser = new TemplateChooser(setting.templates, compilerOf(parser), (file) =>
      loadTemplate(setting.root, file),
    );
    this.#followed = new FollowedTemplates(parser);
  }

  /** Never throws: a mistake of ours in one document is told as one and the others go on. */
  check(job: Job): Checked {
    try {
      const readAt = Date.now();
      const opened = this.open(job);
      const keeps = this.#setting.kept && opened.read !== null;
      const text = keeps ? checkedText(job, opened, opened.read, readAt) : null;
      if (opened.kind !== 'open') return { outcome: opened.skipped, text };
      const { bound, use } = opened;
      const report = packReport(this.report(job, opened));
      const lines = packLines(bound.source.lines);
      return { outcome: { kind: 'checked', report, use, lines, companion: packCompanion(bound.companion) }, text };
    } catch (error) {
      const { message, stack } = error instanceof Error ? error : new Error(String(error));
      return { outcome: { kind: 'broken', file: job.name, message, stack: stack ?? '' }, text: null };
    }
  }

  /** Reads a document, chooses its template and binds it. */
  open(job: Job): Opened {
    const reading = readText(job.path, job.text);
    if (reading.kind === 'unreadable') {
      return { kind: 'skipped', skipped: { kind: 'unreadable', file: job.name, reason: reading.reason }, read: null };
    }
    const source = readMarkdown(reading.text, this.#parser);
    const chosen = this.#chooser.choose({ file: job.name, outline: () => outlineOf(source) });
    if (chosen.schema === null) {
      const { named, closest, score } = chosen;
      const skipped = { kind: 'no-template', file: job.name, named, closest, score } as const;
      return { kind: 'skipped', skipped, read: { document: reading, companion: null } };
    }
    const beside = job.companion === null ? null : readText(job.companion.path, job.companion.text);
    // An unreadable companion is to the binder as none: it holds no fields.
    const companion =
      job.companion === null || beside === null || beside.kind === 'unreadable'
        ? null
        : { file: job.companion.name, text: beside.text };
    const { schema, outdated } = this.#followed.of(job.follows ?? null, chosen);
    const bound = bindDocument({ source, file: job.name, schema, companion });
    return { kind: 'open', bound, use: chosen.use, outdated, read: { document: reading, companion: beside } };
  }

  /** What the rules say of an opened document. */
  report(job: Job, { bound, outdated }: Extract<Opened, { kind: 'open' }>): DocumentReport {
    const past = { base: this.#baseOf(job, bound), history: job.history, outdated };
    return withOwnTemplate(checkDocument(bound, this.#setting.check, past), outdated);
  }

  #baseOf(job: Job, bound: BoundDocument): DocumentBase | null {
    const { base } = job;
    if (base === null || bound.schema.lifecycle === null) return null;
    const source = readMarkdown(base.text, this.#parser);
    const companion =
      base.companion === null || job.companion === null ? null : { file: job.companion.name, text: base.companion };
    return { state: bindDocument({ source, file: job.name, schema: bound.schema, companion }).status?.state ?? null };
  }
}

/** What was read of a document, or why it is none. */
export type Opened =
  | {
      readonly kind: 'open';
      readonly bound: BoundDocument;
      readonly use: TemplateUse;
      /** The version it is bound to, when that is not the present one. */
      readonly outdated: OutdatedTemplate | null;
      readonly read: ReadFiles;
    }
  | { readonly kind: 'skipped'; readonly skipped: Skipped; readonly read: ReadFiles | null };

interface ReadFiles {
  readonly document: Extract<FileReading, { kind: 'text' }>;
  readonly companion: FileReading | null;
}

/** Kept is what follows from the files alone: not from a git base, nor from a history, nor from a template elsewhere. */
function checkedText(job: Job, opened: Opened, { document, companion }: ReadFiles, readAt: number): CheckedText | null {
  if (job.base !== null || job.history !== null || job.follows != null || document.stamp === null) return null;
  if (opened.kind === 'open' ? opened.use.origin === 'front-matter' : namesTemplate(opened.skipped)) return null;
  const text = { name: job.name, stamp: document.stamp, hash: hashOf(document.text), readAt };
  if (job.companion === null) return { ...text, companion: null };
  if (companion === null || companion.kind === 'unreadable' || companion.stamp === null) return null;
  return { ...text, companion: { stamp: companion.stamp, hash: hashOf(companion.text) } };
}

function namesTemplate(skipped: Skipped): boolean {
  return skipped.kind === 'no-template' && skipped.named !== null;
}

function packCompanion(companion: Companion | null): { readonly file: string; readonly lines: string } | null {
  return companion === null ? null : { file: companion.file, lines: packLines(new LineIndex(companion.text)) };
}
