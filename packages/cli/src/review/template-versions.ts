import { randomBytes } from 'node:crypto';
import { type Actor, type EventDraft, type HistoryEvent, makeEvent } from '@specwright/core/lifecycle/event.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { outlineOf } from '@specwright/core/markdown/outline.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import { keptText, templateOfKept } from '@specwright/core/operations/template-version.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import type { Adoption, RecordedTemplate, TemplateVersions } from '@specwright/core/workspace/template-versions.ts';
import { Failure } from '../failure.ts';
import { HistoryStore } from '../history/history-store.ts';
import { isFolder } from '../workspace/find-root.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf, pathOf } from '../workspace/paths.ts';
import { readText } from '../workspace/read-file.ts';
import { Actors } from './actors.ts';
import { historyFolder } from './history-folder.ts';
import { seekersIn } from './seekers.ts';

/** The versions of templates that the histories of a folder's documents record. Read when first asked for. */
export class FolderVersions implements TemplateVersions {
  readonly #workspace: OpenWorkspace;
  /** Absolute. */
  readonly #folder: string;
  /** Read when it is first needed, and again when something was recorded. */
  #store: HistoryStore | null = null;
  /** False for a workspace without histories: then nothing need be read. */
  #hasHistories: boolean;
  /** By document; forgotten when something is recorded. */
  readonly #known = new Map<string, RecordedTemplate | null>();

  constructor(workspace: OpenWorkspace) {
    this.#workspace = workspace;
    this.#folder = historyFolder(workspace);
    this.#hasHistories = isFolder(this.#folder);
  }

  #histories(): HistoryStore {
    const shown = nameOf(this.#workspace.root, this.#folder);
    const documents = seekersIn(this.#workspace);
    this.#store ??= new HistoryStore({ folder: this.#folder, shown, base: null, documents });
    return this.#store;
  }

  versionOf(document: string): RecordedTemplate | null {
    if (!this.#hasHistories) return null;
    const known = this.#known.get(document);
    if (known !== undefined) return known;
    const template = this.#histories().historyOf(document).history?.template ?? null;
    const text = template === null ? null : this.#histories().textOf(template.digest);
    const version =
      template === null || text === null ? null : { ...templateOfKept(template.file, text), digest: template.digest };
    this.#known.set(document, version);
    return version;
  }

  async record(adoptions: readonly Adoption[]): Promise<void> {
    const by = await new Actors(new FolderGit(this.#workspace.root)).here();
    const at = new Date().toISOString();
    const parser = await loadParser();
    const texts = new Set<string>();
    const events: HistoryEvent[] = [];
    for (const { document, template } of adoptions) {
      const reading = readText(pathOf(this.#workspace.root, document));
      if (reading.kind === 'unreadable') throw new Failure(`${document}: ${reading.reason}`);
      const { text } = reading;
      texts.add(text).add(keptText(template));
      const [title] = outlineOf(readMarkdown(text, parser)).sections;
      events.push(...this.#eventsOf({ document, template }, { by, at, revision: sha256Of(text) }, title?.title ?? ''));
    }
    this.#histories().append(events, texts);
    this.#store = null;
    this.#hasHistories = true;
    this.#known.clear();
  }

  /** A document without a history begins one. */
  #eventsOf(
    { document, template }: Adoption,
    frame: { readonly by: Actor; readonly at: string; readonly revision: string },
    title: string,
  ): readonly HistoryEvent[] {
    const { file, digest } = template;
    const adopted = { kind: 'adopted', file: document, template: { file, digest } } as const;
    const { history, problems } = this.#histories().historyOf(document);
    const doubt = problems.find(({ kind }) => kind === 'ambiguous');
    if (doubt !== undefined) throw new Failure(`${doubt.message}; nothing was recorded`, doubt.hint);
    if (history !== null) {
      return [makeEvent({ ...frame, document: history.document, parents: history.order.heads, ...adopted })];
    }
    const beginning: EventDraft = {
      ...frame,
      document: null,
      parents: [],
      kind: 'created',
      file: document,
      title,
      template: null,
      origin: 'found',
      nonce: randomBytes(8).toString('hex'),
    };
    const created = makeEvent(beginning);
    return [created, makeEvent({ ...frame, document: created.id, parents: [created.id], ...adopted })];
  }
}
