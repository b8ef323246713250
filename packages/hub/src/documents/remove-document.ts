import { and, asc, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, projection, workspace } from '../database/tables/documents.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { documentsWith } from '../rights/right-on.ts';
import { rightsChanged } from '../rights/rights-changed.ts';
import { momentOf, readCursor, writeCursor } from '../search/cursor.ts';
import { noteChanges } from './changes.ts';
import { type DeedPorts, heldPlace } from './deeds.ts';
import { demandFileName, demandFreeName } from './file-names.ts';

/**
 * Takes a document away: nobody finds or reads it any more, and whoever is in its room is asked to leave. Texts, history and what was
 * typed since the newest revision are kept, and come back with it.
 */
export function removeDocument(ports: DeedPorts, caller: Caller, id: string): Promise<void> {
  return ports.database.transaction(async (queries) => {
    const place = await heldPlace(queries, caller, id);
    await demand(queries, caller, 'remove', place);
    await queries.update(document).set({ removedAt: ports.now() }).where(eq(document.id, id));
    await ports.recorded(queries, { action: 'remove', caller, workspace: place.workspace, document: id });
    await noteChanges(queries, { workspace: place.workspace, document: id }, ['text']);
    await rightsChanged(queries);
  });
}

/**
 * Brings a document back, under another name where `file` gives one. Throws a `Problem` while its workspace is removed, and when
 * another document has the name by now.
 */
export function restoreDocument(ports: DeedPorts, caller: Caller, id: string, file: string | null): Promise<void> {
  if (file !== null) demandFileName(file);
  return ports.database.transaction(async (queries) => {
    const place = await heldPlace(queries, caller, id);
    await demand(queries, caller, 'restore', place);
    const { workspace: within } = place;
    const [home] = await queries.select().from(workspace).where(eq(workspace.id, within));
    if (home?.removedAt != null)
      throw new Problem('conflict', 'The workspace of the document is removed', { hint: 'Restore the workspace' });
    const [row] = await queries.select({ file: document.file }).from(document).where(eq(document.id, id));
    const name = file ?? row?.file ?? '';
    await demandFreeName(queries, within, name);
    await queries.update(document).set({ removedAt: null, file: name }).where(eq(document.id, id));
    // The rules may be others by now.
    await queries.update(projection).set({ rules: 0 }).where(eq(projection.document, id));
    await ports.recorded(queries, {
      action: 'restore',
      caller,
      workspace: within,
      document: id,
      details: { file: name },
    });
    await noteChanges(queries, { workspace: within, document: id }, ['text']);
    await rightsChanged(queries);
  });
}

/** A document that was taken away, for those who may bring it back. */
export interface RemovedDocument {
  readonly id: string;
  readonly workspace: string;
  readonly file: string;
  readonly title: string | null;
  readonly removedAt: Date;
}

/** A page of the documents that were taken away and that the caller may bring back, the latest first. Throws `BadCursor`. */
export async function removedDocuments(
  queries: Queries,
  caller: Caller,
  { workspace: only, cursor, limit }: { workspace: string | null; cursor: string | null; limit: number },
): Promise<{ readonly documents: readonly RemovedDocument[]; readonly next: string | null }> {
  const after = cursor === null ? null : readCursor('removed', cursor, ['', '']);
  // As text, since a `Date` is less exact than what the database keeps.
  const at = sql<string>`${document.removedAt}::text`;
  const rows = await queries
    .select({
      ...{ id: document.id, workspace: document.workspace, file: document.file, title: projection.title },
      ...{ removedAt: document.removedAt, at },
    })
    .from(document)
    .innerJoin(workspace, eq(workspace.id, document.workspace))
    .leftJoin(projection, eq(projection.document, document.id))
    .where(
      and(
        isNotNull(document.removedAt),
        isNull(workspace.removedAt),
        documentsWith(caller, 'maintainer'),
        only === null ? undefined : eq(document.workspace, only),
        after === null ? undefined : before(after),
      ),
    )
    .orderBy(desc(document.removedAt), asc(document.id))
    .limit(limit + 1);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    documents: rows.slice(0, limit).map(({ at: _at, removedAt, ...row }) => ({ ...row, removedAt: removedAt as Date })),
    next: last === undefined ? null : writeCursor('removed', [last.at, last.id]),
  };
}

function before([at, id]: readonly (string | number)[]): SQL {
  const moment = momentOf(at);
  return sql`(${document.removedAt} < ${moment} or (${document.removedAt} = ${moment} and ${document.id} > ${id}))`;
}
