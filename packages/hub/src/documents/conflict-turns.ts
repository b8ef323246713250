import type { Review } from '@specwright/core/lifecycle/review.ts';
import { ownerOf, type Turn } from '@specwright/core/lifecycle/turn.ts';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { keptConflict } from '../database/tables/mirrors.ts';

/** Whose turn it is at conflicts: whoever answers for the document chooses. */
export async function turnsAtConflicts(queries: Queries, id: string, review: Review): Promise<readonly Turn[]> {
  const open = await queries
    .select({ beside: keptConflict.beside, at: keptConflict.at })
    .from(keptConflict)
    .where(and(eq(keptConflict.document, id), isNull(keptConflict.resolvedAt)))
    .orderBy(asc(keptConflict.at));
  return open.map(({ beside, at }) => ({
    who: ownerOf(review),
    what: 'choose between two texts',
    address: '',
    why: `Two texts changed the same words; the folder's is kept as ${beside}`,
    since: at.toISOString(),
    command: [],
  }));
}
