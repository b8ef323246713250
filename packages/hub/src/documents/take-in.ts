import { type MergeResult, mergeDocuments, mergeLines } from '@specwright/core/diff/merge-documents.ts';
import type { MarkdownParser } from '@specwright/core/markdown/parser.ts';
import { eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import type { Caller } from '../rights/right.ts';
import { keepTexts } from './kept-texts.ts';
import { StoredDocument } from './stored-document.ts';
import type { WritePath } from './write-path.ts';
import { writeText } from './write-text.ts';

/** What a document is somewhere: its text, and that of the YAML file beside it (null without one). */
export interface BothTexts {
  readonly text: string;
  readonly companion: string | null;
}

/** A change of a document that was made elsewhere. */
export interface OutsideChange {
  /** What it was made of; null when nothing is known that both sides had. */
  readonly base: BothTexts | null;
  readonly made: BothTexts;
  /** Where the YAML file is, for a document that has none yet. */
  readonly companionFile: string | null;
}

/** What of a change could not be put together with what was changed here: whole texts, null where nothing clashed. */
export interface Clashes {
  readonly text: string | null;
  readonly companion: string | null;
}

/**
 * Puts a change that was made elsewhere together with everything that was changed here since, in one transaction. Where both changed the
 * same words, those of the hub stay, and `keep` is told of the text that clashed with them; what it does is done with the write. Throws a
 * `Problem` when the caller may not edit the document, or no template would fit it any more.
 */
export function takeIn(
  { path, parser }: { readonly path: WritePath; readonly parser: MarkdownParser },
  caller: Caller,
  id: string,
  { base, made, companionFile }: OutsideChange,
  keep: (queries: Queries, clashes: Clashes) => Promise<void>,
): Promise<StoredDocument> {
  return path.change(caller, id, 'edit', async (queries, stored, at) => {
    await keepTexts(queries, [made.text]);
    const here = { text: stored.text, companion: stored.row.companionText };
    const text = mergedText(stored, base?.text ?? null, made.text, here.text, parser);
    const companion = mergedCompanion(base?.companion ?? null, made.companion, here.companion);
    const isSame = text.text === here.text && companion.text === here.companion;
    const isFirst = companion.text !== null && stored.row.companionFile === null && companionFile !== null;
    if (isFirst) await queries.update(document).set({ companionFile }).where(eq(document.id, id));
    const placed = isFirst ? new StoredDocument({ ...stored.row, companionFile }, stored.read, stored.past) : stored;
    const next = { text: text.text, companion: companion.text, authors: [caller.actor.id], via: 'folder', at } as const;
    const rewritten = isSame ? null : await writeText(queries, placed, next);
    await keep(queries, {
      text: text.isClash ? made.text : null,
      companion: companion.isClash ? made.companion : null,
    });
    return { events: [], rewritten, isJudgedAnew: text.isClash || companion.isClash };
  });
}

/** A text put together, with the hub's words where both sides changed the same; then `isClash` is true. */
interface Joined<Text> {
  readonly text: Text;
  readonly isClash: boolean;
}

function mergedText(
  { bound }: StoredDocument,
  base: string | null,
  ours: string,
  theirs: string,
  parser: MarkdownParser,
): Joined<string> {
  if (base === null) return { text: theirs, isClash: ours !== theirs };
  return withTheirs(mergeDocuments({ base, ours, theirs }, { schema: bound.schema, parser, labels }));
}

function mergedCompanion(base: string | null, ours: string | null, theirs: string | null): Joined<string | null> {
  if (ours === theirs || ours === base) return { text: theirs, isClash: false };
  if (theirs === base) return { text: ours, isClash: false };
  return base === null || ours === null || theirs === null
    ? { text: theirs ?? ours, isClash: theirs !== null && ours !== null }
    : mergedLines(base, ours, theirs);
}

/** Two changes of a text that is no document, put together line by line. */
export function mergedLines(base: string, ours: string, theirs: string): Joined<string> {
  return withTheirs(mergeLines({ base, ours, theirs }, labels));
}

const labels = { ours: 'folder', theirs: 'hub' };

function withTheirs({ text, conflicts }: MergeResult): Joined<string> {
  let written = '';
  let from = 0;
  for (const { range, theirs } of conflicts) {
    written += text.slice(from, range.start) + theirs;
    // Lines that the hub took away leave no empty one behind.
    from =
      theirs === '' ? range.end + (/^\r?\n/u.exec(text.slice(range.end, range.end + 2))?.[0].length ?? 0) : range.end;
  }
  return { text: written + text.slice(from), isClash: conflicts.length > 0 };
}
