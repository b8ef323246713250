import { type Actor, type EventDraft, type HistoryEvent, makeEvent } from '@specwright/core/lifecycle/event.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';

export const ada: Actor = { kind: 'person', id: 'ada@plans.example', name: 'Ada Park' };

let count = 0;

/** The beginning of a document's history, unlike any other. */
export function created(file: string, text: string, title = 'A plan'): HistoryEvent {
  count += 1;
  return makeEvent({
    kind: 'created',
    file,
    title,
    template: null,
    origin: 'written',
    nonce: `n${process.pid}-${count}`,
    document: null,
    parents: [],
    at: '2026-05-01T08:00:00.000Z',
    by: ada,
    revision: sha256Of(text),
  });
}

/** A comment of a document, behind some events. */
export function commented(
  beginning: HistoryEvent,
  parents: readonly HistoryEvent[],
  text: string,
  words: string,
): HistoryEvent {
  return after(beginning, parents, text, {
    kind: 'thread-opened',
    address: 'goals',
    quote: '',
    text: words,
    blocking: false,
  });
}

export function renamed(
  beginning: HistoryEvent,
  parents: readonly HistoryEvent[],
  text: string,
  file: string,
): HistoryEvent {
  return after(beginning, parents, text, { kind: 'renamed', file });
}

type Said = EventDraft extends infer Draft
  ? Draft extends EventDraft
    ? Omit<Draft, 'document' | 'parents' | 'at' | 'by' | 'revision'>
    : never
  : never;

function after(beginning: HistoryEvent, parents: readonly HistoryEvent[], text: string, said: Said): HistoryEvent {
  const frame = {
    document: beginning.id,
    parents: parents.map(({ id }) => id),
    at: '2026-05-02T08:00:00.000Z',
    by: ada,
    revision: sha256Of(text),
  };
  return makeEvent({ ...frame, ...said } as EventDraft);
}
