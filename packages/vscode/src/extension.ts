import * as vscode from 'vscode';
import { registerCommands } from './commands.ts';
import { extendMarkdownIt, refreshPreviews } from './preview.ts';
import { Server } from './server.ts';
import { showStatus } from './status-bar.ts';

let server: Server | null = null;

/** Called by the editor when one of `activationEvents` happens, a command is used, or a Markdown preview opens. */
export function activate(context: vscode.ExtensionContext): object {
  const started = new Server(context);
  server = started;
  registerCommands(context, started);
  const again = (): void => {
    if (started.client !== null) void started.restart();
  };
  context.subscriptions.push(
    started.output,
    showStatus(started),
    refreshPreviews(),
    vscode.workspace.onDidGrantWorkspaceTrust(again),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('specwright.path')) again();
    }),
  );
  void startWhereWanted(context, started);
  return { extendMarkdownIt };
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

/** A preview of any Markdown file activates the extension; the server starts only where a file says that it is of use. */
async function startWhereWanted(context: vscode.ExtensionContext, started: Server): Promise<void> {
  const events: readonly string[] = context.extension.packageJSON.activationEvents;
  const globs = events.map((event) => event.replace(/^workspaceContains:/u, ''));
  const [found] = await vscode.workspace.findFiles(`{${globs.join(',')}}`, '**/node_modules/**', 1);
  if (found !== undefined) await started.restart();
}
