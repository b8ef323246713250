import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { foldEvents, type History } from '@specwright/core/lifecycle/fold.ts';
import type { HistoryProblem } from '@specwright/core/operations/history-context.ts';
import { appendEvents } from './append-events.ts';
import { type HistoryReading, lostSince, readEvents } from './event-files.ts';
import { findHistories, type HistoryFound, type HistorySeeker, knownHistory } from './find-history.ts';
import { FolderSource } from './folder-source.ts';
import type { HistorySource } from './history-source.ts';
import { keptText, missingTexts } from './text-files.ts';

/** The history of one file. */
export interface KeptHistory {
  /** Null for a file without one, or when nobody can say which. */
  readonly history: History | null;
  /** In no order. */
  readonly events: readonly HistoryEvent[];
  readonly problems: readonly HistoryProblem[];
}

const NONE: KeptHistory = { history: null, events: [], problems: [] };

/** Where the histories of a workspace are, and what they are compared with. */
export interface HistoryStoreInput {
  /** Absolute. */
  readonly folder: string;
  /** How messages name the folder. */
  readonly shown: string;
  /** The histories as of the protected base; null when there is none to compare with. */
  readonly base: HistorySource | null;
  /**
   * All documents of the workspace, not only those a command is about: a history belongs to one file at most, so all
   * must be seen to know which. Asked for once, and only where there are histories.
   */
  readonly documents: () => readonly HistorySeeker[];
}

/** The histories of one workspace, as they are when it is made. */
export class HistoryStore {
  /** Absolute. */
  readonly folder: string;
  readonly #source: FolderSource;
  readonly #reading: HistoryReading;
  readonly #lost: ReadonlyMap<string, readonly HistoryProblem[]>;
  readonly #found: ReadonlyMap<string, HistoryFound>;

  constructor({ folder, shown, base, documents }: HistoryStoreInput) {
    this.folder = folder;
    this.#source = new FolderSource(folder, shown);
    this.#reading = readEvents(this.#source);
    const before = base === null ? null : readEvents(base);
    this.#lost = before === null ? new Map() : lostSince(before, this.#reading);
    // A history that was taken away still tells which file it belonged to.
    const all = new Map([...(before?.events ?? []), ...this.#reading.events]);
    const known = [...all].flatMap(([document, events]) => knownHistory(document, events) ?? []);
    const textOf = (digest: string): string | null => this.textOf(digest);
    this.#found = known.length === 0 ? new Map() : findHistories(documents(), known, textOf);
  }

  /** The history of a file, named as the workspace names it. */
  historyOf(file: string): KeptHistory {
    const found = this.#found.get(file);
    if (found === undefined || found.kind === 'none') return NONE;
    if (found.kind === 'ambiguous') return { ...NONE, problems: [ambiguous(file, found.documents)] };
    const events = this.#eventsOf(found.documents);
    return { history: foldEvents(events), events, problems: this.#problemsOf(found.documents, events) };
  }

  /** Ids of the histories whose file is nowhere, or may be one of several; sorted. */
  get unplaced(): readonly string[] {
    const placed = new Set([...this.#found.values()].flatMap((one) => (one.kind === 'found' ? one.documents : [])));
    const { events, problems } = this.#reading;
    const all = new Set([...events.keys(), ...problems.keys(), ...this.#lost.keys()]);
    return [...all].filter((document) => !placed.has(document)).sort();
  }

  /** What is wrong with histories that belong to none of the files. */
  get strangers(): readonly HistoryProblem[] {
    return this.unplaced.flatMap((document) => this.#problemsOf([document], this.#eventsOf([document])));
  }

  /** A text that events name, by its SHA-256; null when it is not kept whole. */
  textOf(digest: string): string | null {
    const kept = keptText(this.#source, digest);
    return kept.kind === 'text' ? kept.text : null;
  }

  /** Adds events with the texts they name, see `appendEvents`; what was read before stays as it was. */
  append(events: readonly HistoryEvent[], texts: Iterable<string>): void {
    appendEvents(this.folder, events, texts, Date.now());
  }

  #eventsOf(documents: readonly string[]): readonly HistoryEvent[] {
    return documents.flatMap((document) => this.#reading.events.get(document) ?? []);
  }

  #problemsOf(documents: readonly string[], events: readonly HistoryEvent[]): readonly HistoryProblem[] {
    const dangling = foldEvents(events)?.order.dangling ?? [];
    return [
      ...documents.flatMap((document) => this.#reading.problems.get(document) ?? []),
      ...documents.flatMap((document) => this.#lost.get(document) ?? []),
      ...dangling.map(({ event, parent }) => danglingParent(event, parent)),
      ...missingTexts(events, this.#source),
    ];
  }
}

function danglingParent(event: HistoryEvent, parent: string): HistoryProblem {
  return {
    kind: 'dangling',
    message: `The event \`${event.kind}\` by ${event.by.name} of ${event.at} (${event.id}) builds on ${parent}, which is not there`,
    hint: 'Bring the missing event file from the branch that it was made on',
  };
}

function ambiguous(file: string, documents: readonly string[]): HistoryProblem {
  const names = documents.map((id) => id.slice(0, 12)).join(', ');
  const which =
    documents.length === 1 ? `the history ${names}, and so may another file` : `any of the histories ${names}`;
  return {
    kind: 'ambiguous',
    message: `${file} may go on with ${which}`,
    hint: 'Move files back to where their histories know them, then move them one at a time and commit each',
  };
}
