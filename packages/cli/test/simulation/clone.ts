import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import type { ActOutput } from '@specwright/core/operations/act.ts';
import type { EditContext } from '@specwright/core/operations/edit-context.ts';
import type { EditOutput } from '@specwright/core/operations/edit-document.ts';
import type { Histories, HistoryContext } from '@specwright/core/operations/history-context.ts';
import { applyEdit } from '@specwright/core/text/edit.ts';
import { WorkspaceDocuments } from '../../src/engine/workspace-documents.ts';
import { readEvents } from '../../src/history/event-files.ts';
import { FolderSource } from '../../src/history/folder-source.ts';
import type { HistoryStore } from '../../src/history/history-store.ts';
import { openHistoriesOf } from '../../src/review/open-histories.ts';
import { FolderVersions } from '../../src/review/template-versions.ts';
import { silentProgress } from '../../src/terminal/progress.ts';
import { filesMentioning } from '../../src/workspace/files-mentioning.ts';
import { type OpenWorkspace, openWorkspace } from '../../src/workspace/open-workspace.ts';
import { addressOf } from './cast.ts';
import type { Clock } from './clock.ts';

export interface GitAnswer {
  readonly ok: boolean;
  readonly said: string;
}

export interface OpenClone {
  readonly context: HistoryContext & EditContext;
  readonly store: HistoryStore;
  readonly workspace: OpenWorkspace;
}

const today = '2026-02-01';

/** The folder of the histories. */
export const HISTORY = 'specs/.history';

/** One person's clone of the repository: real git, and the code of the commands in this process. */
export class Clone {
  readonly folder: string;
  readonly name: string;
  readonly #clock: Clock;
  /** A file with the person's SSH key. */
  readonly #key: string | null;

  constructor(folder: string, name: string, clock: Clock, key: string | null) {
    this.folder = folder;
    this.name = name;
    this.#clock = clock;
    this.#key = key;
    mkdirSync(folder, { recursive: true });
  }

  /** Clones a repository; `driver` is the command line of the merge driver, null for git's own merge. */
  cloneFrom(origin: string, driver: string | null): this {
    this.git('clone', '-q', origin, '.');
    this.configure(driver);
    return this;
  }

  configure(driver: string | null): void {
    this.git('config', 'user.name', this.name);
    this.git('config', 'user.email', addressOf(this.name));
    this.git('config', 'commit.gpgsign', 'false');
    this.git('config', 'gc.auto', '0');
    if (driver !== null) this.git('config', 'merge.specwright.driver', driver);
  }

  /** What git says. @throws when it fails */
  git(...words: string[]): string {
    const { ok, said } = this.try(...words);
    if (!ok) throw new Error(`git ${words.join(' ')} failed for ${this.name}: ${said}`);
    return said;
  }

  try(...words: string[]): GitAnswer {
    const at = this.#clock.now();
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_EDITOR: 'true',
      GIT_AUTHOR_DATE: at,
      GIT_COMMITTER_DATE: at,
      SPECWRIGHT_CACHE: join(this.folder, '.git', 'cache'),
    };
    const { status, stdout, stderr } = spawnSync('git', words, { cwd: this.folder, env, encoding: 'utf8' });
    return { ok: status === 0, said: status === 0 ? stdout : `${stderr}${stdout}` };
  }

  /** Commits whatever there is; false when there is nothing. */
  commit(message: string, ...more: string[]): boolean {
    this.git('add', '-A');
    return this.try('commit', '-q', '-m', message, ...more).ok;
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  /** Names of the documents. */
  documents(): readonly string[] {
    return readdirSync(join(this.folder, 'specs'))
      .filter((name) => /^0\d+.*\.md$/u.test(name))
      .sort()
      .map((name) => `specs/${name}`);
  }

  /** The events of every document, as the files say. */
  histories(): readonly (readonly HistoryEvent[])[] {
    const { events } = readEvents(new FolderSource(join(this.folder, HISTORY), HISTORY));
    return [...events.values()];
  }

  /** Opens one document, or all of them when `file` is null; `base` as with `verify --base`. */
  async open(file: string | null, base: string | null = null): Promise<OpenClone> {
    const path = file === null ? this.folder : join(this.folder, file);
    const workspace = await openWorkspace({ paths: [path], template: null, workingFolder: this.folder, today });
    const { histories, store } = await openHistoriesOf(workspace, { base, key: this.#key });
    const documents = new WorkspaceDocuments(workspace, {
      threads: { most: null, worker: new URL('file:///none') },
      texts: new Map(),
      baseTexts: new Map(),
      histories: new Map(),
      versions: new FolderVersions(workspace),
      build: null,
      progress: () => silentProgress,
    });
    const context = {
      documents,
      settings: workspace.settings,
      parser: await loadParser(),
      mentioning: filesMentioning(workspace.root),
      histories: this.#timed(histories),
    };
    return { context, store, workspace };
  }

  /** Does something to a document's history. */
  async act(file: string, run: (context: HistoryContext) => Promise<ActOutput>): Promise<ActOutput> {
    const { context } = await this.open(file);
    return run(context);
  }

  /** Edits a document as the verbs that edit do; false when that is refused. */
  async edit(file: string, run: (context: EditContext) => Promise<EditOutput>): Promise<boolean> {
    const { context } = await this.open(file);
    const output = await run(context);
    if (output.kind !== 'edited') return false;
    for (const { file: changed, before, edit } of output.changed) this.write(changed, applyEdit(before, edit));
    return true;
  }

  #timed(histories: Histories): Histories {
    return {
      open: (skipped) => histories.open(skipped),
      shown: (...parts) => histories.shown(...parts),
      record: (document, events, edits) => histories.record(document, events, edits),
      asker: async () => ({ ...(await histories.asker()), at: this.#clock.now(), nonce: this.#clock.nonce() }),
    };
  }
}
