import { describe, expect, test } from 'vitest';
import type { HistoryState } from '../../history-state.ts';
import { findingsOf } from '../findings-of.ts';
import { approverMissing } from './approver-missing.ts';
import { editedAfterApproval } from './edited-after-approval.ts';
import { gateNotMet } from './gate-not-met.ts';
import { signOffStale } from './sign-off-stale.ts';
import { statusAhead } from './status-ahead.ts';

const template =
  '# [Name]\n\n**Status**: Draft | In Review | Approved | Withdrawn\n\n## Design\n\n[How]\n\n## Risks\n\n[What]\n';
const text = (status: string) => `# Retries\n\n**Status**: ${status}\n\n## Design\n\nA queue.\n\n## Risks\n\nNone.\n`;
const nothing: HistoryState = { state: 'In Review', unmet: [], missing: [], barred: [], stale: [], edited: null };
const history = (part: Partial<HistoryState>) => ({ history: { ...nothing, ...part } });

describe('LIF609 status-ahead', () => {
  test.each([
    ['Approved', 'In Review', 1],
    ['In Review', 'In Review', 0],
    ['Draft', 'In Review', 0],
    ['Withdrawn', 'Draft', 0],
    ['Blue', 'Draft', 0],
  ])('a line that says %s of a document that is %s', (line, state, count) => {
    expect(findingsOf(statusAhead, template, text(line), history({ state }))).toHaveLength(count);
  });

  test('says nothing of a document without a history', () => {
    expect(findingsOf(statusAhead, template, text('Approved'), {})).toEqual([]);
  });
});

test('LIF605 gate-not-met speaks of the claimed state alone, once for each gate', () => {
  const missing = [
    { message: 'The question "Which?" is open', address: 'open-questions[1]' },
    { message: 'The question "When?" is open', address: 'open-questions[2]' },
  ];
  const unmet = [
    { to: 'In Review', gate: 'no-errors', missing },
    { to: 'Approved', gate: 'no-open-questions', missing },
  ];
  expect(findingsOf(gateNotMet, template, text('Approved'), history({ unmet })).map(({ message }) => message)).toEqual([
    'The gate no-open-questions to "Approved" is not met: The question "Which?" is open, and 1 more',
  ]);
});

test('LIF606 approver-missing names who holds the role, and why a sign-off does not count', () => {
  const found = findingsOf(
    approverMissing,
    template,
    text('Approved'),
    history({
      missing: [
        { role: 'Security', who: ['ada@example.org', 'bo@example.org'], parts: ['design'] },
        { role: 'Tech Lead', who: null, parts: ['design'] },
        { role: 'Legal', who: null, parts: ['design'] },
      ],
      stale: [{ role: 'Legal', by: 'cy', at: '2026-01-07', parts: ['design'] }],
      barred: [{ role: 'Security', by: 'mal', why: 'mal does not hold the role' }],
    }),
  );
  expect(found.map(({ message }) => message)).toEqual([
    'Security has not approved this document; it is held by ada@example.org, bo@example.org',
    'Tech Lead has not approved this document',
    'The sign-off by mal as Security does not count: mal does not hold the role',
  ]);
});

test('LIF607 sign-off-stale and LIF608 edited-after-approval stand at the section and name it', () => {
  const parts = ['risks', 'design', 'a', 'b', 'c'];
  const state = history({
    stale: [{ role: 'Security', by: 'ada', at: '2026-01-07', parts }],
    edited: { from: 'Approved', parts: ['design'], ask: ['Security (ada)'] },
  });
  const [stale] = findingsOf(signOffStale, template, text('Approved'), state);
  expect(stale).toMatchObject({
    address: 'risks',
    message: 'ada signed as Security on 2026-01-07; changed since: risks, design, a and 2 more',
  });
  const [edited] = findingsOf(editedAfterApproval, template, text('Approved'), state);
  expect(edited).toMatchObject({
    address: 'design',
    message: 'Edited since it was Approved: design; ask Security (ada) to look again',
  });
  for (const rule of [signOffStale, editedAfterApproval]) {
    expect(findingsOf(rule, template, text('In Review'), state)).toEqual([]);
  }
});
