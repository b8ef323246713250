import type { DocumentReport } from '@specwright/core/check/report.ts';
import { expect, test } from 'vitest';
import { leanReport } from './lean-report.ts';

test('a lean report holds what the report held', () => {
  const report: DocumentReport = {
    file: 'a.md',
    diagnostics: [],
    keptGuidance: [],
    suppressions: [],
    facts: {
      file: 'a.md',
      template: 't.md',
      id: null,
      title: 'A',
      state: null,
      stateIndex: null,
      status: null,
      stage: null,
      settled: true,
      closed: false,
      keptGuidance: [],
      sections: ['goals'],
      references: [],
      links: [
        {
          path: './b.md',
          fragment: 'goals',
          image: false,
          range: { start: 3, end: 20 },
          pathRange: { start: 3, end: 9 },
          fragmentRange: { start: 10, end: 15 },
          address: 'goals',
        },
        {
          path: 'p.png',
          fragment: null,
          image: true,
          range: { start: 30, end: 35 },
          pathRange: null,
          fragmentRange: null,
          address: '',
        },
      ],
      anchors: ['goals', 'ein-überblick'],
    },
  };
  expect(leanReport(report)).toEqual(report);
  expect(JSON.parse(JSON.stringify(leanReport(report)))).toEqual(report);
});
