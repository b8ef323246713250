import type { HistoryContext, HistoryProblem } from '@specwright/core/operations/history-context.ts';
import { Failure } from '../failure.ts';
import type { Actors } from '../review/actors.ts';
import { openHistoriesOf } from '../review/open-histories.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { type Invocation, textOption } from './command.ts';
import { type CommandContext, openContext } from './context.ts';

/** The histories of a workspace, opened for one command. */
export interface HistoryCommand {
  readonly context: HistoryContext;
  readonly workspace: OpenWorkspace;
  readonly display: CommandContext['display'];
  readonly actors: Actors;
  /** What is wrong with histories that belong to none of the documents. */
  readonly strangers: readonly HistoryProblem[];
}

/** Opens the documents that the command's paths lead to with their histories; `--base` says whose rules are in force. */
export async function openHistories(invocation: Invocation): Promise<HistoryCommand> {
  const { workspace, operation, display } = await openContext(invocation);
  const request = { base: textOption(invocation, 'base'), key: textOption(invocation, 'key') };
  const { histories, store, actors } = await openHistoriesOf(workspace, request);
  const context = { ...operation, histories };
  return { context, workspace, display, actors, strangers: workspace.partial ? [] : store.strangers };
}

/**
 * Opens the one document that a command is about; `path` is its name as the user would type it. Null when the path leads
 * nowhere, which has been said.
 */
export async function openOneHistory(
  invocation: Invocation,
): Promise<(HistoryCommand & { readonly path: string }) | null> {
  const command = await openHistories(invocation);
  const { workspace, display } = command;
  if (workspace.missing.length > 0) return null;
  const [document] = workspace.documents;
  if (document === undefined || workspace.documents.length > 1 || !document.named) {
    throw new Failure('This takes one document, not a folder', 'specwright list shows what is in a folder');
  }
  return { ...command, path: display(document.name) };
}
