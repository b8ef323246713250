import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import { Problem } from '../rights/problem.ts';

/** How long a path may be, UTF-16 units. */
const longestPath = 400;

/** True for a path that leads out of no folder, and that every system can write. */
export function isSafePath(file: string): boolean {
  const parts = file.split('/');
  const isSafe = parts.every((part) => part !== '' && !/^\.|[\\:*?"<>|\p{Cc}]|[. ]$/u.test(part));
  return isSafe && file.length <= longestPath && file.isWellFormed();
}

/** Throws a `Problem` for a path that would lead out of a folder, or that some system cannot write. */
export function demandFileName(file: string): void {
  if (isSafePath(file) && /\.(?:md|markdown)$/iu.test(file)) return;
  throw new Problem('invalid-body', `${JSON.stringify(file)} is no name of a document`, {
    hint: 'A path within the workspace with forward slashes, whose name ends in .md: specs/0007-retries.md',
    fields: [{ field: 'file', message: 'must be a relative path that ends in .md' }],
  });
}

/**
 * Throws a `Problem` when a document of the workspace has the name; else nobody else can take it until the transaction ends. Locks come
 * after the row of the document that gets the name.
 */
export async function demandFreeName(queries: Queries, workspace: string, file: string): Promise<void> {
  await queries.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${workspace} ${file}`}, 0))`);
  const [taken] = await queries
    .select({ id: document.id })
    .from(document)
    .where(and(eq(document.workspace, workspace), eq(document.file, file), isNull(document.removedAt)));
  if (taken === undefined) return;
  throw new Problem('conflict', `The workspace has a document ${file} already`, { hint: 'Choose another name' });
}
