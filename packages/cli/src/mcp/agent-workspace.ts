import { realpathSync } from 'node:fs';
import type { Actor } from '@specwright/core/lifecycle/event.ts';
import type { HistoryContext } from '@specwright/core/operations/history-context.ts';
import type { Invocation } from '../commands/command.ts';
import { type CommandContext, contextIn } from '../commands/context.ts';
import { openHistoriesOf } from '../review/open-histories.ts';
import { today } from '../today.ts';
import { isWithin } from '../workspace/find-root.ts';
import { namedDocument } from '../workspace/named-document.ts';
import { type OpenWorkspace, openWorkspace } from '../workspace/open-workspace.ts';
import { pathOf } from '../workspace/paths.ts';
import { ShownTexts } from './shown-texts.ts';

/** A workspace opened for one call. */
export interface OpenedCall extends Omit<CommandContext, 'display'> {
  /** The name of the one document that the call is about; null for all. */
  readonly document: string | null;
}

/**
 * The workspace that an agent works in, read anew for each call: a person may change anything between two of them. Documents
 * are known by what the workspace lists, never by paths, so no call leads out of it.
 */
export class AgentWorkspace {
  readonly root: string;
  readonly worker: URL;
  readonly version: string;
  /** What the agent was shown, for telling what changed since. */
  readonly shown = new ShownTexts();
  /** In whose name something is recorded. */
  readonly actor: () => Actor;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(root: string, actor: () => Actor, { worker, version }: Pick<Invocation, 'worker' | 'version'>) {
    this.root = root;
    this.actor = actor;
    this.worker = worker;
    this.version = version;
  }

  /**
   * Opens all documents, or the one that a word means. `texts` are read in place of what files hold.
   * @throws {Failure} when the word means none or several.
   */
  async open(word: string | null, texts: ReadonlyMap<string, string> = new Map()): Promise<OpenedCall> {
    const all = await this.#openAll();
    if (word === null) return { ...(await contextIn(all, this.worker, texts)), document: null };
    const { operation } = await contextIn(all, this.worker, texts);
    const document = await namedDocument(word, all, operation);
    const alone = { ...all, partial: true, documents: all.documents.filter(({ name }) => name === document) };
    return { ...(await contextIn(alone, this.worker, texts)), document };
  }

  /** The same with histories; `actor` is who records something. */
  async openHistories(word: string | null, actor?: Actor): Promise<OpenedCall & { readonly context: HistoryContext }> {
    const opened = await this.open(word);
    const request = { base: null, key: null, ...(actor === undefined ? {} : { actor }) };
    const { histories } = await openHistoriesOf(opened.workspace, request);
    return { ...opened, context: { ...opened.operation, histories } };
  }

  /** One after another: whoever writes sees what was written before. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** True for what lies in the workspace itself, not only behind a link in it. */
  holds(name: string): boolean {
    try {
      return isWithin(realpathSync(this.root), realpathSync(pathOf(this.root, name)));
    } catch {
      return false;
    }
  }

  async #openAll(): Promise<OpenWorkspace> {
    const workspace = await openWorkspace({
      paths: [this.root],
      template: null,
      workingFolder: this.root,
      today: today(),
    });
    const { documents, templates } = workspace;
    return {
      ...workspace,
      documents: documents.filter(({ name }) => this.holds(name)),
      templates: { ...templates, found: templates.found.filter(({ file }) => this.holds(file)) },
    };
  }
}
