import { expect, test } from 'vitest';
import { applyEdit } from '../text/edit.ts';
import type { Diagnostic, Fix } from './diagnostic.ts';
import { pickSafeFixes } from './pick-fixes.ts';

function finding(file: string, kind: Fix['kind'], start: number, end: number, text: string): Diagnostic {
  return {
    code: 'STR101',
    name: 'missing-section',
    severity: 'error',
    message: 'm',
    file,
    address: '',
    range: { start, end },
    template: null,
    fixes: [{ title: 't', kind, edits: [{ start, end, text }] }],
  };
}

test('safe fixes that do not meet are picked together, the others wait', () => {
  const picked = pickSafeFixes([
    finding('a.md', 'safe', 4, 5, 'E'),
    finding('a.md', 'safe', 0, 1, 'A'),
    finding('a.md', 'safe', 1, 1, 'meets the one before'),
    finding('a.md', 'suggested', 2, 3, 'never picked'),
    finding('b.md', 'safe', 0, 0, 'x'),
  ]);
  expect(picked.get('a.md')?.mended).toHaveLength(2);
  expect(applyEdit('abcdef', picked.get('a.md')?.edit ?? [])).toBe('AbcdEf');
  expect(applyEdit('b', picked.get('b.md')?.edit ?? [])).toBe('xb');
});
