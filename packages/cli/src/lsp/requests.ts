import type { EditorDocument, EditorWorkspace } from '@specwright/core/editor/editor-workspace.ts';
import type { LineIndex } from '@specwright/core/text/lines.ts';
import type { CheckedFolder } from './checked-folder.ts';
import type { EditorClient } from './editor-client.ts';
import type { EditorFolders } from './editor-folders.ts';
import type { EditorSession } from './editor-session.ts';
import type { OpenBuffer } from './open-buffer.ts';

/** What a question about one open text is answered from. */
export interface OpenText {
  readonly document: EditorDocument;
  readonly workspace: EditorWorkspace;
  readonly lines: LineIndex;
  readonly buffer: OpenBuffer;
  readonly folder: CheckedFolder;
  readonly session: EditorSession;
  readonly client: EditorClient;
}

/** The open text that a question is about, checked as it is now; null for one that is no document. */
export async function openText(uri: string, folders: EditorFolders, client: EditorClient): Promise<OpenText | null> {
  const opened = await folders.opened(uri);
  if (opened === null) return null;
  const { buffer, bound, folder, session } = opened;
  const document = { bound, diagnostics: buffer.diagnostics };
  return { document, workspace: session.view(folder), lines: bound.source.lines, buffer, folder, session, client };
}
