import { randomBytes } from 'node:crypto';
import { eventsOf } from '@specwright/core/operations/act.ts';
import type { Skipped } from '@specwright/core/operations/context.ts';
import { keptText, templateOfKept } from '@specwright/core/operations/template-version.ts';
import type { Adoption, RecordedTemplate, TemplateVersions } from '@specwright/core/workspace/template-versions.ts';
import { Failure } from '../failure.ts';
import { HistoryStore } from '../history/history-store.ts';
import { isFolder } from '../workspace/find-root.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';
import { historyFolder } from './history-folder.ts';
import { openHistoriesOf } from './open-histories.ts';
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
    const wanted = new Map(adoptions.map(({ document, template }) => [document, template]));
    const { histories } = await openHistoriesOf(this.#workspace, { base: null, key: null });
    const author = await histories.asker();
    for await (const opened of histories.open(refuse, (name) => wanted.has(name))) {
      const template = wanted.get(opened.file) as RecordedTemplate;
      const doubt = opened.problems.find(({ kind }) => kind === 'ambiguous');
      if (doubt !== undefined) throw new Failure(`${doubt.message}; nothing was recorded`, doubt.hint);
      const { file, digest } = template;
      const nonce = randomBytes(8).toString('hex');
      const adopted = { kind: 'adopted', file: opened.file, template: { file, digest } } as const;
      const events = eventsOf(opened, { ...author, nonce }, adopted);
      await histories.record(opened, events, { own: [], beside: [] }, [keptText(template)]);
    }
    this.#store = null;
    this.#hasHistories = true;
    this.#known.clear();
  }
}

function refuse(skipped: Skipped): never {
  throw new Failure(`${skipped.file}: ${skipped.kind === 'unreadable' ? skipped.reason : 'no template fits it'}`);
}
