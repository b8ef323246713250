import * as vscode from 'vscode';
import { findingsOf } from './findings.ts';
import type { Server } from './server.ts';

/** Shows how many findings the active document has; a click shows its gates. */
export function showStatus(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('specwright.status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Specwright';
  const draw = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    if (server.client === null || document?.languageId !== 'markdown' || document.uri.scheme !== 'file') {
      item.hide();
      return;
    }
    if (server.runs) showDocument(item, document);
    else showAbsence(item);
    item.show();
  };
  draw();
  return vscode.Disposable.from(
    item,
    server.onDidChange(draw),
    vscode.window.onDidChangeActiveTextEditor(draw),
    vscode.languages.onDidChangeDiagnostics(draw),
  );
}

function showDocument(item: vscode.StatusBarItem, { uri }: vscode.TextDocument): void {
  const count = findingsOf(uri).length;
  item.text = count === 0 ? '$(check) Specwright' : `$(warning) ${count === 1 ? '1 finding' : `${count} findings`}`;
  item.tooltip = 'Show the gates of this document';
  item.command = 'specwright.showGates';
}

function showAbsence(item: vscode.StatusBarItem): void {
  item.text = '$(circle-slash) Specwright';
  item.tooltip = 'The server is starting, or has ended: show its output';
  item.command = 'specwright.showOutput';
}
