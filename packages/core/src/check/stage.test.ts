import { describe, expect, test } from 'vitest';
import { namesClosedState } from './closed-states.ts';
import { stageOf } from './stage.ts';

describe('stageOf', () => {
  test.each([
    ['Draft', 'open'],
    ['In Review', 'open'],
    ['Last Call', 'open'],
    ['To be implemented', 'open'],
    ['Ready for approval', 'open'],
    ['provisional', 'open'],
    ['Approved', 'approved'],
    ['accepted', 'approved'],
    ['implementable', 'approved'],
    ['Принято', 'approved'],
    ['已批准', 'approved'],
    ['Implemented', 'done'],
    ['Final', 'done'],
    ['Umgesetzt', 'done'],
    ['deferred', 'aside'],
    ['Withdrawn', 'aside'],
    ['Superseded by ADR-9', 'aside'],
  ])('%s is %s', (state, stage) => {
    expect(stageOf(state)).toBe(stage);
  });

  test.each(['Living', 'Not approved', 'Blue', '', '進行'])('draws no conclusion from %j', (state) => {
    expect(stageOf(state)).toBeNull();
  });
});

describe('namesClosedState', () => {
  test.each([
    'Withdrawn',
    'REJECTED',
    'Superseded by [ADR-7](7.md)',
    '~~Deprecated~~',
    'Отклонено',
    '廃止',
    'abgelehnt',
  ])('%s is closed', (status) => expect(namesClosedState(status)).toBe(true));

  test('prose about a status is no status', () => {
    expect(namesClosedState(`This text says withdrawn, but ${'it goes on and on '.repeat(10)}`)).toBe(false);
    expect(namesClosedState('Accepted')).toBe(false);
  });
});
