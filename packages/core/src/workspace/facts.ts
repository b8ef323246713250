import type { Stage } from '../check/stage.ts';
import type { Range } from '../text/range.ts';

/** What one document tells the others: small plain data, cached beside its findings and gathered from workers. */
export interface DocumentFacts {
  readonly file: string;
  /** The schema's template file. */
  readonly template: string;
  /** The document's own number; null when it has none, or none yet (0000). */
  readonly id: DocumentId | null;
  readonly title: string;
  /** The lifecycle state; null when there is none or its text matches none. */
  readonly state: string | null;
  /** Position of the state in the lifecycle, from 0; null without one. */
  readonly stateIndex: number | null;
  /** What the document claims: the lifecycle's state, else the words of its status field; null without either. */
  readonly status: string | null;
  /** What the claimed status promises, read from its name; null when nothing can be concluded from it. */
  readonly stage: Stage | null;
  /** True from the second state on, and for documents without a lifecycle. */
  readonly settled: boolean;
  /** True when the status says that work ended without the document being in force: withdrawn, rejected, superseded. */
  readonly closed: boolean;
  /** Ids of plain guidance paragraphs that the document keeps. */
  readonly keptGuidance: readonly number[];
  /** Addresses of schema sections that the document has. */
  readonly sections: readonly string[];
  /** Names of other documents in fields that point to them. */
  readonly references: readonly DocumentReference[];
  /** Relative links and images. */
  readonly links: readonly DocumentLink[];
  /** Anchors that others may link to. */
  readonly anchors: readonly string[];
}

export interface DocumentId {
  /** Digits without leading zeros. */
  readonly value: string;
  /** The word before the number, lower case (`adr` of `ADR-0007`); empty when there is none. */
  readonly prefix: string;
  /** The folder within which no other document may have it; empty for the whole workspace. */
  readonly within: string;
  /** Empty at 0 when only the file's name says it. */
  readonly range: Range;
  /** The file that `range` counts in: the document's, or its companion's. */
  readonly file: string;
}

export interface DocumentReference {
  readonly kind: 'depends-on' | 'supersedes' | 'superseded-by' | 'related';
  /** A number without leading zeros, `prefix-` before it when one is written (`7`, `adr-7`), or a path (`../0007-retries.md`). */
  readonly target: string;
  readonly range: Range;
  /** The file that `range` counts in: the document's, or its companion's. */
  readonly file: string;
  readonly address: string;
}

export interface DocumentLink {
  /** As written, percent escapes decoded, without the fragment. Empty for a link into the document itself. */
  readonly path: string;
  readonly fragment: string | null;
  readonly image: boolean;
  /** Of the target as written; of the whole link when the target cannot be found as written. */
  readonly range: Range;
  /** Of the path and of the fragment as written, for a fix; null when there is none or it cannot be found as written. */
  readonly pathRange: Range | null;
  readonly fragmentRange: Range | null;
  readonly address: string;
}

/** All documents of a check, sorted by file, and what the workspace says of files. */
export interface WorkspaceFacts {
  readonly documents: readonly DocumentFacts[];
  /** True when a path of the workspace, with forward slashes, names an existing file or folder. */
  exists(path: string): boolean;
  /** True when not every document of the workspace was read: then none may be called missing. */
  readonly partial?: boolean;
}
