import { expect, test } from 'vitest';
import type { Code, Diagnostic, Severity } from './diagnostic.ts';
import { countByCode, mostImportant } from './most-important.ts';

function findings(code: Code, severity: Severity, count: number): Diagnostic[] {
  return Array.from({ length: count }, (_, index) => ({
    code,
    name: code.toLowerCase(),
    severity,
    message: `${index}`,
    file: `${index % 3}.md`,
    address: '',
    range: { start: index, end: index },
    template: null,
    fixes: index === 0 ? [{ title: 'fix', kind: 'safe', edits: [] }] : [],
  }));
}

const all = [
  ...findings('STR101', 'warning', 500),
  ...findings('MET303', 'error', 2),
  ...findings('REF501', 'error', 40),
];

test('counts are by code, errors first, rare ones first', () => {
  expect(countByCode(all)).toMatchObject([
    { code: 'MET303', findings: 2, files: 2, fixable: 1 },
    { code: 'REF501', findings: 40, files: 3 },
    { code: 'STR101', findings: 500, severity: 'warning' },
  ]);
});

test('every code of the worst severity gets its turn', () => {
  expect(mostImportant(all, 5).map(({ code }) => code)).toEqual(['MET303', 'MET303', 'REF501', 'REF501', 'REF501']);
  expect(mostImportant(all, 43).filter(({ code }) => code === 'STR101')).toHaveLength(1);
  expect(mostImportant(all, 1000)).toHaveLength(542);
  expect(mostImportant([], 10)).toEqual([]);
});
