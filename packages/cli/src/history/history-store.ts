import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import type { HistoryProblem } from '@specwright/core/operations/history-context.ts';
import { appendEvents } from './append-events.ts';
import { type HistoryReading, readEvents } from './event-files.ts';
import { findHistories, type HistoryFound, type HistorySeeker, knownHistory } from './find-history.ts';
import { FolderSource } from './folder-source.ts';
import type { HistorySource } from './history-source.ts';
import { keptText, missingTexts } from './text-files.ts';

/** The events of one document and what is wrong with them. */
export interface KeptHistory {
  /** The document's id; null when it has no history, or nobody can say which. */
  readonly document: string | null;
  /** In no order. */
  readonly events: readonly HistoryEvent[];
  readonly problems: readonly HistoryProblem[];
}

/**
 * The histories of one workspace as they were when they were first asked for. `documents` are all its documents, not only
 * those a command is about: a history belongs to one file at most, so all must be seen to know which.
 */
export class HistoryStore {
  readonly folder: string;
  readonly #source: FolderSource;
  readonly #documents: () => readonly HistorySeeker[];
  #reading: HistoryReading | null = null;
  #found: ReadonlyMap<string, HistoryFound> | null = null;

  /** `shown` is how messages name the folder. */
  constructor(folder: string, shown: string, documents: () => readonly HistorySeeker[]) {
    this.folder = folder;
    this.#source = new FolderSource(folder, shown);
    this.#documents = documents;
  }

  /** Where texts and events are read from. */
  get source(): HistorySource {
    return this.#source;
  }

  /** Every event of the workspace. */
  reading(): HistoryReading {
    this.#reading ??= readEvents(this.#source);
    return this.#reading;
  }

  /** The history of a file of the workspace. */
  historyOf(file: string): KeptHistory {
    const found = this.#histories().get(file) ?? { kind: 'none' };
    if (found.kind === 'none') return { document: null, events: [], problems: [] };
    if (found.kind === 'ambiguous') {
      const problems = [ambiguous(file, found.documents)];
      return { document: null, events: [], problems };
    }
    const { document } = found;
    const events = this.reading().events.get(document) ?? [];
    const problems = [...(this.reading().problems.get(document) ?? []), ...missingTexts(events, this.#source)];
    return { document, events, problems };
  }

  /** Ids of documents whose file is nowhere, or may be one of several. */
  unplaced(): readonly string[] {
    const placed = new Set<string>();
    for (const found of this.#histories().values()) if (found.kind === 'found') placed.add(found.document);
    const all = new Set([...this.reading().events.keys(), ...this.reading().problems.keys()]);
    return [...all].filter((document) => !placed.has(document)).sort();
  }

  /** A kept text by its SHA-256; null when it is not there or not whole. */
  textOf(digest: string): string | null {
    const kept = keptText(this.#source, digest);
    return kept.kind === 'text' ? kept.text : null;
  }

  /** Adds events with the texts they name; see `appendEvents`. */
  append(events: readonly HistoryEvent[], texts: Iterable<string>): void {
    appendEvents(this.folder, events, texts, Date.now());
    this.#reading = null;
    this.#found = null;
  }

  #histories(): ReadonlyMap<string, HistoryFound> {
    if (this.#found === null) {
      const known = [...this.reading().events].flatMap(([document, events]) => knownHistory(document, events) ?? []);
      // Without histories no document need be read.
      this.#found =
        known.length === 0 ? new Map() : findHistories(this.#documents(), known, (digest) => this.textOf(digest));
    }
    return this.#found;
  }
}

function ambiguous(file: string, documents: readonly string[]): HistoryProblem {
  const names = documents.map((id) => id.slice(0, 12)).join(', ');
  return {
    kind: 'ambiguous',
    message: `${file} may go on with ${documents.length === 1 ? `the history ${names}, and so may another file` : `any of the histories ${names}`}`,
    hint: 'Move files back to where their histories know them, then move them one at a time and commit each',
  };
}
