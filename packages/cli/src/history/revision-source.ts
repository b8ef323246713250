import type { FolderGit } from '../workspace/folder-git.ts';
import { decode } from '../workspace/read-file.ts';
import { type EventFile, type HistorySource, isDigest } from './history-source.ts';

/** The files of a history folder as of a git revision. */
export class RevisionSource implements HistorySource {
  readonly #files: ReadonlyMap<string, Buffer>;
  readonly #shown: string;

  private constructor(files: ReadonlyMap<string, Buffer>, shown: string) {
    this.#files = files;
    this.#shown = shown;
  }

  /**
   * Reads the whole folder at once; empty where the revision has none. `folder` is a name of the workspace.
   *
   * @throws {Failure} when git knows no such revision
   */
  static async open(git: FolderGit, revision: string, folder: string): Promise<RevisionSource> {
    return new RevisionSource(await git.filesAt(revision, folder), `${folder} at ${revision}`);
  }

  eventFiles(document: string | null): readonly EventFile[] {
    const files: EventFile[] = [];
    for (const [path, bytes] of this.#files) {
      const [id = '', name = '', ...deeper] = path.split('/');
      if (!isDigest(id) || !name.endsWith('.json') || deeper.length > 0) continue;
      if (document !== null && id !== document) continue;
      files.push({ document: id, name, path: `${this.#shown}/${path}`, read: () => textOf(bytes) });
    }
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  text(digest: string): string | null {
    const bytes = this.#files.get(`texts/${digest}`);
    const text = bytes === undefined ? null : decode(bytes);
    return typeof text === 'string' ? text : null;
  }
}

function textOf(bytes: Buffer): ReturnType<EventFile['read']> {
  const text = decode(bytes);
  return typeof text === 'string' ? { kind: 'text', text } : text;
}
