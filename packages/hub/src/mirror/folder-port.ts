import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import type { TemplateCompanion } from '@specwright/core/template/front-matter-fields.ts';
import type { ImportedEvent } from '../documents/imported-history.ts';

/** Why a folder, or one of its files, cannot be followed: a sentence without a full stop, and what to do. */
export class FolderTrouble extends Error {
  constructor(message: string, hint: string | null = null) {
    super(hint === null ? message : `${message}. ${hint}`);
    this.name = 'FolderTrouble';
  }
}

/** A file as it is now. */
export type FolderRead =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  /** `reason` is a sentence without a full stop. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** A Markdown file that may be a document. */
export interface ScannedDocument {
  readonly file: string;
  /** The YAML file beside it that holds its metadata; null without one. */
  readonly companion: string | null;
  /** Another one whenever the file or its companion was written; null when it was written just now, and may be again unseen. */
  readonly stamp: string | null;
}

export interface ScannedTemplate {
  readonly file: string;
  readonly text: string;
  readonly companion: TemplateCompanion | null;
}

/** Everything of a folder that a workspace holds. */
export interface FolderScan {
  /** The text of its `specwright.yaml`; empty without one. */
  readonly config: string;
  readonly templates: readonly ScannedTemplate[];
  readonly documents: readonly ScannedDocument[];
  /** Files that are not looked at, with the reason. */
  readonly leftOut: readonly { readonly file: string; readonly reason: string }[];
}

/** What became of a change of a file that was to be made only while the file is the one that was read. */
export type FolderChange = 'done' | 'changed';

/**
 * A folder of files, named as its workspace names them: with forward slashes, below the folder. Nothing outside of it is ever read or written.
 * It throws `FolderTrouble` where the folder, or a file, cannot be used.
 */
export interface FolderPort {
  scan(): Promise<FolderScan>;
  read(file: string): Promise<FolderRead>;
  /**
   * Puts a text in the place of one with the SHA-256 `expected`, wholly or not at all; null where there must be no file. `changed` when
   * the file is another one than expected: then nothing was written.
   */
  write(file: string, text: string, expected: string | null): Promise<FolderChange>;
  /** Takes a file away whose text has the SHA-256 `expected`. */
  remove(file: string, expected: string): Promise<FolderChange>;
  /** The histories that are kept beside documents, by the file that goes on with them; null when none came since this was asked last. */
  histories(): Promise<ReadonlyMap<string, readonly ImportedEvent[]> | null>;
  /** A text that events name, by its SHA-256; null when it is not kept whole. */
  textOf(digest: string): Promise<string | null>;
  /** Keeps events with the texts that they name; what is there already stays. */
  record(events: readonly HistoryEvent[], texts: readonly string[]): Promise<void>;
  /** Calls `heard` with the name of a file that was written, null when it may be any; gives the way to stop. */
  watch(heard: (file: string | null) => void): () => void;
}
