import { spawnSync } from 'node:child_process';
import { Failure } from '../failure.ts';

/** The line of `.gitattributes` that gives documents to the merge driver. */
export function mergeAttribute(documents: string): string {
  return `${documents} merge=specwright`;
}

const settings = [
  ['merge.specwright.name', 'merge specifications by their structure'],
  ['merge.specwright.driver', 'specwright merge-file %O %A %B %P'],
] as const;

/** True when git in a folder knows the merge driver already. @throws {Failure} outside of a repository. */
export function knowsMergeDriver(folder: string): boolean {
  if (git(folder, ['rev-parse', '--git-dir']) === null) {
    throw new Failure(`${folder} is not in a git repository`, 'Run git init first, or leave --git out');
  }
  return settings.every(([key, value]) => git(folder, ['config', '--local', '--get', key])?.trim() === value);
}

/** Tells git of the merge driver, for this clone alone: git takes no programs from a repository. */
export function setMergeDriver(folder: string): void {
  for (const [key, value] of settings) {
    if (git(folder, ['config', '--local', key, value]) === null) {
      throw new Failure(`git config ${key} failed in ${folder}`, 'Is its configuration read-only?');
    }
  }
}

/** What git prints; null when it fails. */
function git(folder: string, words: readonly string[]): string | null {
  const { status, stdout, error } = spawnSync('git', [...words], { cwd: folder, encoding: 'utf8', windowsHide: true });
  if (error !== undefined) throw new Failure('The program git is needed for this and was not found');
  return status === 0 ? stdout : null;
}
