import { existsSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';

/** A process to start, without a shell. */
export interface Program {
  readonly command: string;
  readonly arguments: readonly string[];
  /** Comes on top of the editor's own environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** All that the choice of a program rests on. Paths are absolute. */
export interface Surroundings {
  /** Where the extension is installed. */
  readonly extension: string;
  /** The folders of the workspace, the first one first. */
  readonly folders: readonly string[];
  /** Whether the user trusts them. */
  readonly trusted: boolean;
  /** The setting `specwright.path`; empty when it is not set. */
  readonly setting: string;
  /** The editor's own executable, which can run as Node. */
  readonly editor: string;
}

/**
 * The `specwright` to run: the one of the setting, else the workspace's own, else the one that the extension carries. In a
 * folder without trust only the last: the others could be anything that came with the folder.
 */
export function chooseProgram({ extension, folders, trusted, setting, editor }: Surroundings): Program {
  const carried = script(editor, join(extension, 'server', 'bin', 'specwright.js'));
  if (!trusted) return { ...carried, environment: { ...carried.environment, ...withoutGit(extension) } };
  if (setting !== '') {
    const path = pathOf(setting, folders[0]);
    return /\.[cm]?js$/u.test(path) ? script(editor, path) : { command: path, arguments: [], environment: {} };
  }
  const installed = folders
    .map((folder) => join(folder, 'node_modules', 'specwright', 'bin', 'specwright.js'))
    .find((path) => existsSync(path));
  return installed === undefined ? carried : script(editor, installed);
}

/** The editor is Electron, which runs as plain Node when it is asked to. */
function script(editor: string, path: string): Program {
  return { command: editor, arguments: [path], environment: { ELECTRON_RUN_AS_NODE: '1' } };
}

/** A repository's own configuration may name programs that git starts; a repository that is nowhere has none. */
function withoutGit(extension: string): Record<string, string> {
  return { GIT_DIR: join(extension, 'no-repository') };
}

/** A bare name is looked up by the system; anything else counts from the folder. */
function pathOf(setting: string, folder: string | undefined): string {
  if (isAbsolute(setting) || basename(setting) === setting || folder === undefined) return setting;
  return join(folder, setting);
}
