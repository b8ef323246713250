import { renameAt, renameRangeAt } from '@specwright/core/editor/rename.ts';
import {
  LSPErrorCodes,
  type Range,
  type RenameParams,
  ResponseError,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { filesMentioning } from '../workspace/files-mentioning.ts';
import { pathOf } from '../workspace/paths.ts';
import { offsetOf, rangeOf } from './positions.ts';
import type { OpenText } from './requests.ts';
import { shownEdits } from './shown-edits.ts';

/** What can have another name at a position; null where nothing has one. */
export function renamable(
  { document, lines }: OpenText,
  { position }: TextDocumentPositionParams,
): { readonly range: Range; readonly placeholder: string } | null {
  const found = renameRangeAt(document, offsetOf(lines, position));
  return found === null ? null : { range: rangeOf(lines, found.range), placeholder: found.text };
}

/** @throws {ResponseError} with what stands in the way. */
export function renamed(text: OpenText, { position, newName }: RenameParams): WorkspaceEdit | null {
  const { document, workspace, lines, session, folder, client } = text;
  const { root } = folder.workspace;
  const mentioning = filesMentioning(root, (name) => session.textAt(pathOf(root, name)));
  const result = renameAt(document, { ...workspace, mentioning }, offsetOf(lines, position), newName);
  if (result.kind === 'renamed') return shownEdits(result.edits, session, root, client.capabilities);
  const hint = result.hint === null ? '' : `. ${result.hint}`;
  throw new ResponseError(LSPErrorCodes.RequestFailed, `${result.message}${hint}`);
}
