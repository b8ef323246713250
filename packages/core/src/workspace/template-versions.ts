import type { TemplateCompanion } from '../template/front-matter-fields.ts';

/** One text of a template that documents may follow, kept for as long as one does. */
export interface RecordedTemplate {
  /** The template's path as the workspace named it at the time. */
  readonly file: string;
  /** SHA-256 of the text that is kept of it, 64 hex digits. */
  readonly digest: string;
  readonly text: string;
  /** The YAML file beside it; null when there was none. */
  readonly companion: TemplateCompanion | null;
}

/** That a document follows a version of its template from now on. */
export interface Adoption {
  /** The document, as the workspace names it. */
  readonly document: string;
  readonly template: RecordedTemplate;
}

/** Which version of its template each document follows. A host provides it, from the histories of the documents. */
export interface TemplateVersions {
  /** Null when no version is recorded for the document. */
  versionOf(document: string): RecordedTemplate | null;
  /** Rejects, with nothing half-recorded for any one document, when it cannot be written. */
  record(adoptions: readonly Adoption[]): Promise<void>;
}
