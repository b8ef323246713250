import { type HistoryEvent, textsNamedBy } from '@specwright/core/lifecycle/event.ts';
import { isDeed } from '@specwright/core/lifecycle/fold.ts';
import { asc, eq } from 'drizzle-orm';
import { event } from '../database/tables/documents.ts';
import { importEvents } from '../documents/import-events.ts';
import { textsOf } from '../documents/kept-texts.ts';
import { historyOf } from './come-and-go.ts';
import type { MirrorHome } from './home.ts';

/**
 * Brings the histories of a document on both sides together: what the folder has is imported as claims, and what the hub recorded is kept
 * beside the documents once somebody has done something. Events are only ever added. `file` is the document's.
 */
export async function bringHistoriesInStep(home: MirrorHome, id: string, file: string): Promise<void> {
  const { database, path, port, caller, seen } = home;
  const found = seen.histories.get(file) ?? [];
  const known = await eventsOf(home, id);
  const ids = new Set(known.map((one) => one.id));
  const fresh = found.filter((one) => !ids.has(one.event.id));
  if (fresh.length > 0) await importEvents(path, caller, id, await historyOf(home, fresh));
  const there = new Set(found.map((one) => one.event.id));
  const missing = known.filter((one) => !there.has(one.id));
  if (missing.length === 0 || !known.some(isDeed)) return;
  const texts = await textsOf(database.queries, [...new Set(missing.flatMap(textsNamedBy))]);
  await port.record(missing, [...texts.values()]);
  seen.histories = new Map(seen.histories).set(file, [
    ...found,
    ...missing.map((event) => ({ event, assurance: 'claimed' as const })),
  ]);
}

/** In the order in which the hub learnt of them. */
async function eventsOf({ database }: MirrorHome, id: string): Promise<readonly HistoryEvent[]> {
  const rows = await database.queries
    .select({ body: event.body })
    .from(event)
    .where(eq(event.document, id))
    .orderBy(asc(event.sequence));
  return rows.map(({ body }) => body as HistoryEvent);
}
