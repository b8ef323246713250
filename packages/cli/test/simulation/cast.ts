import type { Actor } from '@specwright/core/lifecycle/event.ts';

/** One of ten people. Who holds a role signs for it; one means ill, and has a key of their own and no role. */
export interface Person {
  readonly name: string;
  readonly role: string | null;
  readonly hostile: boolean;
}

export const people: readonly Person[] = [
  { name: 'ada', role: null, hostile: false },
  { name: 'ben', role: null, hostile: false },
  { name: 'cat', role: null, hostile: false },
  { name: 'tia', role: 'Tech Lead', hostile: false },
  { name: 'tom', role: 'Tech Lead', hostile: false },
  { name: 'eva', role: 'Engineering Manager', hostile: false },
  { name: 'eli', role: 'Engineering Manager', hostile: false },
  { name: 'sue', role: 'Security', hostile: false },
  { name: 'sam', role: 'Security', hostile: false },
  { name: 'mal', role: null, hostile: true },
];

export const roles: readonly string[] = [...new Set(people.flatMap(({ role }) => role ?? []))];

export function addressOf(name: string): string {
  return `${name}@plans.example`;
}

export function actorOf(name: string): Actor {
  return { kind: 'person', id: addressOf(name), name };
}

/** The policy that everybody agreed on: keys are asked for, and two hold each role. */
export const policyText = `templates:
  - file: specs/template.md
    documents: ["specs/0*.md"]
lifecycle:
  assurance: key
  roles:
${roles
  .map((role) => {
    const holders = people.filter((person) => person.role === role).map(({ name }) => addressOf(name));
    return `    ${role}:\n      people: [${holders.join(', ')}]\n`;
  })
  .join('')}`;

/** Files that say how documents are judged: their owners let nobody change them in passing. */
export const ruleFiles = ['specwright.yaml', 'specs/template.md', '.specwright/allowed_signers'];

/** A document after the built-in template that is ready for review. */
export function specText(title: string, author: string): string {
  return `# Technical Specification: ${title}

**Author**: ${author}
**Status**: Draft
**Created**: 2026-01-05
**Last Updated**: 2026-01-05

## Overview

### Problem Statement

Labels fade in the rain and parcels are lost.

### Goals

- Labels last a week outdoors
- Nobody types an address twice

### Non-Goals

- Other carriers

## Background

### Context

The printers are ten years old.

### Constraints

- No new rooms

### Prior Art

The shop next door prints on film.

## Proposed Solution

### High-Level Design

Film in place of paper.

### Detailed Design

#### Printer

It prints on film.

#### Data Model

One table of labels.

#### API Changes

One call that prints a label.

### Alternatives Considered

#### Alternative 1: Bags

**Description**: Put paper in bags
**Pros**: Cheap
**Cons**: Slow

## Implementation

### Phases

**Phase 1**: Film
- [x] Buy film
- [x] Try it

### Testing Strategy

- **Unit tests**: The layout
- **Integration tests**: The printer
- **Manual testing**: Rain

### Rollout Plan

1. One printer
2. All printers

### Rollback Plan

Print on paper again.

## Risks and Mitigations

| Risk | Likelihood | Impact | Mitigation |
|------|------------|--------|------------|
| Film jams | Med | Low | Keep paper at hand |

## Dependencies

- The film supplier

## Success Metrics

| Metric | Current | Target | Measurement Method |
|--------|---------|--------|--------------------|
| Lost parcels | 40 a week | 4 a week | Counted |

## Open Questions

- [x] Which film?

## Appendix

### Glossary

- **Film**: What does not fade

### References

- The supplier's catalogue

---

## Review Sign-offs

| Role | Name | Status | Date |
|------|------|--------|------|
| Tech Lead | | Pending | |
| Engineering Manager | | Pending | |
| Security | | Pending | |
`;
}
