import type { BoundDocument } from '@specwright/core/document/document.ts';
import { linksOf } from '@specwright/core/document/links.ts';
import { resolvePath } from '@specwright/core/text/paths.ts';
import { eq } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { documentLink } from '../database/tables/attachments.ts';
import { storable } from '../search/words.ts';

/** The most links of one document that are followed. */
const mostLinks = 10_000;
/** How many rows are written at once. */
const batch = 1_000;

/** Writes down where the links and images of a document lead within the workspace. */
export async function projectLinks(queries: Queries, id: string, bound: BoundDocument): Promise<void> {
  const rows = linksOf(bound)
    .flatMap(({ path, fragment, image, address }) => {
      const leads = path === '' ? null : resolvePath(bound.file, path);
      if (leads === null || leads === bound.file) return [];
      const of = fragment === null ? null : storable(fragment);
      return [
        {
          path: storable(leads),
          fragment: of,
          kind: image ? ('image' as const) : ('link' as const),
          address: storable(address),
        },
      ];
    })
    .slice(0, mostLinks);
  await queries.delete(documentLink).where(eq(documentLink.document, id));
  for (let start = 0; start < rows.length; start += batch) {
    const some = rows.slice(start, start + batch);
    await queries
      .insert(documentLink)
      .values(some.map((row, at) => ({ document: id, position: start + at, ...row, path: row.path.slice(0, 1_000) })));
  }
}
