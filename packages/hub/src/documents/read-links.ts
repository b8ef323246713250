import { and, asc, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Queries } from '../database/database.ts';
import { documentLink } from '../database/tables/attachments.ts';
import { document, projection } from '../database/tables/documents.ts';
import { demand } from '../rights/demand.ts';
import { placeOf } from '../rights/places.ts';
import type { Caller } from '../rights/right.ts';
import { readableDocuments } from '../rights/right-on.ts';
import { readCursor, writeCursor } from '../search/cursor.ts';

/** A document at one end of a link. */
export interface LinkedDocument {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly status: string | null;
}

/** A link, an image or a field by which one document names another. */
export interface ReadLink {
  readonly kind: LinkKind;
  /** Where it stands. */
  readonly address: string;
  /** Of which heading; null for the document as a whole. */
  readonly fragment: string | null;
  readonly from: LinkedDocument;
  readonly to: LinkedDocument;
}

export type LinkKind = (typeof documentLink.$inferSelect)['kind'];

export interface LinkPage {
  readonly links: readonly ReadLink[];
  readonly next: string | null;
}

interface Paged {
  readonly cursor: string | null;
  readonly limit: number;
}

/** A page of the links between documents of a workspace, both ends of which a caller may read: the graph of them. Throws `BadCursor`. */
export function linksIn(
  queries: Queries,
  caller: Caller,
  { workspace, kinds, ...paged }: Paged & { readonly workspace: string; readonly kinds: readonly LinkKind[] },
): Promise<LinkPage> {
  const isKind = kinds.length === 0 ? undefined : inArray(documentLink.kind, [...kinds]);
  return readLinks(queries, caller, and(eq(document.workspace, workspace), isKind), paged);
}

/** Those that lead to a document, or with `from` those that lead from it to others. Throws a `Problem` when the caller may not read it. */
export async function linksOfDocument(
  queries: Queries,
  caller: Caller,
  id: string,
  end: 'from' | 'to',
  paged: Paged,
): Promise<LinkPage> {
  await demand(queries, caller, 'read document', await placeOf(queries, caller, id));
  return readLinks(queries, caller, end === 'from' ? eq(document.id, id) : eq(target.id, id), paged);
}

const target = alias(document, 'target');
const targetProjection = alias(projection, 'target_projection');

async function readLinks(
  queries: Queries,
  caller: Caller,
  which: SQL | undefined,
  { cursor, limit }: Paged,
): Promise<LinkPage> {
  const after = cursor === null ? null : readCursor('links', cursor, ['', 0, '']);
  const readable = queries.select({ id: document.id }).from(document).where(readableDocuments(caller));
  const rows = await queries
    .select({
      ...{ kind: documentLink.kind, address: documentLink.address, fragment: documentLink.fragment },
      position: documentLink.position,
      from: { id: document.id, file: document.file, title: projection.title, status: projection.status },
      to: { id: target.id, file: target.file, title: targetProjection.title, status: targetProjection.status },
    })
    .from(documentLink)
    .innerJoin(document, eq(document.id, documentLink.document))
    .innerJoin(projection, eq(projection.document, document.id))
    .innerJoin(target, and(eq(target.workspace, document.workspace), ne(target.id, document.id)))
    .innerJoin(targetProjection, eq(targetProjection.document, target.id))
    .where(
      and(
        which,
        or(eq(target.file, documentLink.path), eq(targetProjection.number, documentLink.number)),
        readableDocuments(caller),
        inArray(target.id, readable),
        after === null
          ? undefined
          : sql`(${documentLink.document}, ${documentLink.position}, ${target.id})
              > (${after[0]}, ${after[1]}::int, ${after[2]})`,
      ),
    )
    .orderBy(asc(documentLink.document), asc(documentLink.position), asc(target.id))
    .limit(limit + 1);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    links: rows.slice(0, limit).map(({ position: _position, ...link }) => link),
    next: last === undefined ? null : writeCursor('links', [last.from.id, last.position, last.to.id]),
  };
}
