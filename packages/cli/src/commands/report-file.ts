import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { generator } from '../report-page/page-input.ts';
import { isFolder } from '../workspace/find-root.ts';
import { type FileStamp, readText } from '../workspace/read-file.ts';
import { createFile, replaceFiles } from '../workspace/write-file.ts';

/** Where a page is written. */
export interface ReportFile {
  readonly path: string;
  /** The page whose place it takes; null where there is nothing yet. */
  readonly before: FileStamp | null;
}

/** Null for standard output. @throws {Failure} when something stands there that is no page of ours */
export function reportFile(written: string, workingFolder: string): ReportFile | null {
  if (written === '-') return null;
  const path = resolve(workingFolder, written);
  if (!existsSync(path)) {
    if (isFolder(dirname(path))) return { path, before: null };
    throw new Failure(`There is no folder ${dirname(written)} to write the report to`, 'Make the folder first');
  }
  if (isFolder(path)) throw new Failure(`${written} is a folder`, `Name a file in it: --output ${written}/index.html`);
  const reading = readText(path);
  if (reading.kind === 'text' && reading.stamp !== null && isOurs(reading.text)) return { path, before: reading.stamp };
  throw new Failure(
    `${written} is there already and is no report of Specwright`,
    'Name another file with --output, or remove this one',
  );
}

function isOurs(text: string): boolean {
  const head = text.slice(0, 500);
  return head.startsWith('<!doctype html>') && head.includes(`<meta name="generator" content="${generator}">`);
}

/** Writes a page, wholly or not at all; gives the path. */
export function writeReport({ path, before }: ReportFile, text: string): string {
  if (before !== null) replaceFiles([{ path, text, expected: before }]);
  else if (!createFile(path, text)) {
    throw new Failure(`${path} came to be while the report was made; it was left alone`, 'Run the command again');
  }
  return path;
}
