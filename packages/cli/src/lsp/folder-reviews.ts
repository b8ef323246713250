import type { HistoryState } from '@specwright/core/check/history-state.ts';
import type { DocumentReview } from '@specwright/core/editor/editor-workspace.ts';
import { historyStateOf } from '@specwright/core/lifecycle/history-state.ts';
import { effectiveStatus } from '@specwright/core/lifecycle/status.ts';
import { historyFolder } from '../review/history-folder.ts';
import { openHistoriesOf } from '../review/open-histories.ts';
import { isFolder } from '../workspace/find-root.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';

export interface ReviewListener {
  /** True for documents whose review is wanted, not only what rules say of their histories. */
  isOpen(name: string): boolean;
  heard(name: string, state: HistoryState | null): void;
  failed(error: unknown): void;
}

/**
 * What the histories of a folder's documents make of them. Git is asked about each, so that is found out in the background, one
 * round after the other.
 */
export class FolderReviews {
  readonly #workspace: OpenWorkspace;
  readonly #listener: ReviewListener;
  readonly #known: Map<string, DocumentReview>;
  #wanted = new Set<string>();
  /** True when all documents with a history are wanted. */
  #wantsAll = false;
  #running = false;
  #ended = false;

  /** `known` is what was known before; it holds until something else is read. */
  constructor(
    workspace: OpenWorkspace,
    listener: ReviewListener,
    known: ReadonlyMap<string, DocumentReview> = new Map(),
  ) {
    this.#workspace = workspace;
    this.#listener = listener;
    this.#known = new Map(known);
  }

  get known(): ReadonlyMap<string, DocumentReview> {
    return this.#known;
  }

  /** Of an open document, as its file was when it was last read; null when it was not. */
  reviewOf(name: string): DocumentReview | null {
    return this.#known.get(name) ?? null;
  }

  forget(name: string): void {
    this.#known.delete(name);
  }

  ask(name: string): void {
    this.#wanted.add(name);
    void this.#run();
  }

  askAll(): void {
    if (!isFolder(historyFolder(this.#workspace))) return;
    this.#wantsAll = true;
    void this.#run();
  }

  end(): void {
    this.#ended = true;
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (!this.#ended && (this.#wantsAll || this.#wanted.size > 0)) {
      const names = this.#wanted;
      const all = this.#wantsAll;
      this.#wanted = new Set();
      this.#wantsAll = false;
      try {
        await this.#read(names, all);
      } catch (error) {
        this.#listener.failed(error);
      }
    }
    this.#running = false;
  }

  async #read(names: ReadonlySet<string>, all: boolean): Promise<void> {
    const { histories, store } = await openHistoriesOf(this.#workspace, { base: null, key: null });
    const isWanted = (name: string): boolean => names.has(name) || (all && store.historyOf(name).history !== null);
    for await (const { file, review } of histories.open(() => undefined, isWanted)) {
      if (this.#ended) return;
      const listener = this.#listener;
      if (listener.isOpen(file)) this.#known.set(file, { review, status: effectiveStatus(review) });
      listener.heard(file, review.history === null ? null : historyStateOf(review));
    }
  }
}
