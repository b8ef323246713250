import type { FileEdit } from '@specwright/core/editor/editor-workspace.ts';
import type { ClientCapabilities, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { pathOf } from '../workspace/paths.ts';
import type { EditorSession } from './editor-session.ts';
import { fileText } from './locations.ts';
import { rangeOf } from './positions.ts';

/**
 * Edits as an editor applies them, each to the version of the text that it was made for: an editor whose text has moved on
 * refuses it. Null when one of the files cannot be read any more.
 */
export function shownEdits(
  edits: readonly FileEdit[],
  session: EditorSession,
  root: string,
  capabilities: ClientCapabilities,
): WorkspaceEdit | null {
  const changes: { readonly textDocument: TextDocumentEdit['textDocument']; readonly edits: TextEdit[] }[] = [];
  for (const { file, edit } of edits) {
    const text = fileText(pathOf(root, file), session);
    if (text === null) return null;
    const { uri, version, places } = text;
    const own = edit.map((one) => ({ range: rangeOf(places, one), newText: one.text }));
    changes.push({ textDocument: { uri, version }, edits: own });
  }
  if (capabilities.workspace?.workspaceEdit?.documentChanges === true) return { documentChanges: changes };
  return { changes: Object.fromEntries(changes.map(({ textDocument, edits: own }) => [textDocument.uri, own])) };
}
