import {
  type ClientCapabilities,
  type Connection,
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { FolderWatch } from '../workspace/folder-watch.ts';
import { codeActions, fixAllKind } from './code-actions.ts';
import { commandNames, runCommand } from './commands.ts';
import { EditorClient } from './editor-client.ts';
import { EditorFolders } from './editor-folders.ts';
import { definitions, references, resolvedSymbol, templateLine, workspaceSymbols } from './navigation.ts';
import { renamable, renamed } from './renaming.ts';
import { type OpenText, openText } from './requests.ts';
import { documentSymbols, foldingRanges } from './symbols.ts';
import { codeLenses, completions, hover, semanticTokens, tokenLegend } from './telling.ts';
import { templateScheme, templateTextBehind } from './template-texts.ts';
import { pathOfUri } from './uris.ts';

export interface ServerInput {
  readonly version: string;
  /** The bundle that worker threads run. */
  readonly worker: URL;
}

/** Serves one editor over standard input and output, and ends the process with it. */
export function serveEditor(input: ServerInput): Promise<number> {
  const connection = createConnection(process.stdin, process.stdout);
  new Server(connection, input).listen();
  return new Promise(() => undefined);
}

class Server {
  readonly #connection: Connection;
  readonly #input: ServerInput;
  readonly #documents = new TextDocuments(TextDocument);
  #client: EditorClient;
  #folders: EditorFolders;
  #initial: readonly string[] = [];

  constructor(connection: Connection, input: ServerInput) {
    this.#connection = connection;
    this.#input = input;
    this.#client = new EditorClient(connection, {});
    this.#folders = new EditorFolders(this.#client, input.worker);
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => {
      this.#client = new EditorClient(connection, params.capabilities, params.initializationOptions);
      this.#folders = new EditorFolders(this.#client, this.#input.worker);
      this.#initial = foldersOf(params);
      return {
        capabilities: capabilitiesFor(params.capabilities),
        serverInfo: { name: 'specwright', version: this.#input.version },
      };
    });
    connection.onInitialized(() => this.#begin());
    this.#documents.onDidChangeContent(({ document }) => this.#folders.changed(document));
    this.#documents.onDidClose(({ document }) => this.#folders.closed(document.uri));
    this.#documents.onDidSave(({ document }) => this.#folders.saved(document.uri));
    this.#documents.listen(connection);
    connection.onDidChangeWatchedFiles(({ changes }) =>
      this.#folders.filesChanged(changes.flatMap(({ uri }) => pathOfUri(uri) ?? [])),
    );
    this.#answer();
    // A mistake of ours is told; the editor's texts are still here, so the work goes on.
    process.on('uncaughtException', (error) => this.#client.logError(error));
    process.on('unhandledRejection', (error) => this.#client.logError(error));
    connection.listen();
  }

  #begin(): void {
    for (const uri of this.#initial) this.#folders.addFolder(uri);
    const { capabilities } = this.#client;
    if (capabilities.workspace?.workspaceFolders === true) {
      this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) this.#folders.removeFolder(uri);
        for (const { uri } of added) this.#folders.addFolder(uri);
        // Open texts may have another home now.
        for (const document of this.#documents.all()) this.#folders.changed(document);
      });
    }
    if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
      void this.#connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: '**/*' }],
      });
    } else this.#watch();
  }

  /** For editors that watch no files for their servers. */
  #watch(): void {
    const paths = this.#initial.flatMap((uri) => pathOfUri(uri) ?? []);
    if (paths.length === 0) return;
    try {
      const watch = new FolderWatch(paths, (path) => this.#folders.filesChanged([path]));
      this.#connection.onShutdown(() => watch.close());
    } catch (error) {
      this.#client.logError(error);
    }
  }

  /** A mistake of ours fails the one answer, and is told. */
  #told<A>(answer: () => A): A {
    try {
      return answer();
    } catch (error) {
      if (!(error instanceof ResponseError)) this.#client.logError(error);
      throw error;
    }
  }

  #answer(): void {
    const connection = this.#connection;
    const about =
      <P extends Pick<TextDocumentPositionParams, 'textDocument'>, A>(answer: (text: OpenText, params: P) => A) =>
      async (params: P): Promise<A | null> => {
        const text = await openText(params.textDocument.uri, this.#folders, this.#client);
        return text === null ? null : this.#told(() => answer(text, params));
      };
    connection.onCodeAction(about(codeActions));
    connection.onCodeLens(about(codeLenses));
    connection.onCompletion(about(completions));
    connection.onHover(about(hover));
    connection.onDefinition(about(definitions));
    connection.onImplementation(about(templateLine));
    connection.onReferences(about(references));
    connection.onPrepareRename(about(renamable));
    connection.onRenameRequest(about(renamed));
    connection.onDocumentSymbol(about((text) => documentSymbols(text, this.#client.capabilities)));
    connection.onFoldingRanges(about(foldingRanges));
    connection.onRequest('textDocument/semanticTokens/full', about(semanticTokens));
    connection.onWorkspaceSymbol(({ query }) =>
      workspaceSymbols(query, this.#folders.sessions, this.#client.capabilities),
    );
    connection.onWorkspaceSymbolResolve((symbol) => resolvedSymbol(symbol, this.#folders.sessions));
    connection.onExecuteCommand(({ command, arguments: words = [] }) =>
      runCommand(command, words, connection, (uri) => openText(uri, this.#folders, this.#client)),
    );
    connection.onRequest('workspace/textDocumentContent', ({ uri }: { uri: string }) => {
      const text = templateTextBehind(uri);
      if (text === null) throw new ResponseError(LSPErrorCodes.RequestFailed, `There is no text behind ${uri}`);
      return { text };
    });
  }
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (workspaceFolders != null && workspaceFolders.length > 0) return workspaceFolders.map(({ uri }) => uri);
  return rootUri === null || rootUri === undefined ? [] : [rootUri];
}

function capabilitiesFor(client: ClientCapabilities): ServerCapabilities {
  return {
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.rewrite', 'source.specwright', fixAllKind] },
    completionProvider: { triggerCharacters: ['[', '(', '#', '|', ':', ' '] },
    hoverProvider: true,
    definitionProvider: true,
    implementationProvider: true,
    referencesProvider: true,
    renameProvider: client.textDocument?.rename?.prepareSupport === true ? { prepareProvider: true } : true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: { resolveProvider: true },
    codeLensProvider: {},
    semanticTokensProvider: { legend: tokenLegend, full: true },
    executeCommandProvider: { commands: Object.values(commandNames) },
    foldingRangeProvider: true,
    workspace: {
      ...(client.workspace?.workspaceFolders === true
        ? { workspaceFolders: { supported: true, changeNotifications: true } }
        : {}),
      ...(client.workspace?.textDocumentContent === undefined
        ? {}
        : { textDocumentContent: { schemes: [templateScheme] } }),
    },
  };
}
