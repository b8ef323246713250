import { type Baseline, parseBaseline } from '@specwright/core/check/baseline.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { checkedWithShape } from '@specwright/core/operations/check.ts';
import { buildOf } from '../engine/cache.ts';
import { WorkspaceDocuments } from '../engine/workspace-documents.ts';
import { FolderVersions } from '../review/template-versions.ts';
import type { Progress } from '../terminal/progress.ts';
import { today } from '../today.ts';
import { baselineFile } from '../workspace/baseline-file.ts';
import { type OpenWorkspace, openWorkspace } from '../workspace/open-workspace.ts';
import { pathOf } from '../workspace/paths.ts';
import { readText } from '../workspace/read-file.ts';
import { CheckedFolder } from './checked-folder.ts';

export interface FolderRequest {
  /** A folder, or one file that stands in none of the editor's folders. Absolute. */
  readonly path: string;
  /** The folder from which it is looked at. Absolute. */
  readonly folder: string;
  /** The bundle that worker threads run. */
  readonly worker: URL;
  readonly progress: Progress;
  /** The text of an open editor by the path of its file; null for a file that is not open. */
  readonly openText: (path: string) => string | null;
  /** Hears of what is wrong and stops nothing. */
  readonly log: (message: string) => void;
}

/** Opens a folder and checks all its documents as they are on the disk, in threads and with the cache. */
export async function openFolder(request: FolderRequest): Promise<CheckedFolder> {
  const { path, folder, worker, progress, openText, log } = request;
  const workspace = await openWorkspace({ paths: [path], template: null, workingFolder: folder, today: today() });
  const parser = await loadParser();
  const versions = new FolderVersions(workspace);
  const documents = new WorkspaceDocuments(workspace, {
    threads: { most: null, worker },
    texts: new Map(),
    baseTexts: new Map(),
    histories: new Map(),
    versions,
    build: buildOf(worker),
    progress: () => progress,
  });
  const checked = await checkedWithShape({ documents, settings: workspace.settings, parser });
  for (const { file, stack } of documents.takeBroken()) log(`${file}: ${stack}`);
  const textOf = (name: string): string | null => openText(pathOf(workspace.root, name)) ?? checked.textOf(name);
  return new CheckedFolder({ workspace, parser, versions, checked, baseline: baselineOf(workspace, log), textOf });
}

function baselineOf(workspace: OpenWorkspace, log: (message: string) => void): Baseline | null {
  const path = baselineFile(workspace);
  const reading = readText(path);
  if (reading.kind === 'unreadable') return null;
  const parsed = parseBaseline(reading.text);
  if (parsed.baseline === null) log(`${path}: ${parsed.problem}`);
  return parsed.baseline;
}
