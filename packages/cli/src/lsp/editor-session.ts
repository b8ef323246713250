import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { HistoryState } from '@specwright/core/check/history-state.ts';
import type { BoundDocument } from '@specwright/core/document/document.ts';
import type { EditorWorkspace } from '@specwright/core/editor/editor-workspace.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { silentProgress } from '../terminal/progress.ts';
import { nameOf, pathOf } from '../workspace/paths.ts';
import type { CheckedFolder } from './checked-folder.ts';
import type { EditorClient } from './editor-client.ts';
import { FolderReviews } from './folder-reviews.ts';
import { FolderWords } from './folder-words.ts';
import { OpenBuffer } from './open-buffer.ts';
import { openFolder } from './open-folder.ts';
import { Publisher } from './publisher.ts';
import { tooLargeNote } from './shown-findings.ts';
import { isUntitled } from './uris.ts';
import { type Effect, effectOf } from './watched-files.ts';

export interface SessionInput {
  /** A folder of the editor; or one file that stands in none. Absolute; null for texts that have no file yet. */
  readonly path: string | null;
  readonly worker: URL;
  readonly client: EditorClient;
}

/** A document as it is typed, checked, with the folder it stands in. */
export interface OpenedText {
  readonly buffer: OpenBuffer;
  readonly bound: BoundDocument;
  readonly folder: CheckedFolder;
  readonly session: EditorSession;
}

/** Documents tell each other what is new once the typing pauses for so long, in ms. */
const settleAfter = 300;
/** Files change in bursts, by a checkout for one. In ms. */
const reopenAfter = 200;
/** More files that change at once are not checked one by one. */
const fewFiles = 30;
/** So long the findings of files that are not open may keep others waiting, in ms. */
const slice = 8;

/** One folder of an editor: its documents as they are typed or, where they are not open, as their files are. Writes nothing. */
export class EditorSession {
  readonly path: string | null;
  readonly #input: SessionInput;
  readonly #publisher: Publisher;
  /** By path. */
  readonly #buffers = new Map<string, OpenBuffer>();
  #folder: CheckedFolder | null = null;
  #reviews: FolderReviews | null = null;
  #words = new FolderWords([]);
  #opening: Promise<void>;
  #settling: NodeJS.Timeout | null = null;
  #reopening: NodeJS.Timeout | null = null;
  /** Counts the rounds in which the findings of all files are published; a new one ends the one before. */
  #round = 0;
  #ended = false;

  constructor(input: SessionInput) {
    this.#input = input;
    this.path = input.path;
    this.#publisher = new Publisher(input.client);
    this.#opening = this.#open();
  }

  /** The folder as it was last opened, once that was done for the first time; null when it cannot be. */
  async folder(): Promise<CheckedFolder | null> {
    if (this.#folder === null) await this.#opening;
    return this.#folder;
  }

  /** An open text, checked as it is now; null for one that is no document. */
  async opened(path: string): Promise<OpenedText | null> {
    const folder = await this.folder();
    const buffer = this.#buffers.get(path);
    if (folder === null || buffer === undefined) return null;
    if (!buffer.isChecked) {
      buffer.cancel();
      this.#check(buffer);
    }
    return buffer.bound === null ? null : { buffer, bound: buffer.bound, folder, session: this };
  }

  /** The open text of a file; null when it is not open. */
  bufferAt(path: string): OpenBuffer | null {
    return this.#buffers.get(path) ?? null;
  }

  /** The workspace as it is told to whoever answers a question. */
  view(folder: CheckedFolder): EditorWorkspace {
    const { settings } = folder.workspace;
    const { parser, facts } = folder;
    for (const { bound } of this.#buffers.values()) if (bound !== null) this.#words.read(bound);
    return {
      facts,
      settings,
      parser,
      people: this.#words.people,
      terms: this.#words.terms,
      documentOf: (name) => this.#boundOf(name, folder),
      reviewOf: (name) => this.#reviews?.reviewOf(name) ?? null,
    };
  }

  #boundOf(name: string, folder: CheckedFolder): BoundDocument | null {
    const buffer = this.#buffers.get(pathOf(folder.workspace.root, name));
    return buffer?.isChecked === true ? buffer.bound : folder.bind(name, buffer?.document.getText() ?? null);
  }

  /** What stands in an open text; null for a file that is not open. */
  textAt(path: string): string | null {
    return this.#buffers.get(path)?.document.getText() ?? null;
  }

  changed(document: TextDocument, path: string): void {
    const known = this.#buffers.get(path);
    const isKnown = known?.document === document;
    const buffer = isKnown ? known : new OpenBuffer(document, path);
    this.#buffers.set(path, buffer);
    if (!isKnown) this.#askReview(path);
    if (this.#folder !== null) buffer.schedule(() => this.#guarded(() => this.#check(buffer)));
  }

  /** From now on the file speaks again. */
  closed(path: string): void {
    const buffer = this.#buffers.get(path);
    if (buffer === undefined) return;
    buffer.cancel();
    this.#buffers.delete(path);
    this.#publisher.clear(buffer);
    if (isUntitled(buffer.uri)) return;
    const folder = this.#folder;
    if (folder === null) return;
    const name = nameOf(folder.workspace.root, path);
    this.#reviews?.forget(name);
    if (folder.isDocument(name) && existsSync(path)) {
      this.#checkFile(path, folder);
      if (folder.unsettled) this.#settleSoon();
    } else if (folder.isDocument(name) || folder.isTemplate(name)) this.#reopenSoon();
  }

  saved(path: string): void {
    const folder = this.#folder;
    const buffer = this.#buffers.get(path);
    if (folder === null) this.#reopenSoon();
    if (folder === null || buffer === undefined) return;
    const name = nameOf(folder.workspace.root, path);
    if (folder.isDocument(name)) this.#askReview(path);
    // A template, or a document that is new, changes what all are checked by.
    else if (!isUntitled(buffer.uri)) this.#reopenSoon();
  }

  /** Files changed on the disk; null for something somewhere. */
  filesChanged(paths: readonly (string | null)[]): void {
    const folder = this.#folder;
    if (folder === null) {
      // It may have been read before it changed.
      this.#reopenSoon();
      return;
    }
    const effects = new Set<Effect>();
    const changed: string[] = [];
    for (const path of paths) {
      const effect = path === null ? 'open' : effectOf(path, folder);
      effects.add(effect);
      if (effect === 'check' && path !== null && !this.#buffers.has(path)) changed.push(path);
    }
    // Many at once are checked as a folder is when it is opened: in threads.
    if (changed.length > fewFiles) effects.add('open');
    else for (const path of changed) this.#checkFile(path, folder);
    if (effects.has('histories')) this.#askAllReviews();
    if (effects.has('open')) this.#reopenSoon();
    else if (effects.has('settle') || folder.unsettled) this.#settleSoon();
  }

  end(): void {
    this.#ended = true;
    this.#round += 1;
    this.#reviews?.end();
    for (const timer of [this.#settling, this.#reopening]) if (timer !== null) clearTimeout(timer);
    for (const buffer of this.#buffers.values()) buffer.cancel();
    this.#publisher.clearFiles(this.#publisher.sentFiles);
  }

  async #open(): Promise<void> {
    const { client, worker } = this.#input;
    const before = this.#folder;
    const shown = before === null ? await client.progress('Checking specifications') : silentProgress;
    try {
      const folder = await openFolder({
        path: this.path,
        worker,
        progress: { update: shown.update, end: () => undefined },
        openText: (path) => this.textAt(path),
        histories: before?.histories ?? new Map(),
        log: (message) => client.log(message),
      });
      if (this.#ended) return;
      this.#folder = folder;
      for (const buffer of this.#buffers.values()) this.#bind(buffer, folder);
      if (folder.unsettled) folder.settle();
      void this.#publishAll(folder);
      this.#readAround(folder);
    } catch (error) {
      client.logError(error);
    } finally {
      shown.end();
    }
  }

  /** What takes long and is not needed for findings: people and terms, histories. */
  #readAround(folder: CheckedFolder): void {
    const { workspace, facts } = folder;
    const words = this.#words;
    void words
      .readAll(
        facts.documents.map(({ file }) => file),
        (name) => this.#boundOf(name, folder),
      )
      .catch((error) => this.#input.client.logError(error));
    const before = this.#reviews;
    before?.end();
    const listener = {
      isOpen: (name: string) => this.#buffers.has(pathOf(workspace.root, name)),
      heard: (name: string, state: HistoryState | null) => this.#guarded(() => this.#heard(name, state, folder)),
      failed: (error: unknown) => this.#input.client.logError(error),
    };
    this.#reviews = new FolderReviews(workspace, listener, before?.known);
    this.#askAllReviews();
  }

  #askAllReviews(): void {
    this.#reviews?.askAll();
    for (const path of this.#buffers.keys()) this.#askReview(path);
  }

  #askReview(path: string): void {
    const name = this.#folder === null ? null : nameOf(this.#folder.workspace.root, path);
    if (name !== null && this.#folder?.isDocument(name) === true) this.#reviews?.ask(name);
  }

  /** A document is as mature as its history says. */
  #heard(name: string, state: HistoryState | null, folder: CheckedFolder): void {
    const path = pathOf(folder.workspace.root, name);
    const buffer = this.#buffers.get(path);
    if (buffer !== undefined) this.#input.client.refreshLenses();
    if (folder !== this.#folder || !folder.setHistory(name, state)) return;
    if (buffer === undefined) this.#checkFile(path, folder);
    else this.#check(buffer);
    if (folder.unsettled) this.#settleSoon();
  }

  #reopenSoon(): void {
    if (this.#reopening !== null) clearTimeout(this.#reopening);
    this.#reopening = setTimeout(() => {
      this.#reopening = null;
      this.#opening = this.#opening.then(() => this.#open());
    }, reopenAfter);
  }

  #settleSoon(): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#settling = null;
      const folder = this.#folder;
      if (folder === null) return;
      folder.settle();
      void this.#publishAll(folder);
    }, settleAfter);
  }

  /** Binds and checks an open text as it is now. */
  #bind(buffer: OpenBuffer, folder: CheckedFolder): void {
    buffer.version = buffer.document.version;
    buffer.bound = null;
    if (buffer.isTooLarge) return;
    const text = buffer.document.getText();
    if (isUntitled(buffer.uri)) {
      const checked = folder.checkUntitled(text);
      buffer.bound = checked?.bound ?? null;
      buffer.diagnostics = checked?.diagnostics ?? [];
      return;
    }
    const name = nameOf(folder.workspace.root, buffer.path);
    if (folder.isDocument(name)) buffer.bound = folder.checkText(name, text);
    else if (folder.isTemplate(name)) buffer.bound = folder.checkTemplateText(name, text);
  }

  #check(buffer: OpenBuffer): void {
    const folder = this.#folder;
    if (folder === null) return;
    this.#bind(buffer, folder);
    this.#publishOpen(buffer, folder);
    if (folder.unsettled) this.#settleSoon();
  }

  #checkFile(path: string, folder: CheckedFolder): void {
    const name = nameOf(folder.workspace.root, path);
    const broken = folder.checkFile(name);
    if (broken !== null) this.#input.client.logError(broken);
    this.#publishFile(name, folder);
  }

  #publishOpen(buffer: OpenBuffer, folder: CheckedFolder): void {
    if (buffer.isTooLarge) {
      this.#publisher.publishNote(buffer, tooLargeNote(buffer.document.getText().length));
      return;
    }
    const lines = buffer.bound?.source.lines ?? new LineIndex(buffer.document.getText());
    if (isUntitled(buffer.uri)) {
      this.#publisher.publishOpen(buffer, lines, folder);
      return;
    }
    const name = nameOf(folder.workspace.root, buffer.path);
    for (const found of folder.findingsOf(name)) {
      const { file, diagnostics } = found;
      if (file === name) {
        buffer.diagnostics = diagnostics;
        this.#publisher.publishOpen(buffer, lines, folder);
      } else
        this.#publisher.publishFile(pathOf(folder.workspace.root, file), diagnostics, folder.placesOf(found), folder);
    }
  }

  /** Gives the names of the files that something could have been found in. */
  #publishFile(name: string, folder: CheckedFolder): string[] {
    return folder.findingsOf(name).map((found) => {
      const { file, diagnostics } = found;
      const path = pathOf(folder.workspace.root, file);
      if (!this.#buffers.has(path)) this.#publisher.publishFile(path, diagnostics, folder.placesOf(found), folder);
      return file;
    });
  }

  /** Open texts at once; then all other files, in pieces that keep nobody waiting. */
  async #publishAll(folder: CheckedFolder): Promise<void> {
    this.#round += 1;
    const round = this.#round;
    for (const buffer of this.#buffers.values()) this.#guarded(() => this.#publishOpen(buffer, folder));
    const { root } = folder.workspace;
    const gone = new Set(this.#publisher.sentFiles);
    let start = performance.now();
    for (const name of folder.files) {
      this.#guarded(() => {
        for (const file of this.#publishFile(name, folder)) gone.delete(pathOf(root, file));
      });
      if (performance.now() - start < slice) continue;
      await setImmediate();
      if (round !== this.#round) return;
      start = performance.now();
    }
    this.#publisher.clearFiles(gone);
  }

  /** A mistake of ours in one document must not take the others along. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#input.client.logError(error);
    }
  }
}
