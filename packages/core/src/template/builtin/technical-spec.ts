/** The template used where a workspace has none: `technical-spec.md` beside this file, byte for byte. */
export const technicalSpecText = `# Technical Specification: [Project Name]

**Author**: [Name]
**Status**: Draft | In Review | Approved | Implemented
**Created**: [Date]
**Last Updated**: [Date]

## Overview

### Problem Statement

[What problem are we solving? Why does it matter? Include data if available.]

### Goals

- [Goal 1]
- [Goal 2]
- [Goal 3]

### Non-Goals

- [Explicitly out of scope]
- [Explicitly out of scope]

## Background

### Context

[Relevant history, current state, why now]

### Constraints

- [Technical constraint]
- [Business constraint]
- [Timeline constraint]

### Prior Art

[What exists today? What have we tried before? What do others do?]

## Proposed Solution

### High-Level Design

[Overview of the approach. Include diagrams if helpful.]

### Detailed Design

#### [Component 1]

[Description, responsibilities, interfaces]

#### [Component 2]

[Description, responsibilities, interfaces]

#### Data Model

[New tables, schemas, migrations if applicable]

#### API Changes

[New endpoints, modified endpoints, contracts]

### Alternatives Considered

#### Alternative 1: [Name]

**Description**: [What is it]
**Pros**: [Why it might work]
**Cons**: [Why we didn't choose it]

#### Alternative 2: [Name]

**Description**: [What is it]
**Pros**: [Why it might work]
**Cons**: [Why we didn't choose it]

## Implementation

### Phases

**Phase 1**: [Description]
- [Task]
- [Task]

**Phase 2**: [Description]
- [Task]
- [Task]

### Testing Strategy

- **Unit tests**: [Approach]
- **Integration tests**: [Approach]
- **Manual testing**: [Approach]

### Rollout Plan

1. [Step 1]
2. [Step 2]
3. [Step 3]

### Rollback Plan

[How do we undo this if something goes wrong?]

## Risks and Mitigations

| Risk | Likelihood | Impact | Mitigation |
|------|------------|--------|------------|
| [Risk 1] | High/Med/Low | High/Med/Low | [Mitigation] |
| [Risk 2] | High/Med/Low | High/Med/Low | [Mitigation] |

## Dependencies

- [Team/System this depends on]
- [Team/System this depends on]

## Success Metrics

| Metric | Current | Target | Measurement Method |
|--------|---------|--------|--------------------|
| [Metric] | [Value] | [Value] | [How measured] |

## Open Questions

- [ ] [Question that needs resolution]
- [ ] [Question that needs resolution]

## Appendix

### Glossary

- **Term**: Definition
- **Term**: Definition

### References

- [Link to relevant doc]
- [Link to relevant doc]

---

## Review Sign-offs

| Role | Name | Status | Date |
|------|------|--------|------|
| Tech Lead | | Pending | |
| Engineering Manager | | Pending | |
| Security | | Pending | |
| [Stakeholder] | | Pending | |
`;

/** How findings name it. */
export const technicalSpecFile = 'builtin/technical-spec.md';
