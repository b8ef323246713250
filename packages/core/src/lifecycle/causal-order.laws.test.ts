import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EventStep, eventsOf, graphs, pasts, shuffled } from '../../test/event-graphs.ts';
import { type CausalOrder, newestOf, orderEvents } from './causal-order.ts';
import type { EventData, HistoryEvent } from './event.ts';

const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);
const runs = { seed, numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 5_000 : 150 };

const comment = (text: string): EventData => ({
  kind: 'thread-opened',
  address: '(document)',
  quote: '',
  text,
  blocking: false,
});
const histories = graphs(fc.string({ minLength: 1, maxLength: 2 }).map(comment));
const shuffledHistories = histories.chain((events) => fc.tuple(fc.constant(events), shuffled(events)));

/** Everything that an order says. */
function told(order: CausalOrder, events: readonly HistoryEvent[]): unknown {
  const known = events.map((event) => events.filter((other) => order.knew(event, other)).map(({ id }) => id));
  const dangling = order.dangling.map(({ event, parent }) => `${event.id} ${parent}`).sort();
  return { events: order.events.map(({ id }) => id), heads: order.heads, dangling, known };
}

describe('the causal order', () => {
  test('is the same however the events come, and however often', () => {
    fc.assert(
      fc.property(shuffledHistories, ([events, others]) => {
        const expected = told(orderEvents(events), events);
        expect(told(orderEvents(others), events)).toEqual(expected);
        expect(told(orderEvents([...others, ...events]), events)).toEqual(expected);
      }),
      runs,
    );
  });

  test('puts every event behind all that it knew, and knows what following parents tells', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const order = orderEvents(events);
        const known = pasts(events);
        const place = new Map(order.events.map(({ id }, index) => [id, index]));
        expect(place.size).toBe(events.length);
        for (const event of events) {
          const past = known.get(event.id) ?? new Set();
          for (const other of events) expect(order.knew(event, other)).toBe(past.has(other.id));
          for (const id of past) expect(place.get(id)).toBeLessThan(place.get(event.id) ?? -1);
        }
      }),
      runs,
    );
  });

  test('has as heads those that nobody knew, and they know all others together', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const { heads } = orderEvents(events);
        const known = pasts(events);
        const all = new Set([...known.values()].flatMap((past) => [...past]));
        expect(heads).toEqual(
          events
            .map(({ id }) => id)
            .filter((id) => !all.has(id))
            .sort(),
        );
        expect(new Set([...heads, ...heads.flatMap((id) => [...(known.get(id) ?? [])])]).size).toBe(events.length);
      }),
      runs,
    );
  });

  test('tells every parent that is missing, and orders the rest', () => {
    const some = histories.chain((events) => fc.tuple(fc.constant(events), fc.subarray(events)));
    fc.assert(
      fc.property(some, ([events, kept]) => {
        const order = orderEvents(kept);
        const there = new Set(kept.map(({ id }) => id));
        const missing = kept.flatMap((event) =>
          event.parents.filter((id) => !there.has(id)).map((id) => `${event.id} ${id}`),
        );
        expect(order.dangling.map(({ event, parent }) => `${event.id} ${parent}`).sort()).toEqual(missing.sort());
        expect(order.events.length).toBe(kept.length);
        expect(kept.length).toBeLessThanOrEqual(events.length);
      }),
      runs,
    );
  });

  test('of some events finds the newest: no other of them knew one, and they know all the rest', () => {
    const some = histories.chain((events) => fc.tuple(fc.constant(events), fc.subarray(events)));
    fc.assert(
      fc.property(some, ([events, chosen]) => {
        const order = orderEvents(events);
        const known = pasts(events);
        const inOrder = order.events.filter(({ id }) => chosen.some((one) => one.id === id));
        const expected = inOrder.filter(({ id }) => !chosen.some((other) => known.get(other.id)?.has(id) === true));
        expect(newestOf(inOrder, order).map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      }),
      runs,
    );
  });
});

describe('what no honest writer makes', () => {
  test('rings of events that claim to know one another are left out, and hang nothing', () => {
    const ring = fc.tuple(histories, fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(ring, ([events, length]) => {
        const names = Array.from({ length }, (_, place) => String(place).repeat(64));
        const first = events[0] as HistoryEvent;
        const circle = names.map((id, place) => ({
          ...first,
          id,
          parents: [first.id, names[(place + 1) % length] as string],
        }));
        const behind = { ...first, id: 'f'.repeat(64), parents: [names[0] as string] };
        const order = orderEvents([...circle, behind, ...events]);
        expect(order.events.map(({ id }) => id)).toEqual(orderEvents(events).events.map(({ id }) => id));
      }),
      runs,
    );
  });

  test.each([
    ['one after the other', () => [0]],
    ['all at once', (place: number) => [place]],
    ['in two rows that meet now and then', (place: number) => (place % 50 === 0 ? [0, 1] : [1])],
  ] as const)('nor do 5,000 events %s', (_, parentsAt) => {
    const steps = Array.from({ length: 4_999 }, (__, place): EventStep => {
      return { data: comment(String(place)), by: place % 3, parents: parentsAt(place) };
    });
    const events = eventsOf(steps);
    const order = orderEvents(events.toReversed());
    expect(order.events.length).toBe(5_000);
    expect(order.events[0]?.id).toBe(events[0]?.id);
    expect(order.heads).toEqual(orderEvents(events).heads);
    expect(events.slice(1).every((event) => order.knew(event, events[0] as HistoryEvent))).toBe(true);
  });
});
