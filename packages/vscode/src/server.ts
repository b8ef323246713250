import * as vscode from 'vscode';
import { LanguageClient, State } from 'vscode-languageclient/node';
import { chooseProgram, type Program } from './program.ts';

/** The program for the workspace as it is now; or as it is once the user trusts it, for what cannot run before. */
export function programFor(context: vscode.ExtensionContext, trusted = vscode.workspace.isTrusted): Program {
  return chooseProgram({
    extension: context.extensionPath,
    folders: foldersOnDisk(),
    trusted,
    setting: vscode.workspace.getConfiguration('specwright').get<string>('path', '').trim(),
    editor: process.execPath,
  });
}

/** The language server, as one process for the whole window. Starts and stops follow each other, however they are asked for. */
export class Server {
  readonly output = vscode.window.createOutputChannel('Specwright', { log: true });
  readonly #context: vscode.ExtensionContext;
  readonly #changed = new vscode.EventEmitter<void>();
  #client: LanguageClient | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  /** The client of a server that was asked for, whatever became of it; null for none. */
  get client(): LanguageClient | null {
    return this.#client;
  }

  get runs(): boolean {
    return this.#client?.state === State.Running;
  }

  /** The program that commands run beside the server. */
  get program(): Program {
    return programFor(this.#context);
  }

  /** Tells when a server starts, runs, ends or fails. */
  get onDidChange(): vscode.Event<void> {
    return this.#changed.event;
  }

  /** Starts the server, in place of the one that is there. Never fails: the client tells the user what went wrong. */
  restart(): Promise<void> {
    return this.#inOrder(async () => {
      await this.#end();
      const { program } = this;
      this.output.info(`Starting ${[program.command, ...program.arguments, 'lsp'].join(' ')}`);
      const client = clientOf(program, this.output);
      this.#client = client;
      client.onDidChangeState(() => this.#tell());
      await client.start();
    });
  }

  stop(): Promise<void> {
    return this.#inOrder(() => this.#end());
  }

  async #end(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    // One that never came up has nothing to stop.
    if (client !== null) await client.dispose().catch(() => undefined);
  }

  #inOrder(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(work).catch((error) => this.output.error(error));
    return this.#last.then(() => this.#tell());
  }

  #tell(): void {
    void vscode.commands.executeCommand('setContext', 'specwright.active', this.runs);
    this.#changed.fire();
  }
}

function clientOf(program: Program, output: vscode.LogOutputChannel): LanguageClient {
  const [folder] = foldersOnDisk();
  const server = {
    command: program.command,
    args: [...program.arguments, 'lsp'],
    options: { env: { ...process.env, ...program.environment }, ...(folder === undefined ? {} : { cwd: folder }) },
  };
  return new LanguageClient('specwright', 'Specwright', server, {
    documentSelector: [{ scheme: 'file', language: 'markdown' }],
    outputChannel: output,
    connectionOptions: { maxRestartCount: 2 },
    middleware: {
      provideCodeLenses: (document, token, next) =>
        vscode.workspace.getConfiguration('specwright').get('lenses', true) ? next(document, token) : [],
    },
  });
}

function foldersOnDisk(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
