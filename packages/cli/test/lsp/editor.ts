import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type ServerCapabilities,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { type Playground, program } from '../playground.ts';

/** What an able editor says it can do. */
export const ableEditor: ClientCapabilities = {
  workspace: {
    applyEdit: true,
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    textDocumentContent: {},
    codeLens: { refreshSupport: true },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } },
    completion: { completionItem: { snippetSupport: true } },
    rename: { prepareSupport: true },
  },
  window: { workDoneProgress: true },
};

/** A real client of the real server, in the folder of a playground. */
export class Editor {
  readonly #playground: Playground;
  readonly process: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly log: string[] = [];
  /** Edits that the server asked for. */
  readonly applied: unknown[] = [];
  readonly registered: string[] = [];
  readonly progress: string[] = [];
  #versions = new Map<string, number>();
  #listeners = new Set<() => void>();

  private constructor(playground: Playground) {
    this.#playground = playground;
    this.process = spawn(process.execPath, [program, 'lsp'], {
      cwd: playground.folder,
      env: playground.env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const { stdin, stdout } = this.process;
    if (stdin === null || stdout === null) throw new Error('no pipes');
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      for (const hear of this.#listeners) hear();
    });
    this.connection.onNotification('window/logMessage', ({ message }: { message: string }) => this.#hear(message));
    this.connection.onNotification('window/showMessage', ({ message }: { message: string }) => this.#hear(message));
    this.connection.onRequest('window/workDoneProgress/create', () => null);
    this.connection.onNotification('$/progress', ({ value }: { value: { kind: string } }) => {
      this.progress.push(value.kind);
    });
    this.connection.onRequest(
      'client/registerCapability',
      ({ registrations }: { registrations: { method: string }[] }) => {
        this.registered.push(...registrations.map(({ method }) => method));
      },
    );
    this.connection.onRequest('workspace/codeLens/refresh', () => null);
    this.connection.onRequest('workspace/applyEdit', (params) => {
      this.applied.push(params);
      return { applied: true };
    });
    this.connection.listen();
  }

  #hear(message: string): void {
    this.log.push(message);
    for (const hear of this.#listeners) hear();
  }

  static async start(
    playground: Playground,
    capabilities: ClientCapabilities = ableEditor,
    folders: readonly string[] | null = [''],
    initializationOptions: unknown = undefined,
  ): Promise<Editor & { readonly can: ServerCapabilities }> {
    const editor = new Editor(playground);
    const workspaceFolders = folders?.map((name) => ({ name, uri: editor.uri(name) })) ?? null;
    const { capabilities: can } = await editor.request<{ capabilities: ServerCapabilities }>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities,
      workspaceFolders,
      initializationOptions,
    });
    await editor.connection.sendNotification('initialized', {});
    return Object.assign(editor, { can });
  }

  uri(name: string): string {
    return pathToFileURL(this.#playground.path(name)).href;
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  /** Opens a file, with another text than the file's when one is given; gives what is found. */
  open(name: string, text = this.#playground.read(name)): Promise<Diagnostic[]> {
    return this.openUri(this.uri(name), text);
  }

  async openUri(uri: string, text: string): Promise<Diagnostic[]> {
    this.#versions.set(uri, 1);
    await this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'markdown', version: 1, text } });
    return this.found(uri, 1);
  }

  /** Types; gives what is found then. */
  async change(name: string, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<Diagnostic[]> {
    const uri = this.uri(name);
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    await this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
    return this.found(uri, version);
  }

  async close(name: string): Promise<void> {
    await this.notify('textDocument/didClose', { textDocument: { uri: this.uri(name) } });
  }

  /** Tells of files that changed on the disk. */
  async changedOnDisk(...names: string[]): Promise<void> {
    await this.notify('workspace/didChangeWatchedFiles', {
      changes: names.map((name) => ({ uri: this.uri(name), type: 2 })),
    });
  }

  version(name: string): number {
    return this.#versions.get(this.uri(name)) ?? 0;
  }

  /** The first findings of a version. */
  async found(uri: string, version: number): Promise<Diagnostic[]> {
    const of = (): PublishDiagnosticsParams | undefined =>
      this.published.find((one) => one.uri === uri && one.version === version);
    await this.until(() => of() !== undefined);
    return of()?.diagnostics ?? [];
  }

  /** What the editor shows of a file now. */
  shown(name: string): Diagnostic[] | null {
    return this.published.findLast(({ uri }) => uri === this.uri(name))?.diagnostics ?? null;
  }

  codes(name: string): string[] {
    return (this.shown(name) ?? []).map(({ code }) => String(code));
  }

  async until(isSo: () => boolean, within = 20_000): Promise<void> {
    const end = Date.now() + within;
    while (!isSo()) {
      if (Date.now() > end) throw new Error(`It did not happen; the server said: ${this.log.join('\n')}`);
      await new Promise<void>((resume) => {
        const timer = setTimeout(done, 50);
        const listeners = this.#listeners;
        function done(): void {
          listeners.delete(done);
          clearTimeout(timer);
          resume();
        }
        listeners.add(done);
      });
    }
  }

  /** Ends the server as an editor does; gives its exit code. */
  async stop(): Promise<number | null> {
    const { process } = this;
    if (process.exitCode !== null) return process.exitCode;
    const ended = once(process, 'exit');
    await this.request('shutdown', undefined);
    await this.notify('exit', undefined);
    await ended;
    this.connection.dispose();
    return process.exitCode;
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }
}
