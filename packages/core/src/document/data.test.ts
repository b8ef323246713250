import { expect, it } from 'vitest';
import { technicalSpecText } from '../template/builtin/technical-spec.ts';
import { bindText } from './bind-text.ts';
import { documentData } from './data.ts';

const FILLED = `# Technical Specification: Retries

**Author**: Ada
**Status**: In Review
**Created**: 2024-01-05
**Last Updated**: [Date]

## Overview

### Problem Statement

Orders are *lost*.

They should not be.

### Goals

- Keep orders
- Keep **time**

## Background

### Prior Art

<!-- nothing yet -->

## Proposed Solution

### Detailed Design

#### Queue

Holds orders.

#### Data Model

One table.

### Alternatives Considered

#### Alternative 1: Cron

**Description**: A clock
**Pros**: Simple
**Cons**: [Why we didn't choose it]

## Implementation

### Phases

**Phase 1**: Build
- [x] Write
- Test

### Testing Strategy

- **Unit tests**: All
- **Manual testing**: None

### Rollout Plan

1. Ship

## Risks and Mitigations

| Risk | Likelihood | Impact | Mitigation |
|------|------------|--------|------------|
| Loss | low | High/Med/Low | |

## Open Questions

- [ ] Which queue?
- [x] Why?

## Appendix

### Glossary

- **Order**: What a customer wants
- **__proto__**: A trap

## Budget

Much.

## Review Sign-offs

| Role | Name | Status | Date |
|------|------|--------|------|
| Security | | Pending | |
`;

it('has the keys of the template', () => {
  expect(documentData(bindText(technicalSpecText, FILLED))).toEqual({
    title: 'Technical Specification: Retries',
    projectName: 'Retries',
    author: 'Ada',
    status: 'In Review',
    created: '2024-01-05',
    lastUpdated: null,
    overview: {
      problemStatement: 'Orders are *lost*.\n\nThey should not be.',
      goals: ['Keep orders', 'Keep **time**'],
      nonGoals: null,
    },
    background: { context: null, constraints: null, priorArt: null },
    proposedSolution: {
      highLevelDesign: null,
      detailedDesign: {
        components: [{ name: 'Queue', text: 'Holds orders.' }],
        dataModel: 'One table.',
        apiChanges: null,
      },
      alternativesConsidered: [{ number: 1, name: 'Cron', description: 'A clock', pros: 'Simple', cons: null }],
    },
    implementation: {
      phases: [{ number: 1, description: 'Build', tasks: ['Write', 'Test'] }],
      testingStrategy: { unitTests: 'All', integrationTests: null, manualTesting: 'None' },
      rolloutPlan: ['Ship'],
      rollbackPlan: null,
    },
    risksAndMitigations: [{ risk: 'Loss', likelihood: 'Low', impact: null, mitigation: null }],
    dependencies: null,
    successMetrics: null,
    openQuestions: [
      { text: 'Which queue?', done: false },
      { text: 'Why?', done: true },
    ],
    appendix: {
      glossary: JSON.parse('{"Order":"What a customer wants","__proto__":"A trap"}'),
      references: null,
    },
    reviewSignOffs: [{ role: 'Security', name: null, status: 'Pending', date: null }],
    budget: 'Much.',
  });
});

it('is null wherever the template is left as it is', () => {
  const left = documentData(bindText(technicalSpecText, technicalSpecText));
  expect(left).toMatchObject({ projectName: null, author: null, status: null, created: null });
});

it('takes a field from wherever it stands', () => {
  const template = '# [Name]\n\n## Status\n\nProposed | Accepted\n\n## Context\n\n[Why]\n';
  const data = documentData(
    bindText(template, '---\nstatus: accepted\n---\n\n# X\n\n## Context\n\nBecause.\n\n### More\n\nWords.\n'),
  );
  expect(data).toEqual({ title: 'X', name: 'X', status: 'Accepted', context: 'Because.\n\n### More\n\nWords.' });
});
