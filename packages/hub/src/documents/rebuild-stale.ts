import { and, asc, eq, gt, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import type { Database, Queries } from '../database/database.ts';
import { document, projection, workspace } from '../database/tables/documents.ts';
import { demand } from '../rights/demand.ts';
import type { Caller } from '../rights/right.ts';
import { readableDocuments } from '../rights/right-on.ts';
import { noteChanges } from './changes.ts';
import { isRebuilt } from './rebuild-all.ts';
import type { WritePath } from './write-path.ts';

/** How the job is called that rebuilds. */
export const rebuilding = 'rebuild';

/** Documents that are looked up at once. */
const batch = 200;
/** After so long the rest is left to the next run, ms. */
const longestRun = 600_000;

/**
 * Makes anew what lists know of all documents that were judged by rules of before, one after another and each in a transaction of its
 * own; those at work on something else are not held up. What no template fits any more keeps what was known of it. A hub that is killed
 * in the midst leaves the rest marked as it was. Doing it on several hubs at once does no harm.
 */
export async function rebuildStale({ database, path }: { database: Database; path: WritePath }): Promise<void> {
  const end = Date.now() + longestRun;
  const touched = new Set<string>();
  for (let after = ''; ; ) {
    const found = await database.queries
      .select({ id: document.id, workspace: document.workspace, version: workspace.version })
      .from(document)
      .innerJoin(workspace, eq(workspace.id, document.workspace))
      .leftJoin(projection, eq(projection.document, document.id))
      .where(and(isNull(document.removedAt), isStale, gt(document.id, after)))
      .orderBy(asc(document.id))
      .limit(batch);
    for (const { id, workspace: of, version } of found) {
      if (Date.now() > end) break;
      // What no template fits is not asked about again until the rules change.
      if (!(await isRebuilt(path, id)))
        await database.queries.update(projection).set({ rules: version }).where(eq(projection.document, id));
      touched.add(of);
      after = id;
    }
    if (found.length < batch || Date.now() > end) break;
  }
  // Whoever shows a list reads it anew.
  for (const of of touched) await noteChanges(database.queries, { workspace: of, document: null }, ['rules']);
}

/** Has all documents of the hub made anew by the next run; gives how many they are. */
export async function markStale({ queries }: Database, caller: Caller): Promise<number> {
  await demand(queries, caller, 'rebuild projections');
  const { rowCount } = await queries.update(projection).set({ rules: 0 });
  return rowCount ?? 0;
}

/** How many documents of a workspace that the caller may read are still to be made anew. */
export async function countStale(queries: Queries, caller: Caller, id: string): Promise<number> {
  const [row] = await queries
    .select({ count: sql<number>`count(*)::int` })
    .from(document)
    .innerJoin(workspace, eq(workspace.id, document.workspace))
    .leftJoin(projection, eq(projection.document, document.id))
    .where(and(eq(document.workspace, id), readableDocuments(caller), isStale));
  return row?.count ?? 0;
}

/** A condition on a document with its workspace and its projection. */
const isStale = or(isNull(projection.rules), ne(projection.rules, workspace.version)) as SQL;
