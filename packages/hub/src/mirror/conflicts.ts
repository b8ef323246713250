import { randomUUID } from 'node:crypto';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { keptText } from '../database/tables/documents.ts';
import { keptConflict } from '../database/tables/mirrors.ts';
import { noteChanges } from '../documents/changes.ts';
import { keepTexts } from '../documents/kept-texts.ts';
import type { WritePath } from '../documents/write-path.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { FolderTrouble } from './folder-port.ts';
import type { MirrorHome } from './home.ts';

/** A text of a folder that waits for somebody to choose between it and the document's. */
export interface OpenConflict {
  readonly id: string;
  /** The file that held the text. */
  readonly file: string;
  /** The file that holds it now. */
  readonly beside: string;
  readonly text: string;
  readonly at: Date;
}

/** The conflicts of a document that nobody has resolved, the oldest first. */
export async function conflictsOf(queries: Queries, id: string): Promise<readonly OpenConflict[]> {
  const { file, beside, at } = keptConflict;
  return queries
    .select({ id: keptConflict.id, file, beside, text: keptText.text, at })
    .from(keptConflict)
    .innerJoin(keptText, eq(keptText.digest, keptConflict.digest))
    .where(and(eq(keptConflict.document, id), isNull(keptConflict.resolvedAt)))
    .orderBy(asc(at), asc(keptConflict.id));
}

/** Says that nobody needs the kept text of a conflict any more. Throws a `Problem` when the document has no such conflict. */
export async function resolveConflict(path: WritePath, caller: Caller, id: string, conflict: string): Promise<void> {
  await path.change(caller, id, 'edit', async (queries, { row }, at) => {
    const resolved = await queries
      .update(keptConflict)
      .set({ resolvedAt: at })
      .where(and(eq(keptConflict.id, conflict), eq(keptConflict.document, id), isNull(keptConflict.resolvedAt)))
      .returning({ id: keptConflict.id });
    if (resolved.length === 0) throw new Problem('not-found', 'The document has no such conflict, or it was resolved');
    await noteChanges(queries, { workspace: row.workspace, document: id }, ['text']);
    return { events: [], rewritten: null, isJudgedAnew: true };
  });
}

/** What keeps the text of `file` beside it: `0007-retries.conflict-3f2a9c01.md`. */
export function nameBeside(file: string, digest: string): string {
  const dot = file.lastIndexOf('.');
  return `${file.slice(0, dot)}.conflict-${digest.slice(0, 8)}${file.slice(dot)}`;
}

/** True for the name of a file that keeps a text of a conflict, and is no document. */
export function isBeside(file: string): boolean {
  return /\.conflict-[0-9a-f]{8}\.(?:md|markdown|ya?ml)$/iu.test(file);
}

/** Keeps a text of a folder that could not be put together with the hub's, within the transaction that decides so. */
export async function keepConflict(
  queries: Queries,
  {
    workspace,
    document,
    file,
    text,
    at,
  }: Pick<Kept, 'workspace' | 'document' | 'file' | 'at'> & { readonly text: string },
): Promise<void> {
  await keepTexts(queries, [text]);
  const digest = sha256Of(text);
  const row = { id: randomUUID(), workspace, document, file, beside: nameBeside(file, digest), digest, at };
  await queries.insert(keptConflict).values(row).onConflictDoNothing();
}

type Kept = typeof keptConflict.$inferSelect;

/** Writes the texts of a document's conflicts (null: of those about rules) beside the files that they come from, before these are written. */
export async function writeConflicts(
  { database: { queries }, port, workspace, now }: MirrorHome,
  document: string | null,
): Promise<void> {
  const isOf = document === null ? isNull(keptConflict.document) : eq(keptConflict.document, document);
  const rows = await queries
    .select({ kept: keptConflict, text: keptText.text })
    .from(keptConflict)
    .innerJoin(keptText, eq(keptText.digest, keptConflict.digest))
    .where(
      and(eq(keptConflict.workspace, workspace), isOf, isNull(keptConflict.resolvedAt), isNull(keptConflict.writtenAt)),
    );
  for (const { kept, text } of rows) {
    // What is there under this name already is this text, or what somebody made of it.
    await port.write(kept.beside, text, null);
    await queries.update(keptConflict).set({ writtenAt: now() }).where(eq(keptConflict.id, kept.id));
  }
}

/** A conflict is resolved by taking away the file beside, and one that was resolved over the API takes it away. */
export async function followConflicts(home: MirrorHome): Promise<void> {
  const rows = await home.database.queries
    .select()
    .from(keptConflict)
    .where(and(eq(keptConflict.workspace, home.workspace), isNotNull(keptConflict.writtenAt)));
  for (const row of rows) {
    await followConflict(home, row).catch((error: unknown) => {
      // It is looked at again the next time.
      if (!(error instanceof FolderTrouble || error instanceof Problem)) throw error;
    });
  }
}

async function followConflict(
  { database: { queries }, path, port, caller, now }: MirrorHome,
  { id, document, beside, digest, resolvedAt }: Kept,
): Promise<void> {
  const isOver = resolvedAt !== null;
  if (isOver) await port.remove(beside, digest);
  else if ((await port.read(beside)).kind !== 'absent') return;
  else if (document !== null) await resolveConflict(path, caller, document, id);
  await queries
    .update(keptConflict)
    .set({ resolvedAt: resolvedAt ?? now(), writtenAt: null })
    .where(eq(keptConflict.id, id));
}
