import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import type { HistoryContext, HistoryProblem } from '@specwright/core/operations/history-context.ts';
import { Failure } from '../failure.ts';
import { HistoryStore } from '../history/history-store.ts';
import { RevisionSource } from '../history/revision-source.ts';
import { SshSignatures, signingKey } from '../history/ssh-signatures.ts';
import { Actors } from '../review/actors.ts';
import { FolderHistories } from '../review/folder-histories.ts';
import { historyFolder } from '../review/history-folder.ts';
import { rulesInForce } from '../review/rules-in-force.ts';
import { seekersIn } from '../review/seekers.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';
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
  const base = textOption(invocation, 'base');
  const inRepository = await isInRepository(workspace.root);
  if (base !== null && !inRepository) {
    throw new Failure(`${workspace.root} is not in a git repository, so there is no base ${JSON.stringify(base)}`);
  }
  const git = inRepository ? new FolderGit(workspace.root) : null;
  const actors = new Actors(git);
  const rules = await rulesInForce(workspace, git, base);
  const folder = historyFolder(workspace);
  const shown = nameOf(workspace.root, folder);
  const past = git === null || rules.base === null ? null : await RevisionSource.open(git, rules.base, shown);
  const store = new HistoryStore({ folder, shown, base: past, documents: seekersIn(workspace) });
  const signatures = new SshSignatures(rules.signers, await signingKey(git, textOption(invocation, 'key')));
  const parser = await loadParser();
  const histories = new FolderHistories({ workspace, parser, rules, store, signatures, git, actors });
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

/** A folder above has `.git`: asking git itself costs a process. */
async function isInRepository(root: string): Promise<boolean> {
  for (let folder = root; ; folder = join(folder, '..')) {
    if (existsSync(join(folder, '.git'))) return true;
    if (folder === join(folder, '..')) return false;
  }
}
