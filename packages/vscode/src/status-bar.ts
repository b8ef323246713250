import * as vscode from 'vscode';
import { findingsOf } from './findings.ts';
import type { Server } from './server.ts';

/** Shows how many findings the active document has; a click shows its gates. */
export function showStatus(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('specwright.status', vscode.StatusBarAlignment.Right, 90);
  item.name = 'Specwright';
  item.command = 'specwright.showGates';
  const draw = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    if (!server.wanted || document?.languageId !== 'markdown' || document.uri.scheme !== 'file') {
      item.hide();
      return;
    }
    const count = findingsOf(document.uri).length;
    item.text = count === 0 ? '$(check) Specwright' : `$(warning) ${count} ${count === 1 ? 'finding' : 'findings'}`;
    item.tooltip = 'Show the gates of this document';
    item.show();
  };
  draw();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(draw),
    vscode.languages.onDidChangeDiagnostics(draw),
  );
}
