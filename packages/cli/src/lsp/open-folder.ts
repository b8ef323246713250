import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Baseline, parseBaseline } from '@specwright/core/check/baseline.ts';
import type { HistoryState } from '@specwright/core/check/history-state.ts';
import { defaultSettings } from '@specwright/core/check/settings.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { checkedWithShape } from '@specwright/core/operations/check.ts';
import { buildOf } from '../engine/cache.ts';
import { WorkspaceDocuments } from '../engine/workspace-documents.ts';
import { FolderVersions } from '../review/template-versions.ts';
import type { Progress } from '../terminal/progress.ts';
import { today } from '../today.ts';
import { baselineFile } from '../workspace/baseline-file.ts';
import { isFolder } from '../workspace/find-root.ts';
import { builtInTemplate, type OpenWorkspace, openWorkspace } from '../workspace/open-workspace.ts';
import { pathOf } from '../workspace/paths.ts';
import { readText } from '../workspace/read-file.ts';
import { CheckedFolder } from './checked-folder.ts';

export interface FolderRequest {
  /** A folder, or one file that stands in none of the editor's folders. Absolute; null for nothing but texts without a file. */
  readonly path: string | null;
  /** The bundle that worker threads run. */
  readonly worker: URL;
  readonly progress: Progress;
  /** The text of an open editor by the path of its file; null for a file that is not open. */
  readonly openText: (path: string) => string | null;
  /** What histories were last known to make of documents, by name. */
  readonly histories: ReadonlyMap<string, HistoryState>;
  /** Hears of what is wrong and stops nothing. */
  readonly log: (message: string) => void;
}

/** Opens a folder and checks all its documents as they are on the disk, in threads and with the cache. */
export async function openFolder(request: FolderRequest): Promise<CheckedFolder> {
  const { path, worker, progress, openText, histories, log } = request;
  const workspace = path === null ? emptyWorkspace() : await workspaceOf(path);
  const parser = await loadParser();
  const versions = new FolderVersions(workspace);
  const documents = new WorkspaceDocuments(workspace, {
    threads: { most: null, worker },
    texts: new Map(),
    baseTexts: new Map(),
    histories,
    versions,
    build: buildOf(worker),
    progress: () => progress,
  });
  const checked = await checkedWithShape({ documents, settings: workspace.settings, parser });
  for (const { file, stack } of documents.takeBroken()) log(`${file}: ${stack}`);
  const textOf = (name: string): string | null => openText(pathOf(workspace.root, name)) ?? checked.textOf(name);
  const baseline = baselineOf(workspace, log);
  return new CheckedFolder({ workspace, parser, versions, checked, baseline, histories, textOf });
}

function workspaceOf(path: string): Promise<OpenWorkspace> {
  const workingFolder = isFolder(path) ? path : dirname(path);
  return openWorkspace({ paths: [path], template: null, workingFolder, today: today() });
}

/** No folder at all: only the built-in template is known. */
function emptyWorkspace(): OpenWorkspace {
  return {
    root: join(tmpdir(), 'specwright-without-folder'),
    config: null,
    settings: defaultSettings(today()),
    partial: true,
    selected: new Set(),
    documents: [],
    templates: { chosen: null, configured: [], found: [], builtIn: builtInTemplate, shared: null },
    templatesLeftOut: 0,
    missing: [],
    problems: [],
  };
}

function baselineOf(workspace: OpenWorkspace, log: (message: string) => void): Baseline | null {
  const path = baselineFile(workspace);
  const reading = readText(path);
  if (reading.kind === 'unreadable') return null;
  const parsed = parseBaseline(reading.text);
  if (parsed.baseline === null) log(`${path}: ${parsed.problem}`);
  return parsed.baseline;
}
