import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { foldEvents, type History } from '@specwright/core/lifecycle/fold.ts';
import type { HistoryProblem } from '@specwright/core/operations/history-context.ts';
import { appendEvents } from '../history/append-events.ts';
import { type HistoryReading, lostSince, readEvents } from '../history/event-files.ts';
import { FolderSource } from '../history/folder-source.ts';
import type { HistorySource } from '../history/history-source.ts';
import { keptText, missingTexts } from '../history/text-files.ts';

/** The history of one file. */
export interface KeptHistory {
  /** Null for a file without one. */
  readonly history: History | null;
  readonly events: readonly HistoryEvent[];
  readonly problems: readonly HistoryProblem[];
}

const NONE: KeptHistory = { history: null, events: [], problems: [] };

/** The histories of a workspace, read once. */
export class HistoryStore {
  /** Absolute. */
  readonly folder: string;
  readonly #source: HistorySource;
  readonly #reading: HistoryReading;
  readonly #byFile = new Map<string, KeptHistory>();
  /** What is wrong with histories that belong to none of the files. */
  readonly strangers: readonly HistoryProblem[];

  /** `base` is the history as of the protected base; null when there is none to compare with. */
  constructor(folder: string, shown: string, base: HistorySource | null, files: readonly string[]) {
    this.folder = folder;
    this.#source = new FolderSource(folder, shown);
    this.#reading = readEvents(this.#source);
    const lost =
      base === null ? new Map<string, readonly HistoryProblem[]>() : lostSince(readEvents(base), this.#reading);
    const strangers: HistoryProblem[] = [];
    for (const document of new Set([
      ...this.#reading.events.keys(),
      ...this.#reading.problems.keys(),
      ...lost.keys(),
    ])) {
      const kept = this.#kept(document, lost.get(document) ?? []);
      const file = kept.history?.file ?? null;
      if (file !== null && files.includes(file)) this.#byFile.set(file, kept);
      else strangers.push(...kept.problems);
    }
    this.strangers = strangers;
  }

  historyOf(file: string): KeptHistory {
    return this.#byFile.get(file) ?? NONE;
  }

  /** A text that events name, verified; null when it is not kept whole. */
  textOf(digest: string): string | null {
    const kept = keptText(this.#source, digest);
    return kept.kind === 'text' ? kept.text : null;
  }

  append(events: readonly HistoryEvent[], texts: Iterable<string>): void {
    appendEvents(this.folder, events, texts, Date.now());
  }

  #kept(document: string, lost: readonly HistoryProblem[]): KeptHistory {
    const events = this.#reading.events.get(document) ?? [];
    const history = foldEvents(events);
    const dangling = (history?.order.dangling ?? []).map(
      ({ event, parent }): HistoryProblem => ({
        kind: 'dangling',
        message: `The event \`${event.kind}\` by ${event.by.name} of ${event.at} (${event.id.slice(0, 12)}) builds on ${parent.slice(0, 12)}, which is not there`,
        hint: 'Bring the missing event file back from the branch it was made on',
      }),
    );
    const problems = [
      ...(this.#reading.problems.get(document) ?? []),
      ...lost,
      ...dangling,
      ...missingTexts(events, this.#source),
    ];
    return { history, events, problems };
  }
}
