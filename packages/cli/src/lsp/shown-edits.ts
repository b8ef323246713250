import type { FileEdit } from '@specwright/core/editor/editor-workspace.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { pathOf } from '../workspace/paths.ts';
import { readText } from '../workspace/read-file.ts';
import type { EditorClient } from './editor-client.ts';
import type { EditorSession } from './editor-session.ts';
import { fileLines, rangeOf } from './positions.ts';
import { uriOfPath } from './uris.ts';

/**
 * Edits as an editor applies them, each to the version of the text that it was made for: an editor whose text has moved on
 * refuses it. Null when one of the files cannot be read any more.
 */
export function shownEdits(
  edits: readonly FileEdit[],
  session: EditorSession,
  root: string,
  { capabilities }: Pick<EditorClient, 'capabilities'>,
): WorkspaceEdit | null {
  const changes: TextDocumentEdit[] = [];
  for (const { file, edit } of edits) {
    const path = pathOf(root, file);
    const buffer = session.bufferAt(path);
    const text = buffer === null ? readText(path) : null;
    if (text?.kind === 'unreadable') return null;
    const lines = text === null ? new LineIndex(buffer?.document.getText() ?? '') : fileLines(text.text);
    const textDocument = { uri: buffer?.uri ?? uriOfPath(path), version: buffer?.document.version ?? null };
    changes.push({ textDocument, edits: edit.map((one) => ({ range: rangeOf(lines, one), newText: one.text })) });
  }
  if (capabilities.workspace?.workspaceEdit?.documentChanges === true) return { documentChanges: changes };
  const byUri: Record<string, TextEdit[]> = {};
  for (const { textDocument, edits: own } of changes) byUri[textDocument.uri] = own as TextEdit[];
  return { changes: byUri };
}
