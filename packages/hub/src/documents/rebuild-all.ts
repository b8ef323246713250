import { asc, count, gt } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { document } from '../database/tables/documents.ts';
import { Problem } from '../rights/problem.ts';
import type { WritePath } from './write-path.ts';

export interface Rebuilt {
  /** How many were made anew. */
  readonly documents: number;
  /** Ids and files of those that no template fits any more, which keep what they had, if anything. */
  readonly left: readonly { readonly id: string; readonly file: string }[];
}

/** How many ids are read at once. */
const page = 500;
/** How many documents are made anew at once: the database works on one while the program works on another. */
const atOnce = 4;

/** Makes the projections of all documents of the hub anew, those that were removed too, while others may write. */
export async function rebuildEverything(
  { database, path }: { readonly database: Database; readonly path: WritePath },
  progress: (done: number, total: number) => void,
): Promise<Rebuilt> {
  const { queries } = database;
  const [all] = await queries.select({ count: count() }).from(document);
  const left: { id: string; file: string }[] = [];
  let done = 0;
  for (let last = ''; ; ) {
    const rows = await queries
      .select({ id: document.id, file: document.file })
      .from(document)
      .where(gt(document.id, last))
      .orderBy(asc(document.id))
      .limit(page);
    const waiting = rows.values();
    const work = async (): Promise<void> => {
      for (const row of waiting) {
        if (!(await isRebuilt(path, row.id))) left.push(row);
        done += 1;
        progress(done, all?.count ?? 0);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    const end = rows.at(-1);
    if (end === undefined) return { documents: done - left.length, left };
    last = end.id;
  }
}

/** Makes the projections of a document anew; false for one that no template fits any more, which keeps what it had. */
export async function isRebuilt(path: WritePath, id: string): Promise<boolean> {
  try {
    await path.rebuild(id);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}
