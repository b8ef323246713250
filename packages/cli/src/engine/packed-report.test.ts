import type { DocumentReport } from '@specwright/core/check/report.ts';
import { expect, test } from 'vitest';
import { openReport, packReport } from './packed-report.ts';

test('a packed report holds what the report held', () => {
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
  const packed = packReport(report);
  expect(openReport(packed)).toEqual(report);
  expect(openReport(JSON.parse(JSON.stringify(packed)))).toEqual(report);
});
