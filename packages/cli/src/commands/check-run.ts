import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { type CheckOutput, check } from '@specwright/core/operations/check.ts';
import { WorkspaceDocuments } from '../engine/workspace-documents.ts';
import { bugText } from '../failure.ts';
import { startProgress } from '../terminal/progress.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import type { CheckRequest } from './check-request.ts';

/** What a check gave, and how it went. */
export interface CheckResult extends CheckOutput {
  /** True when something could not be done at all: a path that leads nowhere, a mistake of ours. */
  readonly failed: boolean;
  readonly workspace: OpenWorkspace;
}

/** Checks the requested documents. `texts` stand in for what files hold, by name. */
export async function checkNow(request: CheckRequest, texts: ReadonlyMap<string, string>): Promise<CheckResult> {
  const { invocation, workspace, base, baseline } = request;
  const { terminal } = invocation;
  const progress = startProgress('Checking', terminal);
  const documents = new WorkspaceDocuments(workspace, {
    threads: { most: (invocation.options.jobs as number | undefined) ?? null, worker: invocation.worker },
    texts,
    baseTexts: base?.texts ?? new Map(),
    progress: progress.update,
  });
  const output = await check.run(
    { documents, settings: request.settings, parser: await loadParser() },
    {
      onlyFiles: base === null ? null : [...base.changed],
      onlyCodes: request.onlyCodes,
      baseline: baseline === null || baseline.action === 'update' ? null : baseline.known,
    },
  );
  progress.end();
  for (const { file, message, stack } of documents.broken) {
    terminal.say(bugText({ message: `${file}: ${message}`, stack }));
  }
  return { ...output, workspace, failed: documents.broken.length > 0 || workspace.missing.length > 0 };
}

export type { Diagnostic };
