import type { Findings } from '../check/findings.ts';
import type { DocumentReport } from '../check/report.ts';
import type { CheckSettings } from '../check/settings.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Places } from '../diagnostic/located.ts';
import type { BoundDocument } from '../document/document.ts';
import type { Outline } from '../markdown/outline.ts';
import type { MarkdownParser } from '../markdown/parser.ts';
import type { TemplateCompanion } from '../template/front-matter-fields.ts';
import type { Schema } from '../template/schema.ts';
import type { TemplateFile, TemplateOrigin } from './template-plan.ts';

/** What operations need from the place they run in. */
export interface OperationContext {
  readonly documents: Documents;
  readonly settings: CheckSettings;
  readonly parser: MarkdownParser;
}

/**
 * The documents an operation is about, each with the template it follows. Which those are, how they are read and in how
 * many threads is the surface's business.
 */
export interface Documents {
  /** What the last check found, as long as nothing it depended on has changed since; else null. */
  recall(settings: CheckSettings): Promise<AllFindings | null>;
  /** Keeps what a check found for the next one. */
  remember(all: AllFindings): void;
  /** `shared` is a template for the documents that nothing else fits. */
  check(settings: CheckSettings, shared: TemplateFile | null): Promise<CheckedDocuments>;
  /** The outlines of some of the documents, by name. */
  outlines(files: readonly string[]): Promise<readonly Outline[]>;
  /**
   * Opens them one by one in order of their names, as they are asked for, so that only one need be held at a time. Files
   * that cannot be read or follow no template are told to `skipped`.
   */
  open(skipped: (file: Skipped) => void): Promise<Iterable<OpenDocument>>;
}

/** Everything there is to find in the documents, whoever asks. */
export interface AllFindings {
  /** Names of the documents, sorted. */
  readonly files: readonly string[];
  readonly diagnostics: Findings;
  readonly checked: CheckedWorkspace;
}

export interface OpenDocument {
  readonly bound: BoundDocument;
  readonly template: TemplateUse;
}

/** How a document came to its template. */
export interface TemplateUse {
  readonly file: string;
  readonly origin: TemplateOrigin;
  /** How alike document and template are, 0 to 1; null unless the template was found by shape. */
  readonly score: number | null;
}

export type Skipped =
  | { readonly kind: 'unreadable'; readonly file: string; readonly reason: string }
  | {
      readonly kind: 'no-template';
      readonly file: string;
      /** The template that its front matter names and that is not there. */
      readonly named: string | null;
      /** The template that came closest, though not close enough. */
      readonly closest: string | null;
      readonly score: number;
    };

export interface CheckedDocuments extends CheckedWorkspace {
  /** Sorted by file. */
  readonly reports: readonly DocumentReport[];
  /** Findings that belong to no document: files that cannot be read, mistakes in the configuration. */
  readonly problems: readonly Diagnostic[];
  /** True when the user's paths lead to a file, document or not. */
  selected(file: string): boolean;
  /** True when not every document of the workspace was read. */
  readonly partial: boolean;
  /** True when the user or the configuration says which template documents follow. */
  readonly templateSaid: boolean;
  /** True when a path of the workspace names an existing file or folder. */
  exists(path: string): boolean;
}

/** What is known of a workspace after a check, besides its findings. */
export interface CheckedWorkspace {
  readonly skipped: readonly Skipped[];
  /** The templates in use with the number of documents that follow each, most used first. */
  readonly templates: readonly CountedTemplate[];
  /** Places of a file whose findings are known, made anew each time; null for a file that was not read. */
  placesOf(file: string): Places | null;
  /** Text of a file whose findings are known; null for a file that was not read. */
  textOf(file: string): string | null;
}

export interface CountedTemplate {
  readonly schema: Schema;
  /** The YAML file that it was compiled with. */
  readonly companion: TemplateCompanion | null;
  readonly origin: TemplateOrigin;
  readonly documents: number;
  /** Mean likeness of documents found by shape; null for the others. */
  readonly score: number | null;
}
