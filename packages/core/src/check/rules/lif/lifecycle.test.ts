import { describe, expect, test } from 'vitest';
import { afterFixes, findingsOf, told } from '../findings-of.ts';
import { illegalTransition } from './illegal-transition.ts';
import { openQuestionsLeft } from './open-questions-left.ts';
import { signOffPending } from './sign-off-pending.ts';
import { tasksLeft } from './tasks-left.ts';

const questions =
  '# [Name]\n\n**Status**: Draft | In Review | Approved | Implemented\n\n## Open Questions\n\n- [ ] [Question that needs resolution]\n';

const withQuestions = (status: string, list: string) =>
  `# Retries\n\n**Status**: ${status}\n\n## Open Questions\n\n${list}\n`;

describe('LIF601 open-questions-left', () => {
  const left = '- [x] How many? Five.\n- [ ] Which **queue**?\n  - [ ] And which broker?';

  test('each open question once the document is approved', () => {
    expect(told(openQuestionsLeft, questions, withQuestions('Approved', left))).toEqual([
      'Which **queue**?: "Which queue?" is still open although the status is "Approved"',
      'And which broker?: "And which broker?" is still open although the status is "Approved"',
    ]);
    expect(told(openQuestionsLeft, questions, withQuestions('Implemented', left))).toHaveLength(2);
  });

  test.each(['Draft', 'In Review', 'Withdrawn', 'Blue', ''])('nothing while the status is %j', (status) => {
    expect(told(openQuestionsLeft, questions, withQuestions(status, left))).toEqual([]);
  });

  test('a decorated status counts', () => {
    expect(told(openQuestionsLeft, questions, withQuestions('✅ **Approved** (v2)', left))).toHaveLength(2);
  });

  test('questions that are no check boxes, or still the template’s, are left to others', () => {
    expect(told(openQuestionsLeft, questions, withQuestions('Approved', '- Which queue?\n- None'))).toEqual([]);
    expect(
      told(openQuestionsLeft, questions, withQuestions('Approved', '- [ ] [Question that needs resolution]')),
    ).toEqual([]);
  });

  test('the fix ticks the question', () => {
    expect(afterFixes(openQuestionsLeft, questions, withQuestions('Approved', '- [ ] Which?'))).toContain(
      '- [x] Which?',
    );
  });

  test('any language', () => {
    const template = '# [Название]\n\n**Статус**: Черновик | Принято\n\n## Открытые вопросы\n\n- [ ] [Вопрос]\n';
    const text = '# Очередь\n\n**Статус**: Принято\n\n## Открытые вопросы\n\n- [ ] Какая?\n';
    expect(told(openQuestionsLeft, template, text)).toHaveLength(1);
  });
});

describe('LIF602 tasks-left', () => {
  const template =
    '# [Name]\n\n**Status**: Draft | Approved | Implemented\n\n## Phases\n\n**Phase 1**: [Description]\n- [Task]\n- [Task]\n';
  const text = (status: string) =>
    `# Retries\n\n**Status**: ${status}\n\n## Phases\n\n**Phase 1**: The queue\n- [x] Write it\n- [ ] Fill it\n- [ ] Drain it\n\n**Phase 2**: The rest\n- Plain\n`;

  test('one finding a section once the work is said to be done', () => {
    expect(told(tasksLeft, template, text('Implemented'))).toEqual([
      'Fill it: "Fill it" and 1 more task are not ticked although the status is "Implemented"',
    ]);
  });

  test.each(['Draft', 'Approved'])('nothing while the status is %s', (status) => {
    expect(told(tasksLeft, template, text(status))).toEqual([]);
  });
});

describe('LIF603 sign-off-pending', () => {
  const template =
    '# [Name]\n\n**Status**: Draft | Approved\n\n## Sign-offs\n\n| Role | Name | Status | Date |\n|---|---|---|---|\n| Tech Lead | | Pending | |\n| Security | | Pending | |\n| [Stakeholder] | | Pending | |\n';
  const text = (status: string, rows: string) =>
    `# Retries\n\n**Status**: ${status}\n\n## Sign-offs\n\n| Role | Name | Status | Date |\n|---|---|---|---|\n${rows}\n`;

  test('pending and empty verdicts of an approved document', () => {
    const rows = '| Tech Lead | Ada | Approved | 2026-01-07 |\n| Security | Bo | pending | |\n| Legal | | | |';
    expect(findingsOf(signOffPending, template, text('Approved', rows)).map(({ message }) => message)).toEqual([
      'Security has not signed off although the status is "Approved"',
      'Legal has not signed off although the status is "Approved"',
    ]);
    expect(findingsOf(signOffPending, template, text('Draft', rows))).toEqual([]);
  });

  test('other verdicts, a date in place of one, and rows that are still the template’s say nothing', () => {
    const rows =
      '| Tech Lead | Ada | Abstained | |\n| Security | Bo | | 2026-01-07 |\n| [Stakeholder] | | Pending | |\n| | | Pending | |';
    expect(findingsOf(signOffPending, template, text('Approved', rows))).toEqual([]);
  });
});

describe('LIF604 illegal-transition', () => {
  const template =
    '# [Name]\n\n**Status**: Draft | In Review | Approved | Implemented | Withdrawn\n\n## Context\n\n[Why]\n';
  const move = (from: string | undefined, to: string) =>
    findingsOf(
      illegalTransition,
      template,
      `# Retries\n\n**Status**: ${to}\n\n## Context\n\nWords.\n`,
      from === undefined ? {} : { baseState: from },
    ).map(({ message }) => message);

  test('a state that was skipped', () => {
    expect(move('Draft', 'Approved')).toEqual([
      'The status went from "Draft" straight to "Approved", past "In Review"',
    ]);
    expect(move('Draft', 'Implemented')).toEqual([
      'The status went from "Draft" straight to "Implemented", past "In Review" and "Approved"',
    ]);
    expect(move('Withdrawn', 'Implemented')).toHaveLength(1);
  });

  test.each([
    ['Draft', 'In Review'],
    ['Draft', 'Draft'],
    ['Approved', 'Draft'],
    ['Draft', 'Withdrawn'],
    ['Withdrawn', 'Draft'],
    ['Draft', 'Blue'],
    ['Elsewhere', 'Approved'],
    [undefined, 'Approved'],
  ])('%j to %j is legal', (from, to) => expect(move(from, to)).toEqual([]));
});
