import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import type { Assurance } from '@specwright/core/lifecycle/policy.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { and, eq, inArray } from 'drizzle-orm';
import type { Queries } from '../database/database.ts';
import { event, revision } from '../database/tables/documents.ts';
import { Problem } from '../rights/problem.ts';
import { keepTexts, textsOf } from './kept-texts.ts';

/** An event that was recorded elsewhere, and what proves its author here. */
export interface ImportedEvent {
  readonly event: HistoryEvent;
  readonly assurance: Extract<Assurance, 'claimed' | 'key'>;
}

/** A history as it is known elsewhere. */
export interface ImportedHistory {
  readonly events: readonly ImportedEvent[];
  /** Texts that events name, as far as they are kept there. */
  readonly texts: readonly string[];
}

/** Keeps those of some events that are new, within a transaction that holds the document's row; gives them. */
export async function addEvents(
  queries: Queries,
  id: string,
  { events, texts }: ImportedHistory,
): Promise<readonly ImportedEvent[]> {
  const named = new Map(events.map((one) => [one.event.id, one]));
  if (named.size === 0) return [];
  const known = await queries
    .select({ id: event.id, document: event.document })
    .from(event)
    .where(inArray(event.id, [...named.keys()]));
  const elsewhere = known.find(({ document }) => document !== id);
  if (elsewhere !== undefined)
    throw new Problem('conflict', `The event ${elsewhere.id} is of another document of the hub`);
  for (const { id } of known) named.delete(id);
  await demandOwnTexts(queries, id, [...named.values()], texts);
  await keepTexts(queries, texts);
  const fresh = [...named.values()];
  const rows = fresh.map(({ event: body, assurance }) => {
    return { id: body.id, document: id, kind: body.kind, body, assurance, account: null };
  });
  if (rows.length > 0) await queries.insert(event).values(rows);
  return fresh;
}

/** Throws a `Problem` for an event that names a text which is kept here for another document: whoever sends it may not know that text. */
async function demandOwnTexts(
  queries: Queries,
  id: string,
  events: readonly ImportedEvent[],
  texts: readonly string[],
): Promise<void> {
  const given = new Set(texts.map(sha256Of));
  const rest = [...new Set(events.map(({ event }) => event.revision).filter((digest) => !given.has(digest)))];
  if (rest.length === 0) return;
  const own = await queries
    .select({ digest: revision.revision })
    .from(revision)
    .where(and(eq(revision.document, id), inArray(revision.revision, rest)));
  const known = new Set(own.map(({ digest }) => digest));
  const kept = await textsOf(
    queries,
    rest.filter((digest) => !known.has(digest)),
  );
  const [digest] = kept.keys();
  if (digest === undefined) return;
  throw new Problem('conflict', `An event names the text ${digest}, which is not among those that came with it`, {
    hint: 'Send the texts that events name together with them',
  });
}
