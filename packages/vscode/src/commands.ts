import * as vscode from 'vscode';
import { codeOf, findingsAtCursor } from './findings.ts';
import { newDocument } from './new-document.ts';
import { answerOf, folderOf, showRun } from './run.ts';
import { programFor, type Server } from './server.ts';
import { readSignOffs } from './sign-offs.ts';

/** Registers every command of the extension. What goes wrong is told in a message. */
export function registerCommands(context: vscode.ExtensionContext, server: Server): void {
  // The editor runs no task before the user trusts the folder.
  const run = (words: readonly string[], title: string, uri?: vscode.Uri): Promise<void> =>
    showRun(programFor(context, true), words, title, uri);
  const about = (command: string, title: string) => (): Promise<void> => {
    const { uri } = activeDocument();
    return run([command, '--', uri.fsPath], title, uri);
  };
  const commands: Readonly<Record<string, () => unknown>> = {
    checkWorkspace: () => run(['check'], 'Check', vscode.window.activeTextEditor?.document.uri),
    fixDocument: async () => {
      const mended = await askServer(server, 'fixAll', activeEditor());
      if (mended === false) void vscode.window.showInformationMessage('There is nothing here that is safe to mend');
    },
    goToTemplate: () => askServer(server, 'goToTemplate', activeEditor()),
    explainFinding: async () => {
      const code = await askCode();
      if (code !== undefined) await run(['explain', '--', code], 'Explain');
    },
    newDocument: () => {
      needTrust();
      return newDocument(server.program);
    },
    showGates: about('gates', 'Gates'),
    showSignOffs: async () => {
      if (await askSignOff(server)) await about('verify', 'Sign-offs')();
    },
    showTurns: about('turns', 'Turns'),
    openPreview: () => vscode.commands.executeCommand('markdown.showPreviewToSide'),
    restartServer: () => server.restart(),
    showOutput: () => server.output.show(),
  };
  for (const [name, work] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(`specwright.${name}`, told(work)));
  }
}

/** An error becomes a message, without the trace that the editor would show for it. */
function told(work: () => unknown): () => Promise<void> {
  return async () => {
    try {
      await work();
    } catch (error) {
      void vscode.window.showErrorMessage(`Specwright: ${error instanceof Error ? error.message : error}`);
    }
  };
}

/** Histories and the names of authors rest on git. */
function needTrust(): void {
  if (!vscode.workspace.isTrusted) throw new Error('This needs git, which is left alone until you trust the folder');
}

function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'markdown') throw new Error('Open a Markdown document first');
  return editor;
}

function activeDocument(): vscode.TextDocument {
  const { document } = activeEditor();
  if (document.uri.scheme !== 'file') throw new Error('Save the document first, it has no file yet');
  return document;
}

/** Lets the server do what it offers by a name, for the document and at the cursor of an editor. Throws what it refuses with. */
async function askServer({ client, runs }: Server, name: string, editor: vscode.TextEditor): Promise<unknown> {
  if (client === null || !runs) throw new Error('The server does not run');
  const { uri } = editor.document;
  const { line, character } = editor.selection.active;
  const command = `specwright.server.${name}`;
  return client.sendRequest('workspace/executeCommand', { command, arguments: [uri.toString(), { line, character }] });
}

/** Lists the sign-offs of the active document; true when one was chosen, to see what it says in full. */
async function askSignOff({ program }: Server): Promise<boolean> {
  needTrust();
  const { uri } = activeDocument();
  const folder = folderOf(uri);
  if (folder === undefined) throw new Error('Sign-offs need an open folder');
  const lines = readSignOffs(await answerOf(program, ['verify', '--json', '--', uri.fsPath], folder));
  if (lines.length === 0) throw new Error('This document has no sign-offs');
  return (await vscode.window.showQuickPick(lines, { placeHolder: 'Sign-offs of this document' })) !== undefined;
}

/** The code of the finding at the cursor; a question when there are several. */
async function askCode(): Promise<string | undefined> {
  const findings = findingsAtCursor(activeEditor());
  if (findings.length === 0) throw new Error('There is no finding at the cursor');
  const items = findings.map((finding) => ({ label: codeOf(finding), description: finding.message }));
  if (new Set(items.map(({ label }) => label)).size === 1) return items[0]?.label;
  return (await vscode.window.showQuickPick(items, { placeHolder: 'Finding to explain' }))?.label;
}
