import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, workspace } from '../database/tables/documents.ts';
import { demand } from '../rights/demand.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { rightsChanged } from '../rights/rights-changed.ts';
import type { DeedPorts } from './deeds.ts';

/**
 * Takes a workspace away with all its documents. Nothing of it is deleted, and who administers the hub can bring it back. Throws a
 * `Problem` unless `name` is its name: the deed is too large for a slip.
 */
export function removeWorkspace(ports: DeedPorts, caller: Caller, id: string, name: string): Promise<void> {
  return ports.database.transaction(async (queries) => {
    const [row] = await queries.select().from(workspace).where(eq(workspace.id, id)).for('update');
    await demand(queries, caller, 'remove workspace', { workspace: id });
    if (row === undefined || row.removedAt !== null) throw new Problem('not-found', 'There is no such workspace');
    if (row.name !== name)
      throw new Problem('invalid-body', `The workspace is called ${row.name}`, {
        fields: [{ field: 'name', message: 'must be the name of the workspace' }],
      });
    const removedAt = ports.now();
    await queries.update(workspace).set({ removedAt }).where(eq(workspace.id, id));
    await queries
      .update(document)
      .set({ removedAt })
      .where(and(eq(document.workspace, id), isNull(document.removedAt)));
    await ports.recorded(queries, {
      action: 'remove workspace',
      caller,
      workspace: id,
      document: null,
      details: { name },
    });
    await rightsChanged(queries);
  });
}

/** Brings a workspace back with the documents that were taken away with it, under another name where one is given. */
export function restoreWorkspace(ports: DeedPorts, caller: Caller, id: string, name: string | null): Promise<void> {
  return ports.database.transaction(async (queries) => {
    await demand(queries, caller, 'restore workspace');
    const [row] = await queries.select().from(workspace).where(eq(workspace.id, id)).for('update');
    if (row === undefined || row.removedAt === null)
      throw new Problem('not-found', 'There is no such workspace among the removed ones');
    const [taken] = await queries
      .select({ id: workspace.id })
      .from(workspace)
      .where(and(eq(workspace.name, name ?? row.name), isNull(workspace.removedAt)));
    if (taken !== undefined)
      throw new Problem('conflict', `There is a workspace ${name ?? row.name} by now`, { hint: 'Give another name' });
    await queries
      .update(workspace)
      .set({ removedAt: null, name: name ?? row.name })
      .where(eq(workspace.id, id));
    await queries
      .update(document)
      .set({ removedAt: null })
      .where(and(eq(document.workspace, id), eq(document.removedAt, row.removedAt)));
    await ports.recorded(queries, { action: 'restore workspace', caller, workspace: id, document: null });
    await rightsChanged(queries);
  });
}

/** A workspace that was taken away. */
export interface RemovedWorkspace {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly removedAt: Date;
}

/** The workspaces that were taken away, the latest first. */
export async function removedWorkspaces(queries: Queries, caller: Caller): Promise<readonly RemovedWorkspace[]> {
  await demand(queries, caller, 'restore workspace');
  const rows = await queries
    .select()
    .from(workspace)
    .where(isNotNull(workspace.removedAt))
    .orderBy(desc(workspace.removedAt))
    .limit(1_000);
  return rows.map(({ id, name, title, removedAt }) => ({ id, name, title, removedAt: removedAt as Date }));
}
