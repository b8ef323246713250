import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Action, type ActionRule, actions, allowed, type DocumentState } from './actions.ts';
import { rights } from './right.ts';

const names = Object.keys(actions) as Action[];
const onDocuments = names.filter((name) => actions[name].on === 'document');
const states = fc.record({ archived: fc.boolean(), removed: fc.boolean(), restricted: fc.boolean() });
const calm: DocumentState = { archived: false, removed: false, restricted: false };

/** What can be done with documents by somebody who may do everything. */
function possible(state: DocumentState): Action[] {
  return onDocuments.filter((name) => allowed('admin', name, state));
}

describe('the table of rights', () => {
  test('lets whoever holds more do whatever those can who hold less, and nobody without a right anything', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), states, (name, state) => {
        const who = rights.map((right) => allowed(right, name, state));
        expect(who).toEqual([...who].sort());
        expect(allowed(null, name, state)).toBe(false);
      }),
    );
  });

  test('leaves nothing to do with a removed document but to bring it back, and to ask who may', () => {
    expect(possible({ ...calm, removed: true })).toEqual(['see own right', 'restore']);
    expect(possible({ archived: true, removed: true, restricted: true })).toEqual(['see own right', 'restore']);
    expect(allowed('author', 'restore', { ...calm, removed: true })).toBe(false);
  });

  test('keeps what an archived document says and where it stands', () => {
    const still = possible({ ...calm, archived: true });
    for (const name of ['edit', 'apply suggestion', 'sign', 'move', 'override', 'waive', 'measure', 'archive'] as const)
      expect(still).not.toContain(name);
    for (const name of ['read document', 'comment', 'remove', 'set rights on document'] as const)
      expect(still).toContain(name);
  });

  test('lets readers change nothing, and is data that clients can be given', () => {
    const reading = names.filter((name) => allowed('reader', name));
    expect(reading.filter((name) => !/^(?:read|see|export) /u.test(name))).toEqual([]);
    expect(JSON.parse(JSON.stringify(actions))).toEqual(actions);
    for (const { on, never, only } of Object.values<ActionRule>(actions))
      expect(on === 'document' || never.length + only.length === 0).toBe(true);
  });
});
