import type { EditOutput } from '@specwright/core/operations/edit-document.ts';
import { and, asc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { documentLink } from '../database/tables/attachments.ts';
import { document, keptText, projection } from '../database/tables/documents.ts';
import type { Caller } from '../rights/right.ts';
import { documentsWith, readableDocuments } from '../rights/right-on.ts';
import type { DocumentRow, StoredDocument } from './stored-document.ts';

/** Another document in which links to one stand. */
export interface LinkingDocument {
  readonly id: string;
  readonly file: string;
  readonly text: string;
  /** Whether links in it can follow, as the caller may edit it. */
  readonly mayEdit: boolean;
}

/** What became of links in other documents. */
export interface FollowedLinks {
  readonly followed: readonly { readonly id: string; readonly file: string; readonly revision: string }[];
  /** Documents whose links lead nowhere now, as the caller may read them but not edit them. */
  readonly left: readonly { readonly id: string; readonly file: string }[];
}

/** What an operation made of a document, and of links in others. */
export interface Edited {
  readonly output: EditOutput;
  readonly document: StoredDocument;
  readonly links: FollowedLinks;
}

/** In more documents than this links do not follow. */
const most = 1_000;

/**
 * The documents of its workspace in which links to a document stand and that the caller may read. Their rows are held from here on, in the
 * order of their ids; those who hold some already and wait for each other are told apart by the database, and one of them begins anew.
 */
export async function linkingDocuments(
  queries: Queries,
  caller: Caller,
  { id, workspace, file }: Pick<DocumentRow, 'id' | 'workspace' | 'file'>,
): Promise<readonly LinkingDocument[]> {
  const linking = queries
    .select({ id: documentLink.document })
    .from(documentLink)
    .where(and(eq(documentLink.path, file), ne(documentLink.document, id)));
  const held = await queries
    .select({ id: document.id })
    .from(document)
    .where(and(inArray(document.id, linking), eq(document.workspace, workspace), readableDocuments(caller)))
    .orderBy(asc(document.id))
    .limit(most)
    .for('update');
  const ids = held.map((one) => one.id);
  if (ids.length === 0) return [];
  const isOpen = or(isNull(projection.archived), eq(projection.archived, false));
  return queries
    .select({
      ...{ id: document.id, file: document.file, text: keptText.text },
      mayEdit: sql<boolean>`${and(documentsWith(caller, 'author'), isOpen)}`,
    })
    .from(document)
    .innerJoin(keptText, eq(keptText.digest, document.revision))
    .leftJoin(projection, eq(projection.document, document.id))
    .where(inArray(document.id, ids))
    .orderBy(asc(document.id));
}
