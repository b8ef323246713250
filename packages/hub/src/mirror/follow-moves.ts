import { documentOf } from '@specwright/core/lifecycle/event.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { textsOf } from '../documents/kept-texts.ts';
import { Problem } from '../rights/problem.ts';
import { wordEdit } from '../rooms/word-edit.ts';
import { moveDocument } from './come-and-go.ts';
import { documentAt } from './document-in-step.ts';
import { FolderTrouble, type ScannedDocument } from './folder-port.ts';
import type { MirrorHome } from './home.ts';
import type { MirroredFile } from './mirrored.ts';

/** Up to this share of two texts may differ when one is the other that was moved and edited. */
const mostDiffering = 0.4;

type FileOfDocument = MirroredFile & { readonly document: string };

/**
 * Lets documents follow files that were moved: what came holds the text, or goes on with the history, of what is gone; or it is much like
 * it, and nothing else that is gone is.
 */
export async function followMoves(
  home: MirrorHome,
  documents: readonly ScannedDocument[],
  known: readonly MirroredFile[],
): Promise<void> {
  const here = new Set(documents.map(({ file }) => file));
  const isOf = (one: MirroredFile): one is FileOfDocument => one.document !== null;
  const gone = new Set(known.filter(isOf).filter(({ file }) => !here.has(file)));
  if (gone.size === 0) return;
  const files = new Set(known.filter(isOf).map(({ file }) => file));
  for (const { file } of documents) {
    if (files.has(file) || (await documentAt(home, file)) !== null) continue;
    const read = await home.port.read(file).catch((error: unknown) => {
      if (!(error instanceof FolderTrouble)) throw error;
      return null;
    });
    const from = read?.kind === 'text' ? await goneAs(home, file, read.text, [...gone]) : null;
    if (from === null) continue;
    gone.delete(from);
    await moveDocument(home, from, file).catch((error: unknown) => {
      // Then it is another document, and that one is gone.
      if (!(error instanceof Problem)) throw error;
    });
  }
}

async function goneAs(
  { database, seen }: MirrorHome,
  file: string,
  text: string,
  gone: readonly FileOfDocument[],
): Promise<FileOfDocument | null> {
  const history = new Set((seen.histories.get(file) ?? []).map(({ event }) => documentOf(event)));
  const digest = sha256Of(text);
  const name = nameOf(file);
  const byText = gone.filter((one) => one.digest === digest);
  const sure =
    gone.find((one) => history.has(one.document)) ?? byText.find((one) => nameOf(one.file) === name) ?? byText[0];
  if (sure !== undefined) return sure;
  const texts = await textsOf(
    database.queries,
    gone.flatMap((one) => one.digest ?? []),
  );
  const alike = gone.filter((one) => isAlike(texts.get(one.digest ?? '') ?? '', text));
  return alike.length === 1 ? (alike[0] ?? null) : null;
}

function isAlike(one: string, other: string): boolean {
  const differing = wordEdit(one, other).reduce((sum, { start, end, text }) => sum + (end - start) + text.length, 0);
  return one !== '' && differing <= mostDiffering * (one.length + other.length);
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
