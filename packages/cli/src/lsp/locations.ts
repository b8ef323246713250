import type { Place } from '@specwright/core/editor/editor-workspace.ts';
import { LineIndex } from '@specwright/core/text/lines.ts';
import type { Location } from 'vscode-languageserver';
import { pathOf } from '../workspace/paths.ts';
import { readText } from '../workspace/read-file.ts';
import type { EditorSession } from './editor-session.ts';
import { fileLines, type Places, rangeOf } from './positions.ts';
import { uriOfPath } from './uris.ts';

/** A file as an editor has it: the open text where there is one, else what the disk holds. */
export interface FileText {
  readonly uri: string;
  /** Null for a file that is not open. */
  readonly version: number | null;
  readonly places: Places;
}

/** Null for a file that cannot be read. */
export function fileText(path: string, session: EditorSession): FileText | null {
  const buffer = session.bufferAt(path);
  if (buffer !== null) {
    const { uri, document } = buffer;
    return { uri, version: document.version, places: new LineIndex(document.getText()) };
  }
  const reading = readText(path);
  return reading.kind === 'text' ? { uri: uriOfPath(path), version: null, places: fileLines(reading.text) } : null;
}

/** Places as an editor opens them; those in files that cannot be read are left out. Each file is read once. */
export function locationsOf(places: readonly Place[], session: EditorSession, root: string): Location[] {
  const files = new Map<string, FileText | null>();
  return places.flatMap(({ file, range }) => {
    const path = pathOf(root, file);
    const text = files.has(path) ? files.get(path) : fileText(path, session);
    files.set(path, text ?? null);
    return text == null ? [] : [{ uri: text.uri, range: rangeOf(text.places, range) }];
  });
}
