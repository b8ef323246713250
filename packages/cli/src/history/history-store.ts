import { type CausalOrder, orderEvents } from '@specwright/core/lifecycle/causal-order.ts';
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { foldEvents, type History } from '@specwright/core/lifecycle/fold.ts';
import type { HistoryProblem } from '@specwright/core/operations/history-context.ts';
import { appendEvents } from './append-events.ts';
import { type HistoryReading, lostSince, readEvents } from './event-files.ts';
import { findHistories, type HistoryFound, type HistorySeeker, knownHistory } from './find-history.ts';
import { FolderSource } from './folder-source.ts';
import type { HistorySource } from './history-source.ts';
import { keptText, missingTexts } from './text-files.ts';

/** The history of one file and what is wrong with it. */
export interface KeptHistory {
  /** Null when the file has none, or nobody can say which. */
  readonly history: History | null;
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
  readonly #base: HistorySource | null;
  readonly #documents: () => readonly HistorySeeker[];
  #lost: ReadonlyMap<string, readonly HistoryProblem[]> | null = null;
  #reading: HistoryReading | null = null;
  #found: ReadonlyMap<string, HistoryFound> | null = null;

  /** `shown` is how messages name the folder; `base` an earlier state of which nothing may be missing, null for none. */
  constructor(folder: string, shown: string, base: HistorySource | null, documents: () => readonly HistorySeeker[]) {
    this.folder = folder;
    this.#base = base;
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
    if (found.kind === 'none') return { history: null, events: [], problems: [] };
    if (found.kind === 'ambiguous') {
      return { history: null, events: [], problems: [ambiguous(file, found.documents)] };
    }
    const events = this.reading().events.get(found.document) ?? [];
    return { history: foldEvents(events), events, problems: this.#problemsOf(found.document) };
  }

  /** What is wrong with histories whose file is nowhere, or may be one of several. */
  strangers(): readonly HistoryProblem[] {
    return this.unplaced().flatMap((document) => this.#problemsOf(document));
  }

  #problemsOf(document: string): readonly HistoryProblem[] {
    const events = this.reading().events.get(document) ?? [];
    if (this.#lost === null)
      this.#lost = this.#base === null ? new Map() : lostSince(readEvents(this.#base), this.reading());
    return [
      ...(this.reading().problems.get(document) ?? []),
      ...(this.#lost.get(document) ?? []),
      ...orderEvents(events).dangling.map(dangling),
      ...missingTexts(events, this.#source),
    ];
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

function dangling({ event, parent }: CausalOrder['dangling'][number]): HistoryProblem {
  return {
    kind: 'dangling',
    message: `The event \`${event.kind}\` by ${event.by.name} of ${event.at} (${event.id.slice(0, 12)}) builds on ${parent.slice(0, 12)}, which is not there`,
    hint: 'Bring the missing event file back from the branch it was made on',
  };
}

function ambiguous(file: string, documents: readonly string[]): HistoryProblem {
  const names = documents.map((id) => id.slice(0, 12)).join(', ');
  return {
    kind: 'ambiguous',
    message: `${file} may go on with ${documents.length === 1 ? `the history ${names}, and so may another file` : `any of the histories ${names}`}`,
    hint: 'Move files back to where their histories know them, then move them one at a time and commit each',
  };
}
