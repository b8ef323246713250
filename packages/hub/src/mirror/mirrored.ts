import { sha256Of } from '@specwright/core/text/hash.ts';
import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import { mirroredFile, type Replaced } from '../database/tables/mirrors.ts';
import { textsOf } from '../documents/kept-texts.ts';
import type { BothTexts } from '../documents/take-in.ts';

/** What is known of one file of a mirrored folder. */
export type MirroredFile = typeof mirroredFile.$inferSelect;

/** For how long a text that was replaced may still be what somebody edits, ms: a program that read it before saves it a little later. */
const editedFor = 30_000;
/** How many of them. */
const mostReplaced = 32;

export async function mirroredFiles(queries: Queries, workspace: string): Promise<MirroredFile[]> {
  return queries.select().from(mirroredFile).where(eq(mirroredFile.workspace, workspace));
}

export async function mirroredFileOf(queries: Queries, workspace: string, file: string): Promise<MirroredFile | null> {
  const [row] = await queries.select().from(mirroredFile).where(at(workspace, file));
  return row ?? null;
}

type Agreed = Pick<MirroredFile, 'kind' | 'document' | 'digest' | 'companion'> & {
  /** Texts that were replaced lately; none when left out. */
  readonly replaced?: readonly Replaced[];
};

/** Writes down what both sides have in common; whatever stood in the way is over. */
export async function agreeOn(queries: Queries, workspace: string, file: string, agreed: Agreed): Promise<void> {
  const row = { ...agreed, trouble: null, replaced: agreed.replaced ?? [] };
  await queries
    .insert(mirroredFile)
    .values({ workspace, file, ...row })
    .onConflictDoUpdate({ target: [mirroredFile.workspace, mirroredFile.file], set: row });
}

/** Writes down why the two sides differ; null when nothing stands in the way any more. */
export async function tellTrouble(
  queries: Queries,
  workspace: string,
  file: string,
  kind: MirroredFile['kind'],
  trouble: string | null,
): Promise<void> {
  if (trouble === null) {
    await queries
      .update(mirroredFile)
      .set({ trouble })
      .where(and(at(workspace, file), sql`${mirroredFile.trouble} is not null`));
    return;
  }
  await queries
    .insert(mirroredFile)
    .values({ workspace, file, kind, trouble })
    .onConflictDoUpdate({ target: [mirroredFile.workspace, mirroredFile.file], set: { trouble } });
}

export async function forgetFile(queries: Queries, workspace: string, file: string): Promise<void> {
  await queries.delete(mirroredFile).where(at(workspace, file));
}

/** The texts that whoever wrote the file may have begun with: what it held last, and what it held lately; the newest first. */
export async function basesOf(
  queries: Queries,
  { digest, companion, replaced }: MirroredFile,
  now: Date,
): Promise<readonly BothTexts[]> {
  if (digest === null) return [];
  const lately = replaced.filter(({ at }) => now.getTime() - Date.parse(at) < editedFor);
  const digests = [digest, ...lately.map((one) => one.digest)];
  const texts = await textsOf(queries, digests);
  return [...new Set(digests)].flatMap((one) => {
    const text = texts.get(one);
    return text === undefined ? [] : [{ text, companion }];
  });
}

/** The texts that the file may have held lately, with one more. */
export function withText({ replaced }: MirroredFile, digest: string | null, now: Date): readonly Replaced[] {
  const lately = replaced.filter((one) => one.digest !== digest && now.getTime() - Date.parse(one.at) < editedFor);
  const all = digest === null ? lately : [{ digest, at: now.toISOString() }, ...lately];
  return all.slice(0, mostReplaced);
}

/** True when a file is known to have held these texts when both sides were last equal. */
export function holds(known: MirroredFile, { text, companion }: BothTexts): boolean {
  return known.digest === sha256Of(text) && known.companion === companion;
}

/** Files of a workspace that are not in step, and why, by their names. */
export async function troublesOf(
  { queries }: { readonly queries: Queries },
  workspace: string,
): Promise<readonly { readonly file: string; readonly trouble: string }[]> {
  const { file, trouble } = mirroredFile;
  const rows = await queries
    .select({ file, trouble })
    .from(mirroredFile)
    .where(and(eq(mirroredFile.workspace, workspace), sql`${trouble} is not null`))
    .orderBy(asc(file));
  return rows.map((row) => ({ file: row.file, trouble: row.trouble ?? '' }));
}

/** Files whose documents have texts that the folder has not; of documents that only some may read there are none. */
export async function filesBehind(queries: Queries, workspace: string): Promise<readonly string[]> {
  const isBehind = or(
    sql`${mirroredFile.digest} is distinct from ${document.revision}`,
    sql`${mirroredFile.companion} is distinct from ${document.companionText}`,
  );
  const isFollowed = and(isNull(document.removedAt), eq(document.restricted, false));
  const rows = await queries
    .select({ file: document.file })
    .from(document)
    .leftJoin(mirroredFile, eq(mirroredFile.document, document.id))
    .where(and(eq(document.workspace, workspace), isFollowed, isBehind));
  return rows.map(({ file }) => file);
}

function at(workspace: string, file: string) {
  return and(eq(mirroredFile.workspace, workspace), eq(mirroredFile.file, file));
}
