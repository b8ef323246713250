import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { type AskWeb, type CheckOutput, check } from '@specwright/core/operations/check.ts';
import type { AnswerMemory } from '../engine/answer-memory.ts';
import { buildOf } from '../engine/cache.ts';
import { WorkspaceDocuments } from '../engine/workspace-documents.ts';
import { bugText } from '../failure.ts';
import { FolderVersions } from '../review/template-versions.ts';
import { startProgress } from '../terminal/progress.ts';
import type { WebPages } from '../web/web-pages.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import type { CheckRequest } from './check-request.ts';

/** Mistakes of ours are told of so many documents; a hundred more say nothing new. */
const mostShown = 3;

/** What a check gave, and how it went. */
export interface CheckResult extends CheckOutput {
  /** True when something could not be done at all: a path that leads nowhere, a mistake of ours. */
  readonly failed: boolean;
  readonly workspace: OpenWorkspace;
}

/** A check that can be run again after texts changed; what did not change is not checked anew. */
export class CheckSession {
  readonly #request: CheckRequest;
  readonly #documents: WorkspaceDocuments;
  /** Texts to check in place of what files hold, by name. */
  readonly texts = new Map<string, string>();

  constructor(request: CheckRequest) {
    const { invocation, workspace, base, histories } = request;
    this.#request = request;
    this.#documents = new WorkspaceDocuments(workspace, {
      threads: { most: (invocation.options.jobs as number | undefined) ?? null, worker: invocation.worker },
      texts: this.texts,
      baseTexts: base?.texts ?? new Map(),
      histories,
      versions: new FolderVersions(workspace),
      build: invocation.options.cache === false ? null : buildOf(invocation.worker),
      progress: () => startProgress('Checking', invocation.terminal),
    });
  }

  /** Where the answer to a question about the coming run is kept; null when nothing is. */
  answers(question: string): AnswerMemory | null {
    return this.#documents.answers(this.#request.settings, question);
  }

  /** Folders in which the last run looked for the targets of links; null when that run is not remembered. */
  get lookedInto(): readonly string[] | null {
    return this.#documents.lookedInto;
  }

  async run(): Promise<CheckResult> {
    const { invocation, workspace, base, baseline, onlyCodes, settings, web } = this.#request;
    const output = await check.run(
      { documents: this.#documents, settings, parser: await loadParser() },
      {
        onlyFiles: base === null ? null : [...base.changed],
        onlyCodes,
        baseline: baseline === null || baseline.action === 'update' ? null : baseline.known,
        templateBases: base?.templates ?? new Map(),
        askWeb: web === null ? null : await this.#askWeb(web),
      },
    );
    const broken = this.#documents.takeBroken();
    for (const { file, message, stack } of broken.slice(0, mostShown)) {
      invocation.terminal.say(bugText({ message: `${file}: ${message}`, stack }));
    }
    if (broken.length > mostShown) invocation.terminal.say(`and ${broken.length - mostShown} more like these\n`);
    return { ...output, workspace, failed: broken.length > 0 || workspace.missing.length > 0 };
  }

  async #askWeb(pages: WebPages): Promise<AskWeb> {
    const { askWebAbout } = await import('../web/ask-web.ts');
    const { invocation, settings } = this.#request;
    return askWebAbout(this.#documents, settings, pages, invocation.terminal);
  }
}
