import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DocumentPair, DocumentText } from '@specwright/core/operations/diff.ts';
import { Failure } from '../failure.ts';
import { isFolder } from '../workspace/find-root.ts';
import { FolderGit } from '../workspace/folder-git.ts';
import type { ChangedFile } from '../workspace/git-output.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { isOutside, nameOf, pathOf } from '../workspace/paths.ts';
import { decode, readText } from '../workspace/read-file.ts';
import { type Invocation, pathsOf, textOption } from './command.ts';

/** What a comparison is between, in words for a person. */
export interface Sides {
  readonly pairs: readonly DocumentPair[];
  /** True when a pair is two texts of one document. */
  readonly sameDocument: boolean;
  readonly from: string;
  readonly to: string;
}

/** Two paths that are files, and no revision: these two. Everything else is a question to git. */
export async function readSides(invocation: Invocation, workspace: OpenWorkspace): Promise<Sides> {
  const paths = pathsOf(invocation).map((path) => resolve(invocation.workingFolder, path));
  const [from, to] = [textOption(invocation, 'from'), textOption(invocation, 'to')];
  const [first, second] = paths;
  const areFiles = paths.length === 2 && paths.every((path) => existsSync(path) && !isFolder(path));
  if (areFiles && first !== undefined && second !== undefined && from === null && to === null) {
    const [before, after] = [workingText(workspace, first), workingText(workspace, second)];
    return { pairs: [{ before, after }], sameDocument: false, from: before.file, to: after.file };
  }
  const pairs = await gitPairs(workspace, paths, from ?? 'HEAD', to);
  return { pairs, sameDocument: true, from: from ?? 'HEAD', to: to ?? 'working files' };
}

/** A file's text; a companion stands beside documents of the workspace only. */
function workingText(workspace: OpenWorkspace, path: string): DocumentText {
  const file = nameOf(workspace.root, path);
  const companion = companionName(workspace, file);
  const beside = companion === null ? null : readText(pathOf(workspace.root, companion));
  return {
    file,
    text: textOrFailure(file, readText(path)),
    companion: companion === null || beside?.kind !== 'text' ? null : { file: companion, text: beside.text },
  };
}

function textOrFailure(file: string, reading: ReturnType<typeof readText>): string {
  if (reading.kind === 'unreadable') throw new Failure(`${file}: ${reading.reason}`);
  return reading.text;
}

function companionName({ documents }: OpenWorkspace, file: string): string | null {
  return documents.find(({ name }) => name === file)?.companion?.name ?? null;
}

async function gitPairs(
  workspace: OpenWorkspace,
  paths: readonly string[],
  from: string,
  to: string | null,
): Promise<DocumentPair[]> {
  const git = new FolderGit(workspace.root);
  const names = paths.map((path) => nameOf(workspace.root, path));
  for (const [index, name] of names.entries()) {
    if (isOutside(name)) throw new Failure(`${paths[index]} is outside of ${workspace.root}`);
  }
  const scope = names.flatMap((name) => [name, ...[companionName(workspace, name)].filter((each) => each !== null)]);
  const changes = await git.changesBetween(from, to, scope);
  for (const [index, name] of names.entries()) await requirePath(git, changes, name, paths[index] ?? '', [from, to]);
  const wanted = withCompanions(workspace, changes).filter((change) => isDocument(workspace, change));
  wanted.sort((a, b) => compare(a.after ?? a.before ?? '', b.after ?? b.before ?? ''));
  return Promise.all(
    wanted.map(async ({ before, after }) => ({
      before: before === null ? null : await textAt(git, workspace, from, before),
      after:
        after === null
          ? null
          : to === null
            ? workingText(workspace, pathOf(workspace.root, after))
            : await textAt(git, workspace, to, after),
    })),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A path must lead to something on one of the sides. */
async function requirePath(
  git: FolderGit,
  changes: readonly ChangedFile[],
  name: string,
  path: string,
  [from, to]: readonly [string, string | null],
): Promise<void> {
  if (existsSync(path) || changes.some(({ before, after }) => before === name || after === name)) return;
  if (changes.some(({ before }) => before?.startsWith(`${name}/`))) return;
  if (to !== null && ((await git.readAt(from, name)) ?? (await git.readAt(to, name))) !== null) return;
  throw new Failure(`There is no ${name}, neither here nor at ${from}${to === null ? '' : ` or ${to}`}`);
}

/** A document differs when the YAML beside it does. */
function withCompanions(workspace: OpenWorkspace, changes: readonly ChangedFile[]): ChangedFile[] {
  const known = new Set(changes.map(({ after }) => after));
  const changed = new Set(changes.flatMap(({ before, after }) => [before, after]));
  const more = workspace.documents.filter(
    ({ name, companion }) => companion !== null && changed.has(companion.name) && !known.has(name),
  );
  return [...changes, ...more.map(({ name }) => ({ before: name, after: name }))];
}

function isDocument({ selected, documents }: OpenWorkspace, { before, after }: ChangedFile): boolean {
  const name = after ?? before ?? '';
  if (selected.has(name)) return documents.some((document) => document.name === name);
  return /\.(?:md|markdown)$/iu.test(name);
}

async function textAt(
  git: FolderGit,
  workspace: OpenWorkspace,
  revision: string,
  file: string,
): Promise<DocumentText | null> {
  const read = async (name: string): Promise<string | null> => {
    const bytes = await git.readAt(revision, name);
    const text = bytes === null ? null : decode(Buffer.from(bytes));
    if (text !== null && typeof text !== 'string') throw new Failure(`${name} at ${revision}: ${text.reason}`);
    return text;
  };
  const text = await read(file);
  if (text === null) return null;
  const companion = companionName(workspace, file);
  const beside = companion === null ? null : await read(companion);
  return { file, text, companion: companion === null || beside === null ? null : { file: companion, text: beside } };
}
