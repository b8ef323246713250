import { dirname, resolve } from 'node:path';
import { Failure } from '../failure.ts';
import { isFolder } from '../workspace/find-root.ts';
import { FolderWatch } from '../workspace/folder-watch.ts';
import { type Invocation, pathsOf } from './command.ts';

/** Editors write a file in several steps; a check waits until they are done. */
const settle = 120;

/** Checks, and checks again after every change, until the user ends it. */
export async function watchAndCheck(invocation: Invocation, once: () => Promise<number>): Promise<number> {
  const { terminal } = invocation;
  let changed = true;
  let wake = (): void => undefined;
  let ended = false;
  const notice = (): void => {
    changed = true;
    wake();
  };
  const folders = new FolderWatch(watchedFolders(invocation), notice);
  process.once('SIGINT', () => {
    ended = true;
    wake();
  });
  let exit = 0;
  while (!ended) {
    if (changed) {
      changed = false;
      folders.refresh();
      if (terminal.interactive) terminal.write('\u{1B}[2J\u{1B}[3J\u{1B}[H');
      exit = await once().catch((error: unknown) => sayFailure(error, terminal.say));
      terminal.say('\nWatching for changes; Ctrl+C ends\n');
    }
    await new Promise<void>((resume) => {
      wake = resume;
      if (changed || ended) resume();
    });
    if (!ended) await new Promise((resume) => setTimeout(resume, settle));
  }
  folders.close();
  return exit;
}

/** A mistake in the configuration while it is being written must not end the watch. */
function sayFailure(error: unknown, say: (text: string) => void): number {
  if (!(error instanceof Failure)) throw error;
  say(`error: ${error.message}\n`);
  return 2;
}

function watchedFolders(invocation: Invocation): string[] {
  const { workingFolder, options } = invocation;
  const paths = pathsOf(invocation).map((path) => resolve(workingFolder, path));
  const folders = (paths.length === 0 ? [workingFolder] : paths).map((path) => (isFolder(path) ? path : dirname(path)));
  if (typeof options.template === 'string') folders.push(dirname(resolve(workingFolder, options.template)));
  return [...new Set(folders)];
}
