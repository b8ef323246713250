import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Git } from '@specwright/core/workspace/ports.ts';
import { codeOf, Failure } from '../failure.ts';
import { nameOf } from './paths.ts';

const run = promisify(execFile);

/** Git in a folder, through the `git` program. Names are those of the workspace, relative to `root`. */
export class FolderGit implements Git {
  readonly #root: string;

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
  async changesBetween(from: string, to: string | null, paths: readonly string[]): Promise<readonly FileChange[]> {
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
    const contents = readBatch(
      await this.#fed(['cat-file', '--batch'], files.map(({ object }) => `${object}\n`).join('')),
    );
    return new Map(
      files.flatMap(({ object, name }) => {
        const bytes = contents.get(object);
        return bytes === undefined ? [] : [[name, bytes] as const];
      }),
    );
  }

  async mergeBase(revision: string): Promise<string> {
    return (await this.#text(['merge-base', await this.#commitOf(revision), 'HEAD'])).trim();
  }

  /**
   * Who wrote each line of a file last, as of a commit or as it stands in the folder; null for files git does not know. Lines that are not
   * committed yet are nobody's.
   */
  async blame(path: string, commit: string | null): Promise<readonly (BlamedLine | null)[] | null> {
    const known = await this.#optional(['rev-parse', '--verify', '--quiet', `${commit ?? 'HEAD'}:./${path}`]);
    if (known === null) return null;
    return readBlame(
      await this.#text(['blame', '--porcelain', '-w', ...(commit === null ? [] : [commit]), '--', path]),
    );
  }

  /** The commit that brought each file of a folder, by the file's own name; files not committed yet are left out. */
  async addedIn(folder: string): Promise<ReadonlyMap<string, string>> {
    const added = new Map<string, string>();
    const log = await this.#optional(['log', '--diff-filter=A', '--format=commit %H', '--name-only', '--', folder]);
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

  /** The commit behind a revision. Nothing the user writes reaches git as an option or as more than one word. */
  async #commitOf(revision: string): Promise<string> {
    const wanted = `${revision}^{commit}`;
    const commit = await this.#optional(['rev-parse', '--verify', '--quiet', '--end-of-options', wanted]);
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

/** Reads `git cat-file --batch`: for each object a line with its name, kind and length in bytes, then its content. */
function readBatch(said: Buffer): ReadonlyMap<string, Buffer> {
  const contents = new Map<string, Buffer>();
  for (let at = 0; at < said.length; ) {
    const end = said.indexOf(10, at);
    const [object = '', kind, length] = said.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (kind !== 'blob') continue;
    const size = Number(length);
    contents.set(object, said.subarray(at, at + size));
    at += size + 1;
  }
  return contents;
}

/** A file's name on either side; null where it is not. */
export interface FileChange {
  readonly before: string | null;
  readonly after: string | null;
}

/** What `git diff --name-status -z` says: a letter, then one name, or two for files renamed or copied. */
function readNameStatus(said: string): FileChange[] {
  const words = said.split('\0');
  const changes: FileChange[] = [];
  for (let at = 0; at + 1 < words.length; ) {
    const letter = (words[at] as string)[0];
    const first = words[at + 1] as string;
    if (letter === 'R' || letter === 'C') {
      changes.push({ before: first, after: words[at + 2] as string });
      at += 3;
      continue;
    }
    changes.push({ before: letter === 'A' ? null : first, after: letter === 'D' ? null : first });
    at += 2;
  }
  return changes;
}

const failedGit = 'git failed without saying why';

/** Who wrote a line last: the commit, the author's address in lower case, when (RFC 3339), and the file's name there. */
export interface BlamedLine {
  readonly commit: string;
  readonly who: string;
  readonly name: string;
  readonly at: string;
  readonly file: string;
}

/** Reads `git blame --porcelain`: a commit is described where it is first named. */
function readBlame(text: string): (BlamedLine | null)[] {
  const commits = new Map<string, Map<string, string>>();
  const lines: (BlamedLine | null)[] = [];
  let commit = '';
  for (const row of text.split('\n')) {
    const head = /^([0-9a-f]{40,64}) \d+ \d+(?: \d+)?$/u.exec(row);
    if (head !== null) {
      commit = head[1] as string;
      if (!commits.has(commit)) commits.set(commit, new Map());
    } else if (row.startsWith('\t')) lines.push(blamed(commit, commits.get(commit) ?? new Map()));
    else {
      const space = row.indexOf(' ');
      if (space > 0) commits.get(commit)?.set(row.slice(0, space), row.slice(space + 1));
    }
  }
  return lines;
}

function blamed(commit: string, about: ReadonlyMap<string, string>): BlamedLine | null {
  if (/^0+$/u.test(commit)) return null;
  return {
    commit,
    who: (about.get('author-mail') ?? '').replace(/^<|>$/gu, '').toLowerCase(),
    name: about.get('author') ?? '',
    at: new Date(Number(about.get('author-time') ?? 0) * 1000).toISOString(),
    file: about.get('filename') ?? '',
  };
}
