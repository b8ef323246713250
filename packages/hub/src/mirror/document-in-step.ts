import { sha256Of } from '@specwright/core/text/hash.ts';
import { diffArrays } from 'diff';
import { and, eq, isNull, max } from 'drizzle-orm';
import { document, revision } from '../database/tables/documents.ts';
import { textsOf } from '../documents/kept-texts.ts';
import type { DocumentRow } from '../documents/stored-document.ts';
import { type BothTexts, takeIn } from '../documents/take-in.ts';
import { beginFrom, followHub, removeGone } from './come-and-go.ts';
import { keepConflict, writeConflicts } from './conflicts.ts';
import type { FolderPort } from './folder-port.ts';
import type { MirrorHome } from './home.ts';
import { agreeOn, basesOf, forgetFile, holds, type MirroredFile, mirroredFileOf, withText } from './mirrored.ts';
import { readBoth } from './read-both.ts';

/** The most times in a row that a file is found to be another one than a moment before. */
const mostTurns = 20;

/**
 * Brings a document and its file to the same texts, whichever side changed, or both. Gives false when the file is being written so often
 * that it has to be looked at again later. Throws a `Problem`, or what the folder throws, when one of the two cannot be written; then
 * both are as they were. Files that are gone take their documents along where `mayRemove`.
 */
export async function bringInStep(home: MirrorHome, file: string, mayRemove: boolean): Promise<boolean> {
  for (let turn = 0; turn < mostTurns; turn += 1) if (await isAtRest(home, file, mayRemove)) return true;
  return false;
}

/** Does the next step for a file; true when there is none. */
async function isAtRest(home: MirrorHome, file: string, mayRemove: boolean): Promise<boolean> {
  const { queries } = home.database;
  const known = await mirroredFileOf(queries, home.workspace, file);
  const row = await documentAt(home, file);
  const here = await readBoth(home, file, row?.companionFile ?? null);
  if (row === null) {
    if (known?.document != null) return followHub(home, { ...known, document: known.document }, here);
    if (here !== null) return beginFrom(home, file, here);
    if (known !== null) await forgetFile(queries, home.workspace, file);
    return true;
  }
  const there = {
    text: (await textsOf(queries, [row.revision])).get(row.revision) ?? '',
    companion: row.companionText,
  };
  const isOwn = known?.document === row.id;
  if (here === null) {
    if (isOwn && holds(known, there)) return !mayRemove || removeGone(home, file, row);
    return put(home, { file, row, there, here: null, known: null });
  }
  home.seen.absent.delete(file);
  if (isSame(here, there)) {
    if (!isOwn || !holds(known, there) || known.trouble !== null)
      await agreeOn(queries, home.workspace, file, {
        ...{ kind: 'document', document: row.id, digest: row.revision, companion: row.companionText },
        // Where they differed a moment ago, the hub wrote the file, and was ended before it could write down that it had.
        replaced: isOwn ? withText(known, known.digest, home.now()) : [],
      });
    return true;
  }
  if (isOwn && holds(known, here)) return put(home, { file, row, there, here, known });
  await takeInFile(home, { file, row, here, known: isOwn ? known : null });
  return false;
}

interface Sides {
  readonly file: string;
  readonly row: DocumentRow;
  readonly there: BothTexts;
  /** Null when there is no file. */
  readonly here: BothTexts | null;
  readonly known: MirroredFile | null;
}

/** Writes the hub's texts, which only the hub has changed since both were equal, into the folder. */
async function put(home: MirrorHome, { file, row, there, here, known }: Sides): Promise<boolean> {
  const { port, workspace, database, now } = home;
  await writeConflicts(home, row.id);
  // Should the hub end in the midst of it, what somebody makes of this text is known to be made of it.
  if (known !== null)
    await agreeOn(database.queries, workspace, file, { ...known, replaced: withText(known, row.revision, now()) });
  const { companionFile } = row;
  const isBesideWritten =
    companionFile === null || (await replace(port, companionFile, here?.companion ?? null, there.companion));
  if (!isBesideWritten || !(await replace(port, file, here?.text ?? null, there.text))) return false;
  await agreeOn(database.queries, workspace, file, {
    ...{ kind: 'document', document: row.id, digest: row.revision, companion: row.companionText },
    replaced: known === null ? [] : withText(known, known.digest, now()),
  });
  return false;
}

/** Makes a file hold `text` (none for null) in the place of `now`; false when it holds something else by now. */
async function replace(port: FolderPort, file: string, now: string | null, text: string | null): Promise<boolean> {
  if (now === text) return true;
  const expected = now === null ? null : sha256Of(now);
  const change = text === null ? await port.remove(file, expected ?? '') : await port.write(file, text, expected);
  return change === 'done';
}

/** Takes the file's texts into the document. From then on both sides have them in common, whatever the document became by it. */
async function takeInFile(
  home: MirrorHome,
  { file, row, here, known }: Omit<Sides, 'there' | 'here'> & { readonly here: BothTexts },
): Promise<void> {
  const { workspace, caller, now } = home;
  const isHubs = await isNewerRevision(home, row, here, known);
  const base = isHubs ? { text: here.text, companion: known?.companion ?? null } : await baseOf(home, here, known);
  const companionFile = row.companionFile ?? home.seen.companions.get(file) ?? null;
  await takeIn(home, caller, row.id, { base, made: here, companionFile }, async (queries, clashes) => {
    const kept = { workspace, document: row.id, at: now() };
    if (clashes.text !== null) await keepConflict(queries, { ...kept, file, text: clashes.text });
    if (clashes.companion !== null && companionFile !== null)
      await keepConflict(queries, { ...kept, file: companionFile, text: clashes.companion });
    await agreeOn(queries, workspace, file, {
      ...{ kind: 'document', document: row.id, digest: sha256Of(here.text), companion: here.companion },
      replaced: known === null ? [] : isHubs ? withText(known, known.digest, now()) : known.replaced,
    });
  });
}

/** True for a text that the hub has written into the file, and was ended before it could write down that it had. */
async function isNewerRevision(
  { database: { queries } }: MirrorHome,
  row: DocumentRow,
  { text }: BothTexts,
  known: MirroredFile | null,
): Promise<boolean> {
  const versionOf = async (digest: string): Promise<number> => {
    const [found] = await queries
      .select({ version: max(revision.version) })
      .from(revision)
      .where(and(eq(revision.document, row.id), eq(revision.revision, digest)));
    return found?.version ?? 0;
  };
  const written = await versionOf(sha256Of(text));
  return written > 0 && written > (known?.digest == null ? 0 : await versionOf(known.digest));
}

/** What the file's text was made of; null when nothing is known that both sides had. */
async function baseOf(
  { database, now }: MirrorHome,
  here: BothTexts,
  known: MirroredFile | null,
): Promise<BothTexts | null> {
  return known === null ? null : nearest(await basesOf(database.queries, known, now()), here.text);
}

/** Texts that differ by more words than these are not made of each other in a moment. */
const mostWords = 3_000;

/** Of texts that somebody may have begun with the one that fewest words of what they made differ from; the first of several. */
function nearest(bases: readonly BothTexts[], made: string): BothTexts | null {
  const [only = null, ...others] = bases;
  if (others.length === 0) return only;
  const words = wordsOf(made);
  const distances = bases.map(({ text }) => {
    const changes = diffArrays(wordsOf(text), words, { maxEditLength: mostWords });
    return changes?.reduce((sum, { added, removed, count }) => sum + (added || removed ? count : 0), 0) ?? mostWords;
  });
  return bases[distances.indexOf(Math.min(...distances))] ?? null;
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/u);
}

/** The document of a name, as far as it is for the folder. What only some may read is not. */
export async function documentAt(
  { database, workspace, caller }: MirrorHome,
  file: string,
): Promise<DocumentRow | null> {
  const isOpen = caller.via === 'local' ? undefined : eq(document.restricted, false);
  const [row] = await database.queries
    .select()
    .from(document)
    .where(and(eq(document.workspace, workspace), eq(document.file, file), isNull(document.removedAt), isOpen));
  return row ?? null;
}

function isSame(one: BothTexts, other: BothTexts): boolean {
  return one.text === other.text && one.companion === other.companion;
}
