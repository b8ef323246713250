import { describe, expect, it } from 'vitest';
import { bindText } from '../../document/bind-text.ts';
import { technicalSpecText } from '../../template/builtin/technical-spec.ts';
import { glossaryRegister } from './glossary.ts';
import { metricRegister } from './metrics.ts';
import { openQuestionRegister } from './open-questions.ts';
import { riskRegister } from './risks.ts';
import { taskRegister } from './tasks.ts';

const FILLED = bindText(
  technicalSpecText,
  `# Technical Specification: Retries

**Status**: In Review

## Implementation

### Phases

**Phase 1**: Build
- [x] Write
- [ ] Test
- [Task]

**Phase 2: Roll out**: Ship
- Ship

## Risks and Mitigations

| Risk | Likelihood | Impact | Mitigation |
|------|------------|--------|------------|
| Fire | Low | Low | Water |
| Loss | High | Med | Backup |
| [Risk 3] | High/Med/Low | High/Med/Low | [Mitigation] |

## Success Metrics

| Metric | Current | Target | Measurement Method |
|--------|---------|--------|--------------------|
| Lost orders | 3 | 0 | Count |

## Open Questions

- [x] Why?
- [ ] Which queue?

## Appendix

### Glossary

- **Queue**: A line
- **order**: A wish
`,
);
const EMPTY = bindText(technicalSpecText, technicalSpecText);
const DOCUMENTS = [EMPTY, FILLED];

describe('registers', () => {
  it('hold risks, the worst first', () => {
    expect(riskRegister(DOCUMENTS)).toEqual([
      {
        file: 'document.md',
        documentTitle: 'Retries',
        documentStatus: 'In Review',
        address: 'risks-and-mitigations[2]',
        line: 22,
        risk: 'Loss',
        likelihood: 'High',
        impact: 'Med',
        mitigation: 'Backup',
        weight: 0.75,
        places: { likelihood: 1, impact: 0.5 },
      },
      expect.objectContaining({ risk: 'Fire', weight: 0 }),
    ]);
  });

  it('hold metrics', () => {
    expect(metricRegister(DOCUMENTS)).toMatchObject([
      { metric: 'Lost orders', current: '3', target: '0', method: 'Count', address: 'success-metrics[1]' },
    ]);
  });

  it('hold tasks with their phase', () => {
    expect(taskRegister(DOCUMENTS).map(({ task, done, group }) => [task, done, group])).toEqual([
      ['Write', true, 'Phase 1'],
      ['Test', false, 'Phase 1'],
      ['Ship', null, 'Phase 2: Roll out'],
    ]);
  });

  it('hold questions, the open ones first', () => {
    expect(openQuestionRegister(DOCUMENTS).map(({ question, answered }) => [question, answered])).toEqual([
      ['Which queue?', false],
      ['Why?', true],
    ]);
  });

  it('hold terms by name', () => {
    expect(glossaryRegister(DOCUMENTS).map(({ term, definition }) => [term, definition])).toEqual([
      ['order', 'A wish'],
      ['Queue', 'A line'],
    ]);
  });

  it('read other notations of the same', () => {
    const template =
      '# [Name]\n\n## Risks\n\n- [Risk]\n\n## Open questions\n\n[Questions]\n\n## Glossary\n\n| Term | Definition |\n|---|---|\n| [Term] | [Definition] |\n\n## Tasks\n\n| Task | Owner | Status |\n|---|---|---|\n| [Task] | [Name] | [State] |\n';
    const document = bindText(
      template,
      '# X\n\n## Risks\n\n- Fire\n\n## Open questions\n\n### Which queue?\n\n## Glossary\n\n| Term | Definition |\n|---|---|\n| Queue | A line |\n\n## Tasks\n\n| Task | Owner | Status |\n|---|---|---|\n| Build | Ada | done |\n',
    );
    expect(riskRegister([document])).toMatchObject([{ risk: 'Fire', weight: null }]);
    expect(openQuestionRegister([document])).toMatchObject([{ question: 'Which queue?', answered: null }]);
    expect(glossaryRegister([document])).toMatchObject([{ term: 'Queue', definition: 'A line' }]);
    expect(taskRegister([document])).toMatchObject([{ task: 'Build', owner: 'Ada', done: true }]);
  });
});
