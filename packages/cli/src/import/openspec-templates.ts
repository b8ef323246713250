/**
 * OpenSpec has no files of templates, only a described form for each of its files: these say it as templates. What its own
 * projects leave out often is optional here.
 */
export const openSpecTemplates: Readonly<Record<string, string>> = {
  'capability.md': `# [Capability] Specification

## Purpose
<!-- spec: optional -->

[What this capability is for, and for whom]

## Requirements

### Requirement: [Name]
<!-- spec: repeat 1.. -->

[What the system must do, with SHALL or MUST]

#### Scenario: [Name]
<!-- spec: repeat 1.. -->

- **WHEN** [something happens]
- **THEN** [this follows]
`,
  'change.md': `## ADDED Requirements
<!-- spec: optional -->

### Requirement: [Name]
<!-- spec: repeat 1.. -->

[What the system must do besides, with SHALL or MUST]

#### Scenario: [Name]
<!-- spec: repeat 1.. -->

- **WHEN** [something happens]
- **THEN** [this follows]

## MODIFIED Requirements
<!-- spec: optional -->

### Requirement: [Name]
<!-- spec: repeat 1.. -->

[The whole requirement as it is to be]

#### Scenario: [Name]
<!-- spec: repeat 1.. -->

- **WHEN** [something happens]
- **THEN** [this follows]

## REMOVED Requirements
<!-- spec: optional; free -->

## RENAMED Requirements
<!-- spec: optional; free -->
`,
  'proposal.md': `## Why

[The problem or the chance, in a few sentences]

## What Changes

[What will be different; say which changes break something]

## Capabilities
<!-- spec: optional; free -->

## Impact

[Specifications, code and systems that this touches]
`,
  'design.md': `## Context

[What is there today, what limits the choice, who has a say]

## Goals / Non-Goals
<!-- spec: optional; free -->

## Decisions
<!-- spec: free -->

## Risks / Trade-offs
<!-- spec: optional; free -->

## Migration Plan
<!-- spec: optional; free -->

## Open Questions
<!-- spec: optional -->

- [What is not decided yet]
`,
  'tasks.md': `## 1. [Group of tasks]
<!-- spec: repeat 1..; role tasks -->

- [ ] 1.1 [Task]
- [ ] 1.2 [Task]
`,
  'project.md': `# [Project]

## Purpose
<!-- spec: optional; free -->

## Tech Stack
<!-- spec: optional; free -->

## Project Conventions
<!-- spec: optional; free -->
`,
};
