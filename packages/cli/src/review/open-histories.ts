import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HistoryState } from '@specwright/core/check/history-state.ts';
import type { Actor } from '@specwright/core/lifecycle/event.ts';
import { historyStateOf } from '@specwright/core/lifecycle/history-state.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { Failure } from '../failure.ts';
import { HistoryStore } from '../history/history-store.ts';
import { RevisionSource } from '../history/revision-source.ts';
import { SshSignatures, signingKey } from '../history/ssh-signatures.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';
import { Actors } from './actors.ts';
import { FolderHistories } from './folder-histories.ts';
import { historyFolder } from './history-folder.ts';
import { rulesInForce } from './rules-in-force.ts';
import { seekersIn } from './seekers.ts';

/** By which rules histories are judged, and how new events are signed. */
export interface HistoriesRequest {
  /** The git revision whose policy, template and signers are in force, and whose events must all be there; null for none. */
  readonly base: string | null;
  /** A file with an SSH key; null for the one git signs with. */
  readonly key: string | null;
  /** Who acts here, when that is said otherwise than by the environment and git; such events are signed with no key. */
  readonly actor?: Actor;
}

export interface OpenedHistories {
  readonly histories: FolderHistories;
  readonly store: HistoryStore;
  readonly actors: Actors;
}

/** Opens the histories of a workspace's documents. @throws {Failure} when there is a base and no repository. */
export async function openHistoriesOf(
  workspace: OpenWorkspace,
  { base, key, actor }: HistoriesRequest,
): Promise<OpenedHistories> {
  const { root } = workspace;
  const git = isInRepository(root) ? new FolderGit(root) : null;
  if (base !== null && git === null) {
    throw new Failure(`${root} is not in a git repository, so there is no base ${JSON.stringify(base)}`);
  }
  const actors = new Actors(new FolderGit(root), actor);
  const rules = await rulesInForce(workspace, git, base);
  const folder = historyFolder(workspace);
  const shown = nameOf(root, folder);
  const past = git === null || rules.base === null ? null : await RevisionSource.open(git, rules.base, shown);
  const store = new HistoryStore({ folder, shown, base: past, documents: seekersIn(workspace) });
  const signatures = new SshSignatures(rules.signers, actor === undefined ? await signingKey(git, key) : null);
  const parser = await loadParser();
  return {
    histories: new FolderHistories({ workspace, parser, rules, store, signatures, git, actors }),
    store,
    actors,
  };
}

/** What the histories of a workspace make of its documents, by name. */
export async function historyStates(
  workspace: OpenWorkspace,
  base: string | null,
): Promise<ReadonlyMap<string, HistoryState>> {
  const states = new Map<string, HistoryState>();
  const { histories, store } = await openHistoriesOf(workspace, { base, key: null });
  const hasHistory = (name: string): boolean => store.historyOf(name).history !== null;
  for await (const { file, review } of histories.open(() => undefined, hasHistory)) {
    const state = historyStateOf(review);
    if (state !== null) states.set(file, state);
  }
  return states;
}

/** A folder above has `.git`: asking git itself costs a process. */
export function isInRepository(root: string): boolean {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return true;
    if (folder === dirname(folder)) return false;
  }
}
