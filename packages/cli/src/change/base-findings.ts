import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { type Baseline, createBaseline } from '@specwright/core/check/baseline.ts';
import type { HistoryState } from '@specwright/core/check/history-state.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { check } from '@specwright/core/operations/check.ts';
import type { Documents } from '@specwright/core/operations/context.ts';
import type { TemplateVersions } from '@specwright/core/workspace/template-versions.ts';
import type { Invocation } from '../commands/command.ts';
import { WorkspaceDocuments } from '../engine/workspace-documents.ts';
import { startProgress } from '../terminal/progress.ts';
import type { FolderGit } from '../workspace/folder-git.ts';
import { type OpenWorkspace, openWorkspace } from '../workspace/open-workspace.ts';
import { isOutside, nameOf } from '../workspace/paths.ts';
import { largestFile } from '../workspace/read-file.ts';
import { isMarkdown } from '../workspace/walk.ts';

/** What the findings of a commit are told by, beside the commit itself. */
export interface BaseRequest {
  readonly invocation: Invocation;
  readonly workspace: OpenWorkspace;
  readonly git: FolderGit;
  readonly commit: string;
  /** Text of the configuration there. */
  readonly rules: string;
  /** Documents that nobody touched have the histories and versions they have now. */
  readonly histories: ReadonlyMap<string, HistoryState>;
  readonly versions: Pick<TemplateVersions, 'versionOf'>;
}

/**
 * The findings that documents had as of a commit, in the shape of a baseline. They are checked in a folder of their own,
 * which holds what a check reads; other files are known by their names. The folder is gone afterwards.
 */
export async function baseFindings(request: BaseRequest): Promise<Baseline> {
  const folder = mkdtempSync(join(tmpdir(), 'specwright-base-'));
  try {
    const names = await request.git.namesAt(request.commit);
    await writeTree(folder, names, request);
    return await findingsIn(folder, existsAmong(names.keys()), request);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bytes read from git at once. */
const batch = 64 * 1024 * 1024;

async function writeTree(
  folder: string,
  names: ReadonlyMap<string, number>,
  { git, commit }: Pick<BaseRequest, 'git' | 'commit'>,
): Promise<void> {
  // The folder is a beginning of a workspace, as the repository is.
  mkdirSync(join(folder, '.git'));
  let waiting: string[] = [];
  let size = 0;
  const write = async (): Promise<void> => {
    const texts = await git.textsAt(waiting.map((name) => ({ commit, name })));
    for (const [index, name] of waiting.entries()) writeFileSync(placeOf(folder, name), texts[index] ?? '');
    waiting = [];
    size = 0;
  };
  for (const [name, bytes] of names) {
    if (!isRead(name)) continue;
    if (bytes > largestFile) {
      // Nobody reads it, and everybody says how large it is.
      const handle = openSync(placeOf(folder, name), 'wx');
      ftruncateSync(handle, bytes);
      closeSync(handle);
      continue;
    }
    waiting.push(name);
    size += bytes;
    if (size >= batch) await write();
  }
  await write();
}

/** Names with a line end are none that a list for git can hold. */
function isRead(name: string): boolean {
  return (isMarkdown(name) || /\.ya?ml$/iu.test(name)) && !name.includes('\n') && !name.startsWith('.git/');
}

function placeOf(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

async function findingsIn(folder: string, exists: (name: string) => boolean, request: BaseRequest): Promise<Baseline> {
  const { invocation, rules, histories, versions } = request;
  const workspace = await openWorkspace({
    paths: pathsIn(folder, request),
    template: null,
    workingFolder: folder,
    today: invocation.today,
    rules,
  });
  const documents = new WorkspaceDocuments(workspace, {
    threads: { most: null, worker: invocation.worker },
    texts: new Map(),
    baseTexts: new Map(),
    histories,
    versions,
    build: null,
    progress: () => startProgress('Checking the base', invocation.terminal),
  });
  const output = await check.run(
    { documents: knowingOf(documents, exists), settings: workspace.settings, parser: await loadParser() },
    { onlyFiles: null, onlyCodes: null, baseline: null, templateBases: new Map(), askWeb: null },
  );
  return createBaseline(output.diagnostics, output.checked.textOf);
}

/** The command's paths in the other folder; all of it where they lead out. */
function pathsIn(folder: string, { invocation, workspace }: BaseRequest): readonly string[] {
  const asked = invocation.arguments[0];
  const paths = Array.isArray(asked) && asked.length > 0 ? (asked as readonly string[]) : ['.'];
  return paths.map((path) => {
    const name = nameOf(workspace.root, join(invocation.workingFolder, path));
    return isOutside(name) ? folder : join(folder, name);
  });
}

/** Whether a name leads to one of some files, or to a folder of theirs. */
function existsAmong(names: Iterable<string>): (name: string) => boolean {
  const known = new Set<string>(['.']);
  for (const name of names) {
    for (let at = name; !known.has(at); at = posix.dirname(at)) known.add(at);
  }
  return (name) => known.has(posix.normalize(name).replace(/\/$/u, ''));
}

/** Documents whose links lead to what `exists` knows. */
function knowingOf(documents: Documents, exists: (name: string) => boolean): Documents {
  return {
    recall: async () => null,
    remember: () => undefined,
    check: async (settings, shared) => ({ ...(await documents.check(settings, shared)), exists }),
    outlines: (files) => documents.outlines(files),
    open: (skipped) => documents.open(skipped),
  };
}
