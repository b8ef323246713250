import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';
import { chooseProgram, type Program } from './program.ts';

/** The program for the workspace as it is now. */
export function programFor(context: vscode.ExtensionContext): Program {
  return chooseProgram({
    extension: context.extensionPath,
    folders: foldersOnDisk(),
    trusted: vscode.workspace.isTrusted,
    setting: vscode.workspace.getConfiguration('specwright').get<string>('path', '').trim(),
    editor: process.execPath,
  });
}

/** The language server, as one process for the whole window. Starts and stops follow each other, however they are asked for. */
export class Server {
  readonly #context: vscode.ExtensionContext;
  readonly output = vscode.window.createOutputChannel('Specwright', { log: true });
  #client: LanguageClient | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
  }

  /** True from the moment somebody asked for it to run, until somebody asked for it to stop. */
  get wanted(): boolean {
    return this.#client !== null;
  }

  /** Starts the server, in place of the one that runs. A failure is told to the user, and to nobody else. */
  restart(): Promise<void> {
    return this.#inOrder(async () => {
      await this.#end();
      const program = programFor(this.#context);
      this.output.info(`Starting ${[program.command, ...program.arguments, 'lsp'].join(' ')}`);
      this.#client = clientOf(program, this.output);
      await this.#client.start();
      await vscode.commands.executeCommand('setContext', 'specwright.active', true);
    });
  }

  stop(): Promise<void> {
    return this.#inOrder(() => this.#end());
  }

  async #end(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await vscode.commands.executeCommand('setContext', 'specwright.active', false);
    // One that never came up has nothing to stop.
    if (client !== null) await client.dispose().catch(() => undefined);
  }

  #inOrder(work: () => Promise<void>): Promise<void> {
    const told = async (): Promise<void> => {
      try {
        await work();
      } catch (error) {
        this.output.error(String(error));
        const answer = await vscode.window.showErrorMessage(`Specwright did not start: ${error}`, 'Show Output');
        if (answer !== undefined) this.output.show();
      }
    };
    this.#last = this.#last.then(told);
    return this.#last;
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
  });
}

function foldersOnDisk(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}
