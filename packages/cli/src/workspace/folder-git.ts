import { execFile } from 'node:child_process';
import { posix } from 'node:path';
import { promisify } from 'node:util';
import type { Git } from '@specwright/core/workspace/ports.ts';
import { codeOf, Failure } from '../failure.ts';
import {
  type BlamedLine,
  type ChangedFile,
  type Commit,
  readBatch,
  readBlame,
  readLog,
  readNameStatus,
} from './git-output.ts';
import { nameOf } from './paths.ts';

const run = promisify(execFile);

/** Git in a folder, through the `git` program. Names are those of the workspace, relative to `root`. */
export class FolderGit implements Git {
  readonly #root: string;
  /** Names of the files of the newest commit. */
  #files: Promise<ReadonlySet<string>> | null = null;
  /** The root's own folder in its repository, with a slash behind it; known once somebody asked. */
  #prefix: Promise<string> | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  async changedSince(revision: string): Promise<readonly string[]> {
    const commit = await this.#commitOf(revision);
    const top = (await this.#text(['rev-parse', '--show-toplevel'])).trimEnd();
    const changed = await this.#text([
      'diff',
      '--name-only',
      '--diff-filter=d',
      '--no-renames',
      '-z',
      commit,
      '--',
      '.',
    ]);
    const untracked = await this.#text(['ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', '.']);
    const names = [...changed.split('\0'), ...untracked.split('\0')].filter((name) => name !== '');
    return [...new Set(names.map((name) => nameOf(this.#root, `${top}/${name}`)))].sort();
  }

  /**
   * Files that differ between two revisions, the working files when `to` is null; renamed ones are recognised. `paths`
   * are names of the workspace, files or folders; untracked files count as added.
   */
  async changesBetween(from: string, to: string | null, paths: readonly string[]): Promise<readonly ChangedFile[]> {
    const commits = [await this.#commitOf(from), ...(to === null ? [] : [await this.#commitOf(to)])];
    const top = (await this.#text(['rev-parse', '--show-toplevel'])).trimEnd();
    const name = (path: string): string => nameOf(this.#root, `${top}/${path}`);
    const scope = paths.length === 0 ? ['.'] : paths.map((path) => `:(literal)${path === '' ? '.' : path}`);
    const said = await this.#text(['diff', '--name-status', '-z', '-M', ...commits, '--', ...scope]);
    const changes = readNameStatus(said).map(({ before, after }) => ({
      before: before === null ? null : name(before),
      after: after === null ? null : name(after),
    }));
    if (to !== null) return changes;
    const list = ['ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', ...scope];
    const untracked = (await this.#text(list)).split('\0').filter((path) => path !== '');
    return [...changes, ...untracked.map((path) => ({ before: null, after: name(path) }))];
  }

  async readAt(revision: string, path: string): Promise<Uint8Array | null> {
    const commit = await this.#commitOf(revision);
    const object = await this.#optional(['rev-parse', '--verify', '--quiet', `${commit}:./${path}`]);
    return object === null ? null : this.#bytes(['cat-file', 'blob', object]);
  }

  /**
   * Files of a folder and below as of a revision, by their names below the folder; links are left out. One call of git
   * for the list and one for all contents, so thousands of files take no longer than a few.
   */
  async filesAt(revision: string, folder: string): Promise<ReadonlyMap<string, Buffer>> {
    const commit = await this.#commitOf(revision);
    const listed = (await this.#text(['ls-tree', '-r', '-z', commit, '--', `${folder}/`])).split('\0');
    const files = listed.flatMap((line) => {
      const [, object, path] = /^1006?[0-9]+ blob ([0-9a-f]+)\t(.*)$/su.exec(line) ?? [];
      return object === undefined || path === undefined ? [] : [{ object, name: path.slice(folder.length + 1) }];
    });
    if (files.length === 0) return new Map();
    const contents = await this.#objects(files.map(({ object }) => object));
    return new Map(
      files.flatMap(({ name }, place) => (contents[place] == null ? [] : [[name, contents[place]] as const])),
    );
  }

  /** The commit behind a revision; null when it is not here. */
  commitAt(revision: string): Promise<string | null> {
    return this.#optional(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  }

  /** The newest commit that a revision and the folder's share; null when none is here. */
  async sharedWith(revision: string): Promise<string | null> {
    return this.#optional(['merge-base', await this.#commitOf(revision), 'HEAD']);
  }

  /** The root's own folder in its repository, with a slash behind it; empty at the top. */
  prefix(): Promise<string> {
    return this.#prefixThere();
  }

  /** Names and sizes in bytes of the files below the root as of a revision; links and submodules have size 0. */
  async namesAt(revision: string): Promise<ReadonlyMap<string, number>> {
    const commit = await this.#commitOf(revision);
    const listed = (await this.#text(['ls-tree', '-r', '-l', '-z', commit, '--', '.'])).split('\0');
    return new Map(
      listed.flatMap((line) => {
        const [, mode, size, path] = /^(\d+) \w+ [0-9a-f]+ +(\d+|-)\t(.*)$/su.exec(line) ?? [];
        return path === undefined ? [] : [[path, mode?.startsWith('100') ? Number(size) : 0] as const];
      }),
    );
  }

  async mergeBase(revision: string): Promise<string> {
    return (await this.#text(['merge-base', await this.#commitOf(revision), 'HEAD'])).trim();
  }

  /**
   * Who wrote each line of a file last: as of a commit that has it, or as it stands in the folder; null for files git does
   * not know.
   * Lines that are not committed yet are nobody's.
   */
  async blame(path: string, commit: string | null): Promise<readonly (BlamedLine | null)[] | null> {
    if (commit === null) {
      // Asked for many files one after the other, so all are listed once.
      this.#files ??= this.#filesOfHead();
      if (!(await this.#files).has(path)) return null;
    }
    const said = await this.#text(['blame', '--porcelain', '-w', ...(commit === null ? [] : [commit]), '--', path]);
    // Git names files from the top of the repository.
    const prefix = await this.#prefixThere();
    return readBlame(said).map((line) => line && { ...line, file: posix.relative(prefix, line.file) });
  }

  /** Empty for a repository without a commit. */
  async #filesOfHead(): Promise<ReadonlySet<string>> {
    if ((await this.commitAt('HEAD')) === null) return new Set();
    return new Set((await this.#text(['ls-tree', '-r', '-z', '--name-only', 'HEAD'])).split('\0'));
  }

  /** The commit that brought each file of some folders, by the file's own name; files not committed yet are left out. */
  async addedIn(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const added = new Map<string, string>();
    const log = await this.#optional(['log', '--diff-filter=A', '--format=commit %H', '--name-only', '--', ...folders]);
    let commit = '';
    for (const row of (log ?? '').split('\n')) {
      if (row.startsWith('commit ')) commit = row.slice(7);
      // The log begins with the newest commit; the first that brought a file is the last one named.
      else if (row !== '') added.set(row.slice(row.lastIndexOf('/') + 1), commit);
    }
    return added;
  }

  /** A value of git's configuration; null where it is not set. */
  setting(key: string): Promise<string | null> {
    return this.#optional(['config', '--get', key]);
  }

  /** Name and address of the person who works here; null where git does not know them. */
  async user(): Promise<{ readonly name: string; readonly email: string } | null> {
    const [name, email] = [await this.setting('user.name'), await this.setting('user.email')];
    return name === null || email === null || email === '' ? null : { name, email };
  }

  /** True when commits before some point are not here, so that nothing can be said of what was before. */
  async isShallow(): Promise<boolean> {
    return (await this.#text(['rev-parse', '--is-shallow-repository'])).trim() === 'true';
  }

  /**
   * What each commit did to Markdown and YAML files of the folder, newest first, renames recognised by likeness. A merge
   * itself did nothing: what it brought is told where it was done.
   */
  async changes(): Promise<readonly Commit[]> {
    const top = (await this.#text(['rev-parse', '--show-toplevel'])).trimEnd();
    if ((await this.#optional(['rev-parse', '--verify', '--quiet', 'HEAD'])) === null) return [];
    const format = '--format=%x01%H %cs';
    const files = ['*.md', '*.markdown', '*.yaml', '*.yml'];
    const log = ['log', '-z', '-M', '-l2000', '--name-status', '--diff-filter=ADMR', format, '--', ...files];
    return readLog(await this.#text(log), (path) => nameOf(this.#root, `${top}/${path}`));
  }

  /** The texts of files as of commits, by `commit` and name; null where there was no such file. Asked for all at once. */
  async textsAt(wanted: readonly { readonly commit: string; readonly name: string }[]): Promise<(Buffer | null)[]> {
    if (wanted.length === 0) return [];
    const prefix = await this.#prefixThere();
    return this.#objects(wanted.map(({ commit, name }) => `${commit}:${prefix}${name}`));
  }

  #prefixThere(): Promise<string> {
    this.#prefix ??= this.#text(['rev-parse', '--show-prefix']).then((prefix) => prefix.trimEnd());
    return this.#prefix;
  }

  /** Objects by their names, as git writes them; null for what there is not. */
  async #objects(names: readonly string[]): Promise<(Buffer | null)[]> {
    return readBatch(await this.#fed(['cat-file', '--batch'], `${names.join('\n')}\n`), names.length);
  }

  /** The commit behind a revision. Nothing the user writes reaches git as an option or as more than one word. */
  async #commitOf(revision: string): Promise<string> {
    const commit = await this.commitAt(revision);
    if (commit === null) throw new Failure(`git knows no revision ${JSON.stringify(revision)} in ${this.#root}`);
    return commit;
  }

  /** Null when git says quietly that there is no such thing. */
  async #optional(parts: readonly string[]): Promise<string | null> {
    try {
      return (await this.#text(parts)).trim();
    } catch (error) {
      if (error instanceof Failure && error.message === failedGit) return null;
      throw error;
    }
  }

  async #text(parts: readonly string[]): Promise<string> {
    return (await this.#bytes(parts)).toString('utf8');
  }

  async #bytes(parts: readonly string[]): Promise<Buffer> {
    return this.#fed(parts, '');
  }

  /** What git says when it is given `input`. */
  async #fed(parts: readonly string[], input: string): Promise<Buffer> {
    try {
      const options = {
        cwd: this.#root,
        encoding: 'buffer',
        maxBuffer: 1024 * 1024 * 1024,
        windowsHide: true,
      } as const;
      const running = run('git', [...parts], options);
      // Git may end before it has read everything; what went wrong it says itself.
      running.child.stdin?.on('error', () => undefined).end(input);
      return (await running).stdout;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw new Failure('The program git is needed for this and was not found');
      const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
      if (said.includes('not a git repository')) throw new Failure(`${this.#root} is not in a git repository`);
      throw new Failure(said === '' ? failedGit : `git failed: ${said.split('\n')[0]}`);
    }
  }
}

const failedGit = 'git failed without saying why';
