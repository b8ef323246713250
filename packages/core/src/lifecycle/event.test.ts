import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EventDraft, makeEvent, signedForm } from './event.ts';
import { readEvent } from './event-shape.ts';

const draft: EventDraft = {
  kind: 'created',
  document: null,
  parents: [],
  at: '2026-03-01T09:00:00.000Z',
  by: { kind: 'person', id: 'ada@example.org', name: 'Ada' },
  revision: 'a'.repeat(64),
  file: 'specs/0001-one.md',
  title: 'One',
  template: null,
  origin: 'written',
  nonce: '1',
};

describe('an event', () => {
  test('is read as it was made', () => {
    const event = makeEvent(draft);
    expect(readEvent(JSON.stringify(event, null, 2))).toEqual({ kind: 'event', event });
  });

  test('keeps its id whatever the order of its keys and parents, and when it is signed', () => {
    const parents = ['b'.repeat(64), 'a'.repeat(64)];
    const comment: EventDraft = { ...draft, kind: 'renamed', document: 'c'.repeat(64), parents, file: 'x.md' };
    const event = makeEvent(comment);
    expect(makeEvent({ ...comment, parents: [...parents].reverse() }).id).toBe(event.id);
    expect(readEvent(JSON.stringify({ signature: 'x', ...event })).kind).toBe('event');
    expect(signedForm({ ...event, signature: 'x' })).toBe(signedForm(event));
  });

  test('is refused when any part of it is changed', () => {
    const event = makeEvent(draft);
    fc.assert(
      fc.property(
        fc.constantFrom('at', 'by', 'revision', 'file', 'title', 'nonce', 'extra'),
        fc.string(),
        (key, text) => {
          const changed = { ...event, [key]: text };
          fc.pre(JSON.stringify(changed) !== JSON.stringify(event));
          expect(readEvent(JSON.stringify(changed)).kind).toBe('problem');
        },
      ),
    );
  });

  test.each([
    ['{', 'It is not JSON'],
    ['[]', 'It is no event'],
    ['{"kind":"dreamt"}', 'It is no event: `kind`'],
    [JSON.stringify({ ...makeEvent(draft), document: 'a'.repeat(64) }), 'only `created` begins a document'],
  ])('a file that holds none says why: %s', (text, message) => {
    const reading = readEvent(text);
    expect(reading).toMatchObject({ kind: 'problem', message: expect.stringContaining(message) });
  });

  test('any text is read without a throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readEvent(text).kind).toBe('problem');
      }),
    );
  });
});
