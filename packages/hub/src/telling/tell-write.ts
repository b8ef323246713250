import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import type { Turn } from '@specwright/core/lifecycle/turn.ts';
import type { Queries } from '../database/database.ts';
import { tellMentions } from './mentions.ts';
import { type Happening, tell } from './outbox.ts';
import { tellTurns } from './turns.ts';

/** What one write did to a document. */
export interface Write {
  readonly workspace: string;
  readonly document: string;
  readonly by: Happening['by'];
  /** Newly recorded, in order. */
  readonly events: readonly HistoryEvent[];
  /** Number and text of the revision that it made; null when the text is as it was. */
  readonly revision: { readonly version: number; readonly revision: string } | null;
  readonly turnsBefore: readonly Turn[];
  readonly turnsAfter: readonly Turn[];
}

/** Tells everything that a write did, in its transaction: programs of each event and revision, people of their turns and mentions. */
export async function tellWrite(queries: Queries, write: Write): Promise<void> {
  const { workspace, document, by, events, revision, turnsBefore, turnsAfter } = write;
  const frame = { workspace, document, to: [], why: '', by } as const;
  const recorded = events.map((event): Happening => {
    const address = 'address' in event ? event.address : '';
    return {
      ...frame,
      kind: 'document.event',
      what: event.kind,
      address,
      data: { event: event.id, revision: event.revision },
    };
  });
  const changed: Happening[] =
    revision === null
      ? []
      : [{ ...frame, kind: 'document.revision', what: 'changed', address: '', data: { ...revision } }];
  await tell(queries, [...changed, ...recorded]);
  for (const event of events) await tellMentionsOf(queries, write, event);
  await tellTurns(queries, { id: document, workspace }, turnsBefore, turnsAfter, by);
}

async function tellMentionsOf(
  queries: Queries,
  { workspace, document, by }: Write,
  event: HistoryEvent,
): Promise<void> {
  if (event.kind !== 'thread-opened' && event.kind !== 'replied' && event.kind !== 'resolved') return;
  const address = event.kind === 'thread-opened' ? event.address : '';
  // What came from elsewhere is told in the name that it claims, and nobody here is taken for its author.
  const who = by ?? { account: '', name: event.by.name };
  await tellMentions(queries, { workspace, document, event: event.id, address, text: event.text ?? '', by: who });
}
