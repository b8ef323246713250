import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import type { OperationContext, Skipped } from '@specwright/core/operations/context.ts';
import type { TemplateVersions } from '@specwright/core/workspace/template-versions.ts';
import { type Engine, WorkspaceDocuments } from '../engine/workspace-documents.ts';
import { FolderVersions } from '../review/template-versions.ts';
import { silentProgress } from '../terminal/progress.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import type { Invocation } from './command.ts';
import { displayNames } from './display-names.ts';
import { openFor } from './open-for.ts';

/** A workspace opened for one command, and what operations need of it. */
export interface CommandContext {
  readonly workspace: OpenWorkspace;
  readonly operation: OperationContext;
  /** Which version of its template each document follows. */
  readonly versions: TemplateVersions;
  /** Names of the workspace as the user would type them. */
  readonly display: (name: string) => string;
}

/**
 * Opens the workspace that the command's paths lead to; what cannot be read is said, and does not stop the rest. `texts`
 * are read in place of what the files hold, by name.
 */
export async function openContext(
  invocation: Invocation,
  texts: ReadonlyMap<string, string> = new Map(),
): Promise<CommandContext> {
  const workspace = await openFor(invocation);
  const display = displayNames(workspace.root, invocation);
  for (const { file, message } of [...workspace.problems, ...workspace.missing]) {
    invocation.terminal.say(`${printable(`${display(file)}: ${message}`)}\n`);
  }
  return { ...(await contextIn(workspace, invocation.worker, texts)), display };
}

/** What operations need of an opened workspace. */
export async function contextIn(
  workspace: OpenWorkspace,
  worker: URL,
  texts: ReadonlyMap<string, string>,
): Promise<Omit<CommandContext, 'display'>> {
  const versions = new FolderVersions(workspace);
  const documents = new WorkspaceDocuments(workspace, plainEngine(worker, texts, versions));
  const operation = { documents, settings: workspace.settings, parser: await loadParser() };
  return { workspace, operation, versions };
}

/** The engine without threads' and git's news. */
function plainEngine(worker: URL, texts: ReadonlyMap<string, string>, versions: TemplateVersions): Engine {
  return {
    threads: { most: null, worker },
    texts,
    baseTexts: new Map(),
    histories: new Map(),
    versions,
    build: null,
    progress: () => silentProgress,
  };
}

/** What is said where there is no document at all. */
export const nothingHere = 'There are no documents here\n';

/** One line on files that were left out; nothing when there are none. */
export function skippedText(skipped: readonly Skipped[], display: (name: string) => string): string {
  const unreadable = skipped.flatMap((file) =>
    file.kind === 'unreadable' ? [`${printable(`${display(file.file)}: ${file.reason}`)}\n`] : [],
  );
  const strays = skipped.filter(({ kind }) => kind === 'no-template').map(({ file }) => display(file));
  const more = strays.length > 3 ? ', …' : '';
  const left =
    strays.length === 0
      ? ''
      : `Left out, for no template fits: ${strays.length} (${printable(strays.slice(0, 3).join(', '))}${more})\n`;
  return unreadable.join('') + left;
}
