import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventsOf, graphs, pasts, shuffled } from '../../test/event-graphs.ts';
import type { EventData, EventKind, HistoryEvent } from './event.ts';
import { foldEvents, type History } from './fold.ts';

const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);
const runs = { seed, numRuns: process.env.SPECWRIGHT_PROOF === '1' ? 5_000 : 200 };

const digest = 'd'.repeat(64);
const under = { policy: digest, template: digest };
const name = fc.constantFrom('ada', 'bo', 'cy');
const day = fc.constantFrom('2026-02-01', '2026-03-01');

/** What may happen to a document, besides threads, which name one another. */
const data: fc.Arbitrary<EventData> = fc.oneof(
  fc.record({ kind: fc.constant('renamed' as const), file: fc.constantFrom('a.md', 'b.md') }),
  fc.record({
    kind: fc.constant('assigned' as const),
    owner: fc.option(name),
    team: fc.constant(null),
    decideBy: fc.option(day),
  }),
  fc.record({ kind: fc.constant('held' as const), until: fc.option(day), reason: name }),
  fc.record({
    kind: fc.constant('archived' as const),
    as: fc.constantFrom('withdrawn' as const, 'abandoned' as const),
    replacedBy: fc.constant(null),
    reason: name,
  }),
  fc.record({ kind: fc.constant('moved' as const), to: fc.constantFrom('Draft', 'In Review') }).map((moved) => ({
    ...moved,
    ...under,
  })),
  fc.record({
    kind: fc.constant('adopted' as const),
    file: fc.constant('a.md'),
    template: name.map((file) => ({ file, digest })),
  }),
);

const histories = graphs(data, 16);
const opened: EventData = { kind: 'thread-opened', address: '(document)', quote: '', text: 'why?', blocking: true };

function folded(events: readonly HistoryEvent[]): History {
  const history = foldEvents(events);
  if (history === null) throw new Error('A history without a beginning');
  return history;
}

/** The events of a kind that no other of it knew. */
function speaking<Kind extends EventKind>(kind: Kind, events: readonly HistoryEvent[]): HistoryEvent[] {
  const known = pasts(events);
  const own = events.filter((event) => event.kind === kind);
  return own.filter(({ id }) => !own.some((other) => known.get(other.id)?.has(id) === true));
}

describe('the fold', () => {
  test('says the same however the events come', () => {
    const pairs = histories.chain((events) => fc.tuple(fc.constant(events), shuffled(events)));
    fc.assert(
      fc.property(pairs, ([events, others]) => {
        const told = ({ order, ...rest }: History) => JSON.stringify({ ...rest, order: [order.events, order.heads] });
        expect(told(folded(others))).toBe(told(folded(events)));
      }),
      runs,
    );
  });

  test('lets speak whom no other of its kind knew', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const { file, assigned, hold, template, archived } = folded(events);
        const says = <Kind extends EventKind>(kind: Kind): unknown[] => speaking(kind, events);
        const renamed = says('renamed');
        if (renamed.length === 0) expect(file).toBe('spec.md');
        else expect(renamed).toContainEqual(expect.objectContaining({ file }));
        if (says('assigned').length > 0) expect(says('assigned')).toContain(assigned);
        if (says('adopted').length > 0) expect(says('adopted')).toContainEqual(expect.objectContaining({ template }));
        if (hold !== null) expect(says('held')).toContain(hold);
        else if (says('held').length > 0) expect(says('held')).toContainEqual(expect.objectContaining({ until: null }));
        if (archived !== null) expect(says('archived')).toContain(archived);
      }),
      runs,
    );
  });

  test('takes an archived document up again only by a move that knew it was archived', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const known = pasts(events);
        const shelved = speaking('archived', events);
        const moves = events.filter(({ kind }) => kind === 'moved');
        const reopens = (one: HistoryEvent): boolean => moves.some(({ id }) => known.get(id)?.has(one.id) === true);
        if (shelved.length === 0) expect(folded(events).archived).toBeNull();
        else if (!shelved.some(reopens)) expect(folded(events).archived).not.toBeNull();
        else if (shelved.every(reopens)) expect(folded(events).archived).toBeNull();
      }),
      runs,
    );
  });
});

describe('one after the other', () => {
  const inTurn = (...steps: readonly EventData[]): History =>
    folded(eventsOf(steps.map((one) => ({ data: one, by: 0, parents: [0] }))));

  test('a hold replaces a hold, and ends', () => {
    const held = (until: string | null): EventData => ({ kind: 'held', until, reason: 'waiting' });
    expect(inTurn(held('2026-02-01'), held('2026-03-01')).hold?.until).toBe('2026-03-01');
    expect(inTurn(held('2026-02-01'), held(null)).hold).toBeNull();
  });

  test('an assignment is taken away', () => {
    const to = (owner: string | null): EventData => ({ kind: 'assigned', owner, team: null, decideBy: null });
    expect(inTurn(to('ada'), to(null)).assigned.owner).toBeNull();
  });

  test('a document is archived and moved on', () => {
    const archived: EventData = { kind: 'archived', as: 'abandoned', replacedBy: null, reason: 'no time' };
    expect(inTurn(archived).archived?.as).toBe('abandoned');
    expect(inTurn(archived, { kind: 'moved', to: 'Draft', ...under }).archived).toBeNull();
  });
});

describe('a thread', () => {
  const thread = (last: (id: string) => EventData, before: ((id: string) => EventData)[], parents: number[]) => {
    const [, start] = eventsOf([{ data: opened, by: 0, parents: [0] }]) as [HistoryEvent, HistoryEvent];
    const steps = [
      { data: opened, by: 0, parents: [0] },
      ...before.map((make) => ({ data: make(start.id), by: 1, parents: [0] })),
      { data: last(start.id), by: 2, parents },
    ];
    return folded(eventsOf(steps)).threads[0];
  };
  const resolved = (id: string): EventData => ({ kind: 'resolved', thread: id, text: null });
  const replied = (id: string): EventData => ({ kind: 'replied', thread: id, text: 'but' });

  test('stays resolved when somebody replies who knew that', () => {
    expect(thread(replied, [resolved], [0])).toMatchObject({ resolutions: [{ kind: 'resolved' }] });
  });

  test('is open again when somebody replies who did not', () => {
    expect(thread(replied, [resolved], [1])).toMatchObject({ resolutions: [], replies: [{ kind: 'replied' }] });
    expect(thread(resolved, [replied], [1])).toMatchObject({ resolutions: [], replies: [{ kind: 'replied' }] });
  });

  test('is resolved by who read the reply', () => {
    expect(thread(resolved, [replied], [0])).toMatchObject({ resolutions: [{ kind: 'resolved' }] });
  });
});
