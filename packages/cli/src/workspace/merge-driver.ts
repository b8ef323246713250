import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '../failure.ts';
import { writeFile } from './write-file.ts';

const run = promisify(execFile);

/** How git names the driver, and how it calls it: base, ours, theirs, path. */
const settings: readonly (readonly [key: string, value: string])[] = [
  ['merge.specwright.name', 'Specwright: merges documents part by part'],
  ['merge.specwright.driver', 'specwright merge-file %O %A %B %P'],
];

const attributes = '*.md merge=specwright';

/**
 * Lets git merge the Markdown files below `folder`, which must be in a repository, with this program: the driver goes
 * into the repository's own configuration, which is not shared, and the pattern into `.gitattributes`, which is. Doing
 * it twice changes nothing. Gives what was changed, as a person would say it.
 */
export async function setUpMergeDriver(folder: string): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const [key, value] of settings) {
    if ((await gitConfig(folder, ['--get', key])) === value) continue;
    if ((await gitConfig(folder, [key, value])) === null) throw new Failure(`${folder} is not in a git repository`);
    changed.push(`git config ${key} '${value}'`);
  }
  const file = join(folder, '.gitattributes');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (!text.split(/\r?\n/u).some((line) => line.trim() === attributes)) {
    writeFile(file, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${attributes}\n`);
    changed.push(`.gitattributes: ${attributes}`);
  }
  return changed;
}

/** Null when git says no. */
async function gitConfig(folder: string, words: readonly string[]): Promise<string | null> {
  try {
    const { stdout } = await run('git', ['config', '--local', ...words], { cwd: folder, windowsHide: true });
    return stdout.replace(/\n$/u, '');
  } catch {
    return null;
  }
}
