import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isWithin } from '../workspace/find-root.ts';
import type { EditorClient } from './editor-client.ts';
import { EditorSession, type OpenedText } from './editor-session.ts';
import { pathOfUri } from './uris.ts';

/** The folders of an editor, each with its session, and files that stand in none of them. */
export class EditorFolders {
  readonly #client: EditorClient;
  readonly #worker: URL;
  /** By path. */
  readonly #folders = new Map<string, EditorSession>();
  readonly #files = new Map<string, EditorSession>();

  constructor(client: EditorClient, worker: URL) {
    this.#client = client;
    this.#worker = worker;
  }

  get sessions(): EditorSession[] {
    return [...this.#folders.values(), ...this.#files.values()];
  }

  addFolder(uri: string): void {
    const path = pathOfUri(uri);
    if (path === null || this.#folders.has(path)) return;
    this.#folders.set(path, this.#sessionOf(path));
  }

  removeFolder(uri: string): void {
    const path = pathOfUri(uri);
    if (path === null) return;
    this.#folders.get(path)?.end();
    this.#folders.delete(path);
  }

  #sessionOf(path: string): EditorSession {
    return new EditorSession({ path, worker: this.#worker, client: this.#client });
  }

  /** The session of the innermost folder that holds a path; null when none does. */
  #holding(path: string): EditorSession | null {
    let best: EditorSession | null = this.#files.get(path) ?? null;
    for (const session of this.#folders.values()) {
      if (isWithin(session.path, path) && session.path.length > (best?.path.length ?? 0)) best = session;
    }
    return best;
  }

  /** A text was opened or changed. Texts that are no files, such as those of a comparison, are none of ours. */
  changed(document: TextDocument): void {
    const path = pathOfUri(document.uri);
    if (path === null) return;
    let session = this.#holding(path);
    if (session === null) {
      session = this.#sessionOf(path);
      this.#files.set(path, session);
    }
    session.changed(document, path);
  }

  closed(uri: string): void {
    const path = pathOfUri(uri);
    if (path === null) return;
    this.#holding(path)?.closed(path);
    this.#files.get(path)?.end();
    this.#files.delete(path);
  }

  saved(uri: string): void {
    const path = pathOfUri(uri);
    if (path !== null) this.#holding(path)?.saved(path);
  }

  filesChanged(paths: readonly (string | null)[]): void {
    for (const session of this.sessions) session.filesChanged(paths);
  }

  /** The open text behind a URI, checked as it is now; null for one that is no document. */
  async opened(uri: string): Promise<OpenedText | null> {
    const path = pathOfUri(uri);
    return path === null ? null : ((await this.#holding(path)?.opened(path)) ?? null);
  }
}
