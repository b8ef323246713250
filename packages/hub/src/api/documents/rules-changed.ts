import { countStale } from '../../documents/rebuild-stale.ts';
import type { Caller } from '../../rights/right.ts';
import type { DocumentPorts } from './ports.ts';

/** What follows a change of a workspace's rules: lists are made anew while nobody waits, and whoever made it learns how much that is. */
export function rulesChangedIn({ database, rebuildSoon }: DocumentPorts) {
  return async (workspace: string, caller: Caller): Promise<{ readonly toRebuild: number }> => {
    await rebuildSoon();
    return { toRebuild: await countStale(database.queries, caller, workspace) };
  };
}
