import type { DocumentReport } from '@specwright/core/check/report.ts';
import type { Diagnostic } from '@specwright/core/diagnostic/diagnostic.ts';
import { expect, test } from 'vitest';
import { openReport, packReport } from './packed-report.ts';

const bare: Diagnostic = {
  code: 'STR101',
  name: 'missing-section',
  severity: 'error',
  message: 'The section "Ziele – Überblick" is missing',
  file: 'a.md',
  address: '',
  range: { start: 4, end: 9 },
  template: null,
  fixes: [],
};

const full: Diagnostic = {
  ...bare,
  severity: 'info',
  file: 'a.yaml',
  address: 'goals[2]',
  template: { file: 't.md', range: { start: 7, end: 11 } },
  fixes: [{ title: 'Add it', kind: 'safe', edits: [{ start: 4, end: 4, text: '\n## Goals\n' }] }],
};

/** What stands behind the getters too. */
function read({ file, companion, diagnostics, keptGuidance, suppressions, facts }: DocumentReport): DocumentReport {
  const { links, anchors } = facts;
  return { file, companion, diagnostics, keptGuidance, suppressions, facts: { ...facts, links, anchors } };
}

test('a packed report holds what the report held', () => {
  const report: DocumentReport = {
    file: 'a.md',
    companion: null,
    diagnostics: [bare, full],
    keptGuidance: [{ guidance: 3, diagnostic: full }],
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
  const elsewhere = { ...bare, template: { file: 't.yaml', range: { start: 0, end: 2 } } };
  expect(openReport(packReport({ ...report, diagnostics: [elsewhere] })).diagnostics).toEqual([elsewhere]);
  const packed = packReport(report);
  expect(read(openReport(packed))).toEqual(report);
  expect(read(openReport(JSON.parse(JSON.stringify(packed))))).toEqual(report);
});
