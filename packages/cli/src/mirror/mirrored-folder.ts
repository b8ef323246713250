import { existsSync, statSync, unlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unreadable } from '@specwright/core/check/input-codes.ts';
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { templatesOf } from '@specwright/core/operations/template-plan.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import type { ImportedEvent } from '@specwright/hub/documents/imported-history.ts';
import {
  type FolderChange,
  type FolderPort,
  type FolderRead,
  type FolderScan,
  FolderTrouble,
} from '@specwright/hub/mirror/folder-port.ts';
import { codeOf, Failure, reasonOf } from '../failure.ts';
import { today } from '../today.ts';
import { configName, isFolder } from '../workspace/find-root.ts';
import { FolderWatch } from '../workspace/folder-watch.ts';
import { type DocumentFile, type OpenWorkspace, openWorkspace } from '../workspace/open-workspace.ts';
import { isOutside, nameOf } from '../workspace/paths.ts';
import { readText } from '../workspace/read-file.ts';
import { isMarkdown } from '../workspace/walk.ts';
import { createFile, replaceText } from '../workspace/write-file.ts';
import { FolderHistory } from './folder-history.ts';
import { makeRoomFor, pathInside } from './inside.ts';

/** How long a file must not have been written before it is read, ms: who writes it in place may be in the middle. */
const quiet = 40;
/** The most times that this is waited for. */
const mostWaits = 25;
/** A file that was written so shortly ago may be written again without another time, ms. */
const sameTime = 2_000;

/** A folder that a hub keeps in step with a workspace. */
export class MirroredFolder implements FolderPort {
  /** Absolute, without links in it. */
  readonly #folder: string;
  readonly #isOwnRoot: boolean;
  readonly #history: FolderHistory;
  #workspace: OpenWorkspace | null = null;
  #watch: FolderWatch | null = null;

  /**
   * `folder` is absolute. With `isOwnRoot` the workspace begins at the folder and not at a repository or a configuration above it;
   * `provesKeys` says that signatures count by the signers that the folder itself names.
   */
  constructor(
    folder: string,
    { isOwnRoot, provesKeys }: { readonly isOwnRoot: boolean; readonly provesKeys: boolean },
  ) {
    this.#folder = folder;
    this.#isOwnRoot = isOwnRoot;
    this.#history = new FolderHistory(provesKeys);
  }

  async scan(): Promise<FolderScan> {
    const workspace = await this.#open();
    this.#watch?.refresh();
    const config = readText(join(workspace.root, configName));
    if (config.kind === 'unreadable' && existsSync(join(workspace.root, configName)))
      throw new FolderTrouble(`${configName}: ${config.reason}`);
    const templates = templatesOf({ ...workspace.templates, builtIn: null, shared: null });
    const leftOut = workspace.problems
      .filter(({ code, file }) => code === unreadable.code && file !== configName)
      .map(({ file, message }) => ({ file, reason: message }));
    return {
      config: config.kind === 'text' ? config.text : '',
      templates,
      documents: workspace.documents.map((one) => ({
        file: one.name,
        companion: one.companion?.name ?? null,
        stamp: stampOf(one),
      })),
      leftOut,
    };
  }

  async read(file: string): Promise<FolderRead> {
    const { root } = await this.#opened();
    this.#demandFolder();
    for (let waits = 0; ; waits += 1) {
      const { path, isThere } = pathInside(root, file);
      if (!isThere) return { kind: 'absent' };
      const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      const read = readText(path);
      if (age < 0 || age >= quiet || waits === mostWaits) return read;
      await sleep(quiet);
    }
  }

  async write(file: string, text: string, expected: string | null): Promise<FolderChange> {
    const { root } = await this.#opened();
    this.#demandFolder();
    const { path, isThere } = pathInside(root, file);
    return tried(async () => {
      if (expected === null) {
        if (isThere) return 'changed';
        makeRoomFor(root, file);
        return createFile(path, text) ? 'done' : 'changed';
      }
      const read = isThere ? readText(path) : null;
      if (read?.kind !== 'text' || sha256Of(read.text) !== expected) return 'changed';
      return (await replaceText(path, text, read.text)) ? 'done' : 'changed';
    });
  }

  async remove(file: string, expected: string): Promise<FolderChange> {
    const { root } = await this.#opened();
    this.#demandFolder();
    const { path, isThere } = pathInside(root, file);
    return tried(async () => {
      if (!isThere) return 'done';
      const read = readText(path);
      if (read.kind !== 'text' || sha256Of(read.text) !== expected) return 'changed';
      unlinkSync(path);
      return 'done';
    });
  }

  async histories(): Promise<ReadonlyMap<string, readonly ImportedEvent[]> | null> {
    const workspace = await this.#opened();
    return tried(() => this.#history.read(workspace));
  }

  async textOf(digest: string): Promise<string | null> {
    return this.#history.textOf(digest);
  }

  async record(events: readonly HistoryEvent[], texts: readonly string[]): Promise<void> {
    const workspace = await this.#opened();
    await tried(async () => this.#history.append(workspace, events, texts));
  }

  watch(heard: (file: string | null) => void): () => void {
    const notice = (path: string | null): void => {
      const root = this.#workspace?.root;
      const name = path === null || root === undefined ? null : nameOf(root, path);
      const isHidden = name !== null && basename(name).startsWith('.');
      // What is written under a hidden name is not there yet, but for histories.
      if (isHidden && basename(name) !== '.history') return;
      heard(name !== null && isMarkdown(name) && !isOutside(name) ? name : null);
    };
    const watch = new FolderWatch([this.#folder, ...this.#history.folders(this.#workspace)], notice);
    this.#watch = watch;
    return () => {
      watch.close();
      this.#watch = null;
    };
  }

  /** The workspace as it was opened last. */
  async #opened(): Promise<OpenWorkspace> {
    return this.#workspace ?? this.#open();
  }

  async #open(): Promise<OpenWorkspace> {
    this.#demandFolder();
    const folder = this.#folder;
    const workspace = await openWorkspace({
      ...{ paths: [folder], template: null, workingFolder: folder, today: today() },
    });
    if (this.#isOwnRoot && workspace.root !== folder)
      throw new FolderTrouble(
        `The folder is a part of ${workspace.root}, which is a workspace as a whole`,
        'Mirror that folder, or put a specwright.yaml into this one',
      );
    this.#workspace = workspace;
    return workspace;
  }

  /** A folder that is away, as that of a drive that is not mounted, has not lost its files. */
  #demandFolder(): void {
    if (!isFolder(this.#folder)) throw new FolderTrouble(`There is no folder ${this.#folder}`);
  }
}

/** Says failures in the words of the port. */
async function tried<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) throw new FolderTrouble(error.message, error.hint);
    if (codeOf(error) === null || error instanceof FolderTrouble) throw error;
    throw new FolderTrouble(`The folder cannot be used: ${reasonOf(error)}`);
  }
}

function stampOf({ path, companion }: DocumentFile): string | null {
  const words: string[] = [];
  for (const one of companion === null ? [path] : [path, companion.path]) {
    const stat = statSync(one, { throwIfNoEntry: false });
    if (stat === undefined || Math.abs(Date.now() - stat.mtimeMs) < sameTime) return null;
    words.push(`${stat.size} ${stat.mtimeMs} ${stat.ino}`);
  }
  return words.join(' ');
}
