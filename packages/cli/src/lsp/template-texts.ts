import { technicalSpecFile, technicalSpecText } from '@specwright/core/template/builtin/technical-spec.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import type { Range } from '@specwright/core/text/range.ts';
import type { Location } from 'vscode-languageserver';
import { pathOf } from '../workspace/paths.ts';
import type { CheckedFolder } from './checked-folder.ts';
import type { EditorClient } from './editor-client.ts';
import { rangeOf } from './positions.ts';
import { uriOfPath } from './uris.ts';

/** The scheme of texts that have no file: editors ask this server for what stands in them. */
export const templateScheme = 'specwright-template';

const builtInUri = `${templateScheme}:/${technicalSpecFile}`;

/** Where a place of a template can be opened; null for a template without a file where the editor opens files alone. */
export function templateLocation(
  { file, range }: { readonly file: string; readonly range: Range },
  folder: CheckedFolder,
  { capabilities }: Pick<EditorClient, 'capabilities'>,
): Location | null {
  const text = folder.templateText(file);
  if (text === null || file === folder.shared) return null;
  const isBuiltIn = text === technicalSpecText && file === technicalSpecFile;
  if (isBuiltIn && capabilities.workspace?.textDocumentContent === undefined) return null;
  const uri = isBuiltIn ? builtInUri : uriOfPath(pathOf(folder.workspace.root, file));
  return { uri, range: rangeOf(linesOf(text), range) };
}

/** What stands behind a URI of `templateScheme`. */
export function templateTextBehind(uri: string): string | null {
  return uri === builtInUri ? technicalSpecText : null;
}

const indices = new Map<string, LineIndex>();

/** Templates are few and asked about for every finding. */
function linesOf(text: string): LineIndex {
  const known = indices.get(text);
  if (known !== undefined) return known;
  if (indices.size >= mostKept) indices.clear();
  const lines = new LineIndex(text);
  indices.set(text, lines);
  return lines;
}

const mostKept = 50;
