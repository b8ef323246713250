import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isWithin } from '../workspace/find-root.ts';
import type { EditorClient } from './editor-client.ts';
import { EditorSession, type OpenedText } from './editor-session.ts';
import { isUntitled, pathOfUri } from './uris.ts';

/** The folders of an editor, each with its session, and files that stand in none of them. */
export class EditorFolders {
  readonly #client: EditorClient;
  readonly #worker: URL;
  /** By path. */
  readonly #folders = new Map<string, EditorSession>();
  readonly #files = new Map<string, EditorSession>();
  /** For texts without a file where there is no folder. */
  #nowhere: EditorSession | null = null;

  constructor(client: EditorClient, worker: URL) {
    this.#client = client;
    this.#worker = worker;
  }

  get sessions(): EditorSession[] {
    return [...this.#folders.values(), ...this.#files.values(), ...(this.#nowhere === null ? [] : [this.#nowhere])];
  }

  addFolder(uri: string): void {
    const path = pathOfUri(uri);
    if (path === null || this.#folders.has(path)) return;
    this.#folders.set(path, this.#sessionOf(path));
    for (const [file, session] of this.#files) {
      if (!isWithin(path, file)) continue;
      session.end();
      this.#files.delete(file);
    }
  }

  removeFolder(uri: string): void {
    const path = pathOfUri(uri);
    if (path === null) return;
    this.#folders.get(path)?.end();
    this.#folders.delete(path);
  }

  #sessionOf(path: string | null): EditorSession {
    return new EditorSession({ path, worker: this.#worker, client: this.#client });
  }

  /**
   * What answers for a text: the session of the innermost folder that holds its file, with the file's path. A text without a
   * file belongs to the first folder, under its URI. Null for what is no text of ours, such as one side of a comparison.
   */
  #home(uri: string): { readonly path: string; readonly session: EditorSession | null } | null {
    if (isUntitled(uri)) return { path: uri, session: this.#folders.values().next().value ?? this.#nowhere };
    const path = pathOfUri(uri);
    if (path === null) return null;
    let home = '';
    for (const folder of this.#folders.keys()) if (isWithin(folder, path) && folder.length > home.length) home = folder;
    return { path, session: this.#folders.get(home) ?? this.#files.get(path) ?? null };
  }

  /** A text was opened or changed. */
  changed(document: TextDocument): void {
    const home = this.#home(document.uri);
    if (home === null) return;
    const session = home.session ?? this.#begin(home.path);
    session.changed(document, home.path);
  }

  #begin(path: string): EditorSession {
    const session = this.#sessionOf(isUntitled(path) ? null : path);
    if (isUntitled(path)) this.#nowhere = session;
    else this.#files.set(path, session);
    return session;
  }

  closed(uri: string): void {
    const home = this.#home(uri);
    if (home === null) return;
    home.session?.closed(home.path);
    this.#files.get(home.path)?.end();
    this.#files.delete(home.path);
  }

  saved(uri: string): void {
    const home = this.#home(uri);
    home?.session?.saved(home.path);
  }

  filesChanged(paths: readonly (string | null)[]): void {
    for (const session of this.sessions) session.filesChanged(paths);
  }

  /** The open text behind a URI, checked as it is now; null for one that is no document. */
  async opened(uri: string): Promise<OpenedText | null> {
    const home = this.#home(uri);
    return (await home?.session?.opened(home.path)) ?? null;
  }
}
