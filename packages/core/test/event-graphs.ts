import fc from 'fast-check';
import { type EventData, type HistoryEvent, makeEvent } from '../src/lifecycle/event.ts';
import { person } from './review-world.ts';

/** What one event says, who says it, and which of the earlier ones it knew. */
export interface EventStep {
  readonly data: EventData;
  readonly by: number;
  /** Each names an earlier event, counted from the newest on, and round again. */
  readonly parents: readonly number[];
}

const beginning: EventData = {
  kind: 'created',
  file: 'spec.md',
  title: '',
  template: null,
  origin: 'written',
  nonce: '1',
};

const people = ['ada', 'bo', 'cy'].map(person);

/** Events of one document that know one another as the steps say; the first is its beginning. */
export function eventsOf(steps: readonly EventStep[]): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  const add = (data: EventData, by: number, parents: readonly string[]): void => {
    events.push(
      makeEvent({
        ...data,
        document: events[0]?.id ?? null,
        parents: [...new Set(parents)],
        at: new Date(Date.UTC(2026, 0, 1, 0, events.length)).toISOString(),
        by: people[by % people.length] ?? person('ada'),
        revision: '0'.repeat(64),
      }),
    );
  };
  add(beginning, 0, []);
  for (const { data, by, parents } of steps) {
    add(
      data,
      by,
      parents.map((back) => events[events.length - 1 - (back % events.length)]?.id ?? ''),
    );
  }
  return events;
}

const parents = fc.oneof(
  fc.constant([0]),
  fc.array(fc.nat(7), { minLength: 1, maxLength: 3 }),
  fc.constant<number[]>([]),
);

/** Histories that branch and come together, of events that `data` draws. */
export function graphs(data: fc.Arbitrary<EventData>, maxLength = 24): fc.Arbitrary<HistoryEvent[]> {
  const step = fc.record({ data, by: fc.nat(2), parents });
  return fc.array(step, { maxLength }).map(eventsOf);
}

/** The same events in any order. */
export function shuffled(events: readonly HistoryEvent[]): fc.Arbitrary<HistoryEvent[]> {
  return fc.shuffledSubarray([...events], { minLength: events.length });
}

/** By event the ids of all that it knew, told one step after the other. */
export function pasts(events: readonly HistoryEvent[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byId = new Map(events.map((event) => [event.id, event]));
  const found = new Map<string, Set<string>>();
  for (const event of events) {
    const past = new Set<string>();
    const open = [...event.parents];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (past.has(id) || !byId.has(id)) continue;
      past.add(id);
      open.push(...(byId.get(id)?.parents ?? []));
    }
    found.set(event.id, past);
  }
  return found;
}
