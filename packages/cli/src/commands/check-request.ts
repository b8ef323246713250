import { type Baseline, parseBaseline } from '@specwright/core/check/baseline.ts';
import { findCode } from '@specwright/core/check/codes.ts';
import type { HistoryState } from '@specwright/core/check/history-state.ts';
import { webLinkBroken } from '@specwright/core/check/input-codes.ts';
import type { CheckSettings } from '@specwright/core/check/settings.ts';
import type { Severity } from '@specwright/core/diagnostic/diagnostic.ts';
import { Failure } from '../failure.ts';
import { historyFolder } from '../review/history-folder.ts';
import type { WebPages } from '../web/web-pages.ts';
import { baselineFile } from '../workspace/baseline-file.ts';
import { isFolder } from '../workspace/find-root.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { nameOf, pathOf } from '../workspace/paths.ts';
import { readText } from '../workspace/read-file.ts';
import { type Invocation, isSet, listOption, textOption } from './command.ts';
import { type GitBase, readGitBase } from './git-base.ts';
import { openFor } from './open-for.ts';

export type CheckFormat = 'text' | 'json' | 'sarif' | 'github' | 'gitlab' | 'junit';

/** What one check was asked for, with everything that flags and configuration say together. */
export interface CheckRequest {
  readonly invocation: Invocation;
  readonly workspace: OpenWorkspace;
  readonly settings: CheckSettings;
  readonly format: CheckFormat;
  readonly failOn: Severity;
  /** Null for all codes. */
  readonly onlyCodes: readonly string[] | null;
  readonly baseline: RequestedBaseline | null;
  readonly base: GitBase | null;
  /** What the histories of documents make of them, by name. */
  readonly histories: ReadonlyMap<string, HistoryState>;
  readonly fix: 'none' | 'safe' | 'suggested';
  /** Null when the network is not to be asked. */
  readonly web: WebPages | null;
}

export interface RequestedBaseline {
  readonly path: string;
  /** Null when the file is not there yet. */
  readonly known: Baseline | null;
  readonly action: 'apply' | 'update' | 'prune';
}

/** `openWeb` is called only when the network is to be asked. */
export async function readRequest(invocation: Invocation, openWeb: () => Promise<WebPages>): Promise<CheckRequest> {
  const workspace = await openFor(invocation);
  const only = listOption(invocation, 'rule').map(codeFor);
  const revision = textOption(invocation, 'changedSince');
  if (isSet(invocation, 'dryRun') && fixOf(invocation) !== 'safe') {
    throw new Failure('--dry-run shows what --fix would change', 'Add --fix');
  }
  const online = isSet(invocation, 'online');
  if (only.includes(webLinkBroken.code) && !online) {
    throw new Failure(`${webLinkBroken.name} is found by asking the network`, 'Add --online');
  }
  return {
    invocation,
    workspace,
    settings: withFlags(workspace.settings, only, listOption(invocation, 'off').map(codeFor)),
    format: (textOption(invocation, 'format') ?? 'text') as CheckFormat,
    failOn: (textOption(invocation, 'failOn') ?? workspace.config?.failOn ?? 'error') as Severity,
    onlyCodes: only.length === 0 ? null : only,
    baseline: readBaseline(invocation, workspace),
    base: revision === null ? null : await readGitBase(revision, workspace),
    histories: await historiesOf(workspace, revision),
    fix: fixOf(invocation),
    web: online ? await openWeb() : null,
  };
}

/** The reader of histories is loaded only where there are some. */
async function historiesOf(workspace: OpenWorkspace, base: string | null): Promise<CheckRequest['histories']> {
  if (!isFolder(historyFolder(workspace))) return new Map();
  const { historyStates } = await import('../review/open-histories.ts');
  return historyStates(workspace, base);
}

function fixOf(invocation: Invocation): CheckRequest['fix'] {
  if (isSet(invocation, 'fixSuggested')) return 'suggested';
  return isSet(invocation, 'fix') ? 'safe' : 'none';
}

function codeFor(word: string): string {
  const lookup = findCode(word);
  if (lookup.page !== null) return lookup.page.about.code;
  const meant =
    lookup.suggestion === null ? 'specwright explain lists all rules' : `Did you mean ${lookup.suggestion}?`;
  throw new Failure(`There is no rule ${JSON.stringify(word)}`, meant);
}

/** A rule that is off by default and asked for by name runs as a warning. */
function withFlags(settings: CheckSettings, only: readonly string[], off: readonly string[]): CheckSettings {
  const severities: Record<string, Severity | 'off'> = { ...settings.severities };
  for (const code of only) {
    const { page } = findCode(code);
    const byDefault = page?.about.severity;
    if (byDefault?.settled === 'off' && byDefault.draft === 'off') severities[code] ??= 'warning';
  }
  for (const code of off) severities[code] = 'off';
  return { ...settings, severities };
}

/** The baseline that flags or the configuration name; null where there is none. */
export function readBaseline(invocation: Invocation, workspace: OpenWorkspace): RequestedBaseline | null {
  const update = isSet(invocation, 'updateBaseline');
  const prune = isSet(invocation, 'prune');
  const flag = textOption(invocation, 'baseline');
  const configured = workspace.config?.baseline ?? null;
  const path = flag === null ? baselineFile(workspace) : pathOf(invocation.workingFolder, flag);
  const action = update ? 'update' : prune ? 'prune' : 'apply';
  const reading = readText(path);
  if (reading.kind === 'unreadable') {
    if (action === 'update') return { path, known: null, action };
    if (flag === null && configured === null && action === 'apply') return null;
    throw new Failure(`The baseline ${path}: ${reading.reason}`, 'Make one with --update-baseline');
  }
  const parsed = parseBaseline(reading.text);
  if (parsed.baseline === null && action !== 'update') {
    throw new Failure(
      `${nameOf(invocation.workingFolder, path)}: ${parsed.problem}`,
      'Make a new one with --update-baseline',
    );
  }
  return { path, known: parsed.baseline, action };
}
