import { and, asc, eq, isNull, ne, or } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import { keptConflict, mirror, mirroredFile } from '../database/tables/mirrors.ts';
import type { DeedPorts } from '../documents/deeds.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { readableDocuments } from '../rights/right-on.ts';
import { FolderTrouble } from './folder-port.ts';
import { filesBehind } from './mirrored.ts';

type MirrorRow = typeof mirror.$inferSelect;

/** Has a workspace kept in step with a folder, in the caller's name. Throws a `Problem` for a folder that `open` refuses or that another workspace has. */
export function setMirror(
  { database, recorded }: DeedPorts,
  caller: Caller,
  workspace: string,
  { folder, rules }: Pick<MirrorRow, 'folder' | 'rules'>,
  open: (folder: string) => unknown,
): Promise<void> {
  return database.transaction(async (queries) => {
    await demand(queries, caller, 'manage mirrors', { workspace });
    demandUsable(folder, open);
    const others = await queries.select().from(mirror).where(ne(mirror.workspace, workspace));
    const taken = others.find((one) => isWithin(one.folder, folder) || isWithin(folder, one.folder));
    if (taken !== undefined)
      throw new Problem('conflict', `The folder ${folder} is mirrored by another workspace, or lies in one that is`, {
        hint: 'Give each workspace a folder of its own',
      });
    const row = { folder, rules, account: caller.account, trouble: null, seenAt: null };
    await queries
      .insert(mirror)
      .values({ workspace, ...row })
      .onConflictDoUpdate({ target: mirror.workspace, set: row });
    const details = { folder, rules };
    await recorded(queries, { action: 'manage mirrors', caller, workspace, document: null, details });
  });
}

function demandUsable(folder: string, open: (folder: string) => unknown): void {
  try {
    open(folder);
  } catch (error) {
    if (!(error instanceof FolderTrouble)) throw error;
    throw new Problem('invalid-body', error.message, { fields: [{ field: 'folder', message: error.message }] });
  }
}

/** No longer keeps a workspace in step with its folder; the files stay as they are. */
export function removeMirror({ database, recorded }: DeedPorts, caller: Caller, workspace: string): Promise<void> {
  return database.transaction(async (queries) => {
    await demand(queries, caller, 'manage mirrors', { workspace });
    const gone = await queries.delete(mirror).where(eq(mirror.workspace, workspace)).returning();
    if (gone.length === 0) throw new Problem('not-found', 'The workspace has no mirror');
    const details = { folder: null };
    await recorded(queries, { action: 'manage mirrors', caller, workspace, document: null, details });
  });
}

/** A mirror as who manages it sees it. */
export interface MirrorState extends Pick<MirrorRow, 'folder' | 'rules' | 'trouble' | 'seenAt'> {
  /** `starting` until both sides were looked through once; `conflicts` wait for somebody to choose; `troubled`: something is not followed. */
  readonly state: 'starting' | 'in step' | 'behind' | 'conflicts' | 'troubled';
  /** How many documents have texts that the folder has not yet. */
  readonly behind: number;
  /** Files that are not in step, and why. */
  readonly files: readonly { readonly file: string; readonly trouble: string }[];
  readonly conflicts: readonly { readonly document: string | null; readonly file: string; readonly beside: string }[];
}

/** How far a workspace and its folder are in step. What the caller may not read is not named. Throws a `Problem` where there is no mirror. */
export async function mirrorOf(queries: Queries, caller: Caller, workspace: string): Promise<MirrorState> {
  await demand(queries, caller, 'manage mirrors', { workspace });
  const [row] = await queries.select().from(mirror).where(eq(mirror.workspace, workspace));
  if (row === undefined) throw new Problem('not-found', 'The workspace has no mirror');
  const found = await queries
    .select({ file: mirroredFile.file, trouble: mirroredFile.trouble })
    .from(mirroredFile)
    .leftJoin(document, eq(document.id, mirroredFile.document))
    .where(and(eq(mirroredFile.workspace, workspace), or(isNull(document.id), readableDocuments(caller))))
    .orderBy(asc(mirroredFile.file));
  const files = found.flatMap(({ file, trouble }) => (trouble === null ? [] : [{ file, trouble }]));
  const conflicts = await queries
    .select({ document: keptConflict.document, file: keptConflict.file, beside: keptConflict.beside })
    .from(keptConflict)
    .leftJoin(document, eq(document.id, keptConflict.document))
    .where(
      and(
        eq(keptConflict.workspace, workspace),
        isNull(keptConflict.resolvedAt),
        or(isNull(document.id), readableDocuments(caller)),
      ),
    )
    .orderBy(asc(keptConflict.at));
  const behind = (await filesBehind(queries, workspace)).length;
  const { folder, rules, trouble, seenAt } = row;
  const state =
    trouble !== null || files.length > 0
      ? 'troubled'
      : seenAt === null
        ? 'starting'
        : conflicts.length > 0
          ? 'conflicts'
          : behind > 0
            ? 'behind'
            : 'in step';
  return { folder, rules, trouble, seenAt, state, behind, files, conflicts };
}

function isWithin(folder: string, other: string): boolean {
  return `${other}/`.startsWith(`${folder}/`);
}
