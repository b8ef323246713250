import { randomBytes } from 'node:crypto';
import { type Actor, type EventDraft, type HistoryEvent, makeEvent } from '@specwright/core/lifecycle/event.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { outlineOf } from '@specwright/core/markdown/outline.ts';
import { readMarkdown } from '@specwright/core/markdown/source.ts';
import { keptText, templateOfKept } from '@specwright/core/operations/template-version.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import type { Adoption, RecordedTemplate, TemplateVersions } from '@specwright/core/workspace/template-versions.ts';
import { Failure } from '../failure.ts';
import { isFolder } from '../workspace/find-root.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf, pathOf } from '../workspace/paths.ts';
import { readText } from '../workspace/read-file.ts';
import { Actors } from './actors.ts';
import { historyFolder } from './history-folder.ts';
import { HistoryStore } from './history-store.ts';

/** The versions of templates that the histories of a folder's documents record. Read when first asked for. */
export class FolderVersions implements TemplateVersions {
  readonly #workspace: OpenWorkspace;
  #opened: HistoryStore | null = null;
  /** Null for a workspace without histories. */
  readonly #folder: string | null;
  readonly #known = new Map<string, RecordedTemplate | null>();

  constructor(workspace: OpenWorkspace) {
    this.#workspace = workspace;
    const folder = historyFolder(workspace);
    this.#folder = isFolder(folder) ? folder : null;
  }

  versionOf(document: string): RecordedTemplate | null {
    if (this.#folder === null) return null;
    const template = this.#store().historyOf(document).history?.template ?? null;
    if (template === null) return null;
    const { file, digest } = template;
    const key = `${digest} ${file}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const text = this.#store().textOf(digest);
    const version = text === null ? null : { ...templateOfKept(file, text), digest };
    this.#known.set(key, version);
    return version;
  }

  async record(adoptions: readonly Adoption[]): Promise<void> {
    const by = await new Actors(new FolderGit(this.#workspace.root)).here();
    const at = new Date().toISOString();
    const { parser, texts, events } = {
      parser: await loadParser(),
      texts: new Set<string>(),
      events: [] as HistoryEvent[],
    };
    for (const { document, template } of adoptions) {
      const reading = readText(pathOf(this.#workspace.root, document));
      if (reading.kind === 'unreadable') throw new Failure(`${document}: ${reading.reason}`);
      const { text } = reading;
      texts.add(text).add(keptText(template));
      const [title] = outlineOf(readMarkdown(text, parser)).sections;
      events.push(...this.#eventsOf({ document, template }, { by, at, revision: sha256Of(text) }, title?.title ?? ''));
    }
    this.#store().append(events, texts);
    this.#known.clear();
    this.#opened = null;
  }

  /** A document without a history begins one. */
  #eventsOf(
    { document, template }: Adoption,
    frame: { readonly by: Actor; readonly at: string; readonly revision: string },
    title: string,
  ): readonly HistoryEvent[] {
    const { file, digest } = template;
    const adopted = { kind: 'adopted', file: document, template: { file, digest } } as const;
    const { history } = this.#store().historyOf(document);
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

  #store(): HistoryStore {
    const { documents, root } = this.#workspace;
    const folder = this.#folder ?? historyFolder(this.#workspace);
    const names = documents.map(({ name }) => name);
    this.#opened ??= new HistoryStore(folder, nameOf(root, folder), null, names);
    return this.#opened;
  }
}
