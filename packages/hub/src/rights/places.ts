import { and, desc, eq, or } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document, projection, workspace } from '../database/tables/documents.ts';
import type { DocumentState } from './actions.ts';
import { Problem } from './problem.ts';
import type { Caller } from './right.ts';
import { documentsWith, readableWorkspaces } from './right-on.ts';

/** A document with what decides what can be done with it. */
export interface DocumentPlace {
  readonly workspace: string;
  readonly document: string;
  readonly state: DocumentState;
}

/**
 * The id of the workspace that addresses call so, by its name or by its id. Throws a `Problem` when there is none that the caller may see.
 */
export async function workspaceNamed(queries: Queries, caller: Caller, word: string): Promise<string> {
  const [found] = await queries
    .select({ id: workspace.id })
    .from(workspace)
    .where(and(or(eq(workspace.name, word), eq(workspace.id, word)), readableWorkspaces(caller)))
    // A name that is another's id would be no accident.
    .orderBy(desc(eq(workspace.id, word)))
    .limit(1);
  if (found !== undefined) return found.id;
  throw new Problem('not-found', 'There is no such workspace that you may see');
}

/** Where a document stands, removed ones included. Throws a `Problem` when there is none that the caller has a right on. */
export async function placeOf(queries: Queries, caller: Caller, id: string): Promise<DocumentPlace> {
  const [found] = await queries
    .select({ document, archived: projection.archived })
    .from(document)
    .leftJoin(projection, eq(projection.document, document.id))
    .where(and(eq(document.id, id), documentsWith(caller, 'reader')));
  if (found === undefined) throw new Problem('not-found', 'There is no such document that you may see');
  const { removedAt, restricted } = found.document;
  const state = { archived: found.archived ?? false, removed: removedAt !== null, restricted };
  return { workspace: found.document.workspace, document: id, state };
}
