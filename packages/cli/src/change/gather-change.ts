import { resolve } from 'node:path';
import type { HistoryState } from '@specwright/core/check/history-state.ts';
import type { Severity } from '@specwright/core/diagnostic/diagnostic.ts';
import { historyStateOf } from '@specwright/core/lifecycle/history-state.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { check } from '@specwright/core/operations/check.ts';
import { type ChangeFacts, failingAmongOthers, type TouchedFiles, touchedBy } from '@specwright/core/operations/ci.ts';
import type { Skipped } from '@specwright/core/operations/context.ts';
import type { Histories } from '@specwright/core/operations/history-context.ts';
import { verify } from '@specwright/core/operations/verify.ts';
import { technicalSpecFile } from '@specwright/core/template/builtin/technical-spec.ts';
import { readBaseline } from '../commands/check-request.ts';
import { type Invocation, pathsOf } from '../commands/command.ts';
import { type GitBase, readGitBase } from '../commands/git-base.ts';
import { openFor } from '../commands/open-for.ts';
import { WorkspaceDocuments } from '../engine/workspace-documents.ts';
import { bugText } from '../failure.ts';
import type { FoundBase } from '../forge/find-base.ts';
import { historyFolder } from '../review/history-folder.ts';
import { isInRepository, type OpenedHistories, openHistoriesOf } from '../review/open-histories.ts';
import { FolderVersions } from '../review/template-versions.ts';
import { startProgress } from '../terminal/progress.ts';
import { configName, findRoot } from '../workspace/find-root.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';
import { baseFindings } from './base-findings.ts';
import { otherTemplates } from './other-templates.ts';
import { rulesOfBoth, textAt } from './rules-of-both.ts';
import { touchedFiles } from './touched-files.ts';

/** Everything that a change is judged by, and what it was gathered from. */
export interface GatheredChange {
  readonly facts: ChangeFacts;
  readonly workspace: OpenWorkspace;
  /** Names of the workspace as paths from the top of its repository. */
  readonly fromTop: (name: string) => string;
  /** Mistakes of ours, and paths that lead nowhere: the judgement is not whole. */
  readonly failed: boolean;
}

/** The repository that a command's paths lead to; null outside of one. */
export function repositoryOf(invocation: Invocation): FolderGit | null {
  const [first = '.'] = pathsOf(invocation);
  const { folder } = findRoot(resolve(invocation.workingFolder, first), invocation.workingFolder);
  return isInRepository(folder) ? new FolderGit(folder) : null;
}

/** Reads documents, histories and rules on both sides of a change. */
export async function gatherChange(
  invocation: Invocation,
  git: FolderGit | null,
  { base }: FoundBase,
): Promise<GatheredChange> {
  const past = git === null || base === null ? null : { git, commit: base.commit };
  const rules = past === null ? null : ((await textAt(past.git, past.commit, configName)) ?? '');
  const workspace = await openFor(invocation, rules);
  const changes = past === null ? [] : await past.git.changesBetween(past.commit, null, []);
  const touched = touchedFiles(changes, workspace);
  const gitBase = past === null ? null : await withRenamed(await readGitBase(past.commit, workspace), past, changes);
  const versions = new FolderVersions(workspace);
  const states = new Map<string, HistoryState>();
  const documents = documentsOf(invocation, workspace, gitBase, { states, versions });
  const context = { documents, settings: workspace.settings, parser: await loadParser() };
  const opened = await openHistoriesOf(workspace, { base: base?.commit ?? null, key: null });
  const verified = await verify.run({ ...context, histories: only(opened, past === null ? null : touched) }, {});
  for (const { file, opened: review } of verified.documents) {
    const state = historyStateOf(review.review);
    if (state !== null) states.set(file, state);
  }
  const checked = await check.run(context, {
    onlyFiles: null,
    onlyCodes: null,
    baseline: null,
    templateBases: gitBase?.templates ?? new Map(),
    askWeb: null,
  });
  const broken = documents.takeBroken();
  for (const { file, message, stack } of broken.slice(0, 3)) {
    invocation.terminal.say(bugText({ message: `${file}: ${message}`, stack }));
  }
  const failOn: Severity = workspace.config?.failOn ?? 'error';
  const changed = touchedBy({ touched, verified: verified.documents });
  const accepted = readBaseline(invocation, workspace)?.known ?? null;
  // The other side is checked only where it can excuse something.
  const isNeeded = accepted === null && failingAmongOthers({ checked, failOn }, changed).byFile.some(hasSome);
  const known =
    past !== null && rules !== null && isNeeded
      ? await baseFindings({ invocation, workspace, ...past, rules, histories: states, versions })
      : accepted;
  const prefix = git === null ? '' : await git.prefix();
  return {
    facts: {
      base,
      touched,
      verified: verified.documents,
      strayed: strayed(verified.skipped, opened),
      strangers: workspace.partial ? [] : opened.store.strangers,
      historyFolder: nameOf(workspace.root, historyFolder(workspace)),
      checked,
      known: known ?? { version: 1, entries: [] },
      rules:
        past === null
          ? []
          : [
              ...(await rulesOfBoth(workspace, past.git, past.commit)),
              ...(await otherTemplates(workspace, verified, gitBase?.texts ?? new Map(), touched)),
            ],
      failOn,
    },
    workspace,
    fromTop: (name) => (name === technicalSpecFile ? name : prefix + name),
    failed: broken.length > 0 || workspace.missing.length > 0,
  };
}

interface Past {
  readonly git: FolderGit;
  readonly commit: string;
}

function hasSome({ read }: { readonly read: () => readonly unknown[] }): boolean {
  return read().length > 0;
}

/** Documents that have a history, and that no template fits any more. */
function strayed(skipped: readonly Skipped[], { store }: OpenedHistories): readonly string[] {
  return skipped.flatMap(({ kind, file }) =>
    kind === 'no-template' && store.historyOf(file).history !== null ? [file] : [],
  );
}

/** The histories of all documents, or of those that were touched or of which a history may say something. */
function only({ histories, store }: OpenedHistories, touched: TouchedFiles | null): Histories {
  const hasHistory = (name: string): boolean => {
    const { history, problems } = store.historyOf(name);
    return history !== null || problems.length > 0;
  };
  const wanted = (name: string): boolean => touched === null || touched.written.has(name) || hasHistory(name);
  return {
    open: (skipped) => histories.open(skipped, wanted),
    asker: () => histories.asker(),
    shown: (...parts) => histories.shown(...parts),
    record: (...parts) => histories.record(...parts),
  };
}

/** With the earlier texts of documents that had another name. */
async function withRenamed(
  base: GitBase,
  { git, commit }: Past,
  changes: Awaited<ReturnType<FolderGit['changesBetween']>>,
): Promise<GitBase> {
  const texts = new Map(base.texts);
  for (const { before, after } of changes) {
    if (before === null || after === null || before === after || !base.changed.has(after)) continue;
    const text = await textAt(git, commit, before);
    if (text !== null) texts.set(after, text);
  }
  return { ...base, texts };
}

/** The documents as they are now; what their histories make of them may be said later. */
function documentsOf(
  invocation: Invocation,
  workspace: OpenWorkspace,
  base: GitBase | null,
  known: { readonly states: ReadonlyMap<string, HistoryState>; readonly versions: FolderVersions },
): WorkspaceDocuments {
  return new WorkspaceDocuments(workspace, {
    threads: { most: null, worker: invocation.worker },
    texts: new Map(),
    baseTexts: base?.texts ?? new Map(),
    histories: known.states,
    versions: known.versions,
    build: null,
    progress: () => startProgress('Checking', invocation.terminal),
  });
}
