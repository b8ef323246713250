import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { MergeResult } from '@specwright/core/diff/merge-documents.ts';
import type { MergeLabels, MergeTexts } from '@specwright/core/diff/merged-text.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { compilerOf, TemplateChooser } from '@specwright/core/operations/choose-template.ts';
import { mergeByTemplate } from '@specwright/core/operations/merge-file.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import { Failure } from '../failure.ts';
import { mergeFileByGit } from '../workspace/git-merge-file.ts';
import { loadTemplate, openWorkspace } from '../workspace/open-workspace.ts';
import { nameOf } from '../workspace/paths.ts';
import { type FileReading, readText } from '../workspace/read-file.ts';
import { replaceFiles } from '../workspace/write-file.ts';
import { type Invocation, isSet, listOption, textOption } from './command.ts';

/** Git takes 128 and more for a driver that broke. */
const mostConflicts = 127;

/** The three files of a merge, absolute, and the path that the document has in its workspace. */
interface MergeFiles {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly path: string;
}

/** `specwright merge-file BASE OURS THEIRS [PATH]`: exits with the number of conflicts, as `git merge-file` does. */
export async function run(invocation: Invocation): Promise<number> {
  const files = filesOf(invocation);
  const [ours = 'ours', base = 'base', theirs = 'theirs'] = listOption(invocation, 'label');
  const readings = [files.base, files.ours, files.theirs].map((path) => readText(path));
  const merged = await mergeOrNull(invocation, files, readings, { ours, theirs });
  if (merged === null)
    return mergeFileByGit(files, { ours, base, theirs }, invocation.terminal, isSet(invocation, 'stdout'));
  const { terminal } = invocation;
  if (isSet(invocation, 'json')) terminal.write(jsonText(merged));
  else if (isSet(invocation, 'stdout')) terminal.write(merged.text);
  else writeOurs(files.ours, readings[1], merged.text);
  if (merged.conflicts.length > 0) terminal.say(conflictsText(files, merged, invocation));
  return Math.min(merged.conflicts.length, mostConflicts);
}

function filesOf({ arguments: words, workingFolder }: Invocation): MergeFiles {
  const [base, ours, theirs, path] = words.map((word) =>
    typeof word === 'string' ? resolve(workingFolder, word) : '',
  );
  const files = { base: base ?? '', ours: ours ?? '', theirs: theirs ?? '', path: path || (ours ?? '') };
  for (const file of [files.base, files.ours, files.theirs]) {
    if (!existsSync(file)) throw new Failure(`${file}: no such file or folder`, 'Name the base, our and their text');
  }
  return files;
}

/** Null when it cannot be done here, for whatever reason: a merge must not fail where git's own would not. */
async function mergeOrNull(
  invocation: Invocation,
  { path }: MergeFiles,
  readings: readonly FileReading[],
  labels: MergeLabels,
): Promise<MergeResult | null> {
  const [base, ours, theirs] = readings.map((reading) => (reading.kind === 'text' ? reading.text : null));
  if (typeof base !== 'string' || typeof ours !== 'string' || typeof theirs !== 'string') return null;
  try {
    return await mergeTexts(invocation, path, { base, ours, theirs }, labels);
  } catch (error) {
    if (error instanceof Failure && textOption(invocation, 'template') !== null) throw error;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    invocation.terminal.say(printable(`Merged by lines, for the parts could not be read: ${reason}`).concat('\n'));
    return null;
  }
}

async function mergeTexts(
  invocation: Invocation,
  path: string,
  texts: MergeTexts,
  labels: MergeLabels,
): Promise<MergeResult> {
  const workspace = await openWorkspace({
    paths: [existsSync(path) ? path : nearestFolder(path)],
    template: textOption(invocation, 'template'),
    workingFolder: invocation.workingFolder,
    today: invocation.today,
  });
  const parser = await loadParser();
  const chooser = new TemplateChooser(workspace.templates, compilerOf(parser), (file) =>
    loadTemplate(workspace.root, file),
  );
  return mergeByTemplate(nameOf(workspace.root, path), texts, labels, chooser, parser);
}

function nearestFolder(path: string): string {
  let folder = dirname(path);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

function writeOurs(path: string, reading: FileReading | undefined, text: string): void {
  if (reading?.kind !== 'text' || reading.stamp === null || reading.text === text) return;
  replaceFiles([{ path, text, expected: reading.stamp }]);
}

function linesOf({ text, conflicts }: MergeResult): number[] {
  const lines = new LineIndex(text);
  return conflicts.map(({ range }) => lines.lineAt(range.start));
}

function jsonText(merged: MergeResult): string {
  const lines = linesOf(merged);
  const conflicts = merged.conflicts.map((conflict, index) => ({ ...conflict, line: lines[index] }));
  return `${JSON.stringify({ by: merged.by, text: merged.text, conflicts }, null, 2)}\n`;
}

function conflictsText({ path }: MergeFiles, merged: MergeResult, { workingFolder }: Invocation): string {
  const name = printable(nameOf(workingFolder, path));
  const lines = linesOf(merged).map((line, index) => {
    const { address, ours, theirs } = merged.conflicts[index] as MergeResult['conflicts'][number];
    const what =
      ours === ''
        ? 'ours removed it, theirs changed it'
        : theirs === ''
          ? 'theirs removed it, ours changed it'
          : 'both changed it';
    return `${name}:${line}: ${address === '' ? '' : `${printable(address)}: `}${what}\n`;
  });
  return lines.join('');
}
