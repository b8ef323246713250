import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import type { Author } from '@specwright/core/operations/history-context.ts';
import type { Queries } from '../database/database.ts';
import { event } from '../database/tables/documents.ts';
import type { ProvedEvent } from './stored-document.ts';

/** Appends events to the history of a document whose row the transaction holds, with what is proved of their author. */
export async function appendEvents(
  queries: Queries,
  id: string,
  events: readonly HistoryEvent[],
  { assurance }: Author,
  account: string,
): Promise<ProvedEvent[]> {
  const proved = events.map((one): ProvedEvent => {
    // What a table said of others stays what it was: nobody vouches for that by recording something.
    const isClaim = one.kind === 'signed' && one.origin === 'table';
    return { event: one, assurance: isClaim ? 'claimed' : assurance };
  });
  const rows = proved.map(({ event: body, assurance: proof }) => {
    return { id: body.id, document: id, kind: body.kind, body, assurance: proof, account };
  });
  // One statement gives them their numbers in this order.
  if (rows.length > 0) await queries.insert(event).values(rows);
  return proved;
}
