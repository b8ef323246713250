import * as vscode from 'vscode';

/** The source that the language server names in its diagnostics. */
const source = 'specwright';

/** What Specwright found in a document, in the order of its lines. */
export function findingsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter((diagnostic) => diagnostic.source === source)
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** The code of a finding, such as `STR101`; empty when it has none. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : (code ?? ''));
}

/** Findings of the active editor at its cursor; those of the whole line when none is exactly there. */
export function findingsAtCursor(editor: vscode.TextEditor): vscode.Diagnostic[] {
  const { active } = editor.selection;
  const ofLine = findingsOf(editor.document.uri).filter(
    ({ range }) => range.start.line <= active.line && active.line <= range.end.line,
  );
  const exact = ofLine.filter(({ range }) => range.contains(active));
  return exact.length > 0 ? exact : ofLine;
}
