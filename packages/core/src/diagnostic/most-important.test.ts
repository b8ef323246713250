import { expect, test } from 'vitest';
import type { Code, Diagnostic, Severity } from './diagnostic.ts';
import { countByCode, mostImportant } from './most-important.ts';

function findings(code: Code, severity: Severity, count: number): Diagnostic[] {
  return Array.from({ length: count }, (_, index) => ({
    code,
    name: code.toLowerCase(),
    severity,
    message: `${index}`,
    file: `${Math.floor((index * 3) / count)}.md`,
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

const shown = (most: number) => mostImportant(all, countByCode(all), most);

test('counts are by code, errors first, rare ones first', () => {
  expect(countByCode(all)).toMatchObject([
    { code: 'MET303', findings: 2, files: 2, fixable: 1 },
    { code: 'REF501', findings: 40, files: 3 },
    { code: 'STR101', findings: 500, severity: 'warning' },
  ]);
});

test('every code of the worst severity gets its turn', () => {
  expect(shown(5).map(({ code }) => code)).toEqual(['MET303', 'MET303', 'REF501', 'REF501', 'REF501']);
  expect(shown(43).filter(({ code }) => code === 'STR101')).toHaveLength(1);
  expect(shown(1000)).toHaveLength(542);
  expect(mostImportant([], [], 10)).toEqual([]);
});

test('the worst finding of each file comes before the second of any', () => {
  const found = findings('STR101', 'warning', 9);
  const worse = { ...(found[8] as Diagnostic), severity: 'error' } as const;
  const mixed = [...found.slice(0, 8), worse];
  const order = mostImportant(mixed, countByCode(mixed), 5).map(({ message }) => message);
  expect(order).toEqual(['8', '0', '3', '1', '2']);
});
