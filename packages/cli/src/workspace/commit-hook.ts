import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { createFile } from './write-file.ts';

/** What git runs before each commit: the change that is about to be committed is judged. */
const script = `#!/bin/sh
exec npx specwright ci --base HEAD
`;

/** Where git looks for the hook in a folder's repository; absolute. @throws {Failure} outside of a repository. */
function commitHookPath(folder: string): string {
  const words = ['rev-parse', '--git-path', 'hooks/pre-commit'];
  const { status, stdout } = spawnSync('git', words, { cwd: folder, encoding: 'utf8', windowsHide: true });
  if (status !== 0)
    throw new Failure(`${folder} is not in a git repository`, 'Run git init first, or leave --hooks out');
  return resolve(folder, stdout.trim());
}

/** True when the repository has a hook already, whosever it is. */
export function hasCommitHook(folder: string): boolean {
  return existsSync(commitHookPath(folder));
}

/** Writes the hook, unless there is one. */
export function writeCommitHook(folder: string): void {
  const path = commitHookPath(folder);
  mkdirSync(dirname(path), { recursive: true });
  if (createFile(path, script)) chmodSync(path, 0o755);
}
