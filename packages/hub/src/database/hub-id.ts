import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import { hub } from './tables/hub.ts';

/** The id of this hub, chosen once for its database; the same whichever of several processes asks first. */
export function hubId(database: Database): Promise<string> {
  return database.transaction(async (queries) => {
    await queries.insert(hub).values({ id: randomUUID() }).onConflictDoNothing();
    const [row] = await queries.select({ id: hub.id }).from(hub);
    return (row as { id: string }).id;
  });
}
