import { documentOf } from '@specwright/core/lifecycle/event.ts';
import { Problem } from '../rights/problem.ts';
import type { Caller } from '../rights/right.ts';
import { addEvents, type ImportedHistory } from './imported-history.ts';
import type { WritePath } from './write-path.ts';

/**
 * Adds events of elsewhere to a document's history. They are claims: what they say is decided again under the hub's rules, with no more
 * assurance than is proved here, so none meets a gate by itself where a session is asked for. Known ones are left as they are. Gives
 * the number of new ones. Throws a `Problem` for events of other documents.
 */
export async function importEvents(
  path: WritePath,
  caller: Caller,
  id: string,
  history: ImportedHistory,
): Promise<number> {
  let added = 0;
  await path.change(caller, id, 'import events', async (queries, { past }) => {
    const own = new Set([id, ...past.events.map(({ event }) => documentOf(event))]);
    const stranger = history.events.find(({ event }) => !own.has(documentOf(event)));
    if (stranger !== undefined)
      throw new Problem('conflict', `The event ${stranger.event.id} is of another document`, {
        hint: 'Send each document its own events',
      });
    const events = await addEvents(queries, id, history);
    added = events.length;
    return { events, rewritten: null };
  });
  return added;
}
