import { spawnSync } from 'node:child_process';
import { Failure } from '../failure.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The three texts of a merge; `ours` is replaced unless the result is printed. */
interface MergeTriple {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Git's own merge by lines, for texts that cannot be read as documents. Gives the number of conflicts. */
export function mergeFileByGit(files: MergeTriple, labels: MergeTriple, terminal: Terminal, print: boolean): number {
  const names = [labels.ours, labels.base, labels.theirs].flatMap((label) => ['-L', label]);
  const words = ['merge-file', ...(print ? ['-p'] : []), ...names, files.ours, files.base, files.theirs];
  const result = spawnSync('git', words, { encoding: 'utf8', maxBuffer: 1024 * 1024 * 1024, windowsHide: true });
  if (result.error !== undefined) throw new Failure(`${files.ours} is no text, and git was not found to merge it`);
  terminal.write(result.stdout);
  if (result.stderr !== '') terminal.say(result.stderr);
  // 255 says that these are no texts. Git would call a driver broken that ends so; ours stays, and that is a conflict.
  const { status } = result;
  return status === null || status > 127 ? 1 : status;
}
