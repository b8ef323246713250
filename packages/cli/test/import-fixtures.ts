/** A small project in the form of OpenSpec, by path. */
export const openSpec: Readonly<Record<string, string>> = {
  'openspec/project.md': `# Harbour Booking

## Purpose

Berths for guests are booked and paid before they arrive.

## Tech Stack

- PostgreSQL
- A web application without a build step
`,
  'openspec/specs/berth-booking/spec.md': `# berth-booking Specification

## Purpose

Guests find and hold a berth for the nights of their stay.

## Requirements

### Requirement: Hold a berth

The system SHALL hold a berth for 15 minutes while its guest pays.

#### Scenario: The guest pays in time

- **WHEN** a payment arrives within 15 minutes
- **THEN** the berth is booked

#### Scenario: The guest does not pay

- **WHEN** 15 minutes pass without a payment
- **THEN** the berth is free again

### Requirement: Refuse boats that are too long

The system MUST refuse a boat that is longer than the berth.

#### Scenario: The boat is too long

- **WHEN** the length of the boat is above that of the berth
- **THEN** the booking is refused with both lengths
`,
  'openspec/changes/add-waiting-list/proposal.md': `## Why

On long weekends forty guests a day find no berth and call the office.

## What Changes

- A guest can wait for a berth of a given length
- **BREAKING** The answer to a full harbour names the waiting list

## Impact

- Affected specs: berth-booking
- Affected code: the booking service, the answers to guests
`,
  'openspec/changes/add-waiting-list/design.md': `## Context

Bookings live in one table; nothing knows of guests who were refused.

## Goals / Non-Goals

- Goals: first come, first served
- Non-Goals: prices that depend on how many wait

## Decisions

- A table of its own instead of a state of bookings, because a wish has no berth yet

## Risks / Trade-offs

- A guest may never answer → the offer ends after two hours

## Open Questions

- How many offers may one guest let pass?
`,
  'openspec/changes/add-waiting-list/tasks.md': `## 1. Storage

- [x] 1.1 Add the table of wishes
- [ ] 1.2 Forget wishes whose nights are over

## 2. Offers

- [ ] 2.1 Offer a berth that becomes free to the first in the list
- [ ] 2.2 Take the offer back after two hours
`,
  'openspec/changes/add-waiting-list/specs/berth-booking/spec.md': `## ADDED Requirements

### Requirement: Wait for a berth

The system SHALL let a guest wait for a berth when none is free.

#### Scenario: A berth becomes free

- **WHEN** a booking is cancelled
- **THEN** the first guest whose boat fits gets an offer

## MODIFIED Requirements

### Requirement: Hold a berth

The system SHALL hold a berth for 15 minutes while its guest pays, and for two hours when it was offered.

#### Scenario: An offer runs out

- **WHEN** two hours pass without an answer
- **THEN** the next guest gets the offer
`,
};

const specTemplate = `# Feature: [FEATURE NAME]

**Branch**: \`[###-feature-name]\`
**Created**: [DATE]
**Status**: Draft

## User Scenarios *(mandatory)*

### User Story 1 - [Brief Title] (Priority: P1)

[What this user does, in plain words]

**Why this priority**: [What it is worth]

### User Story 2 - [Brief Title] (Priority: P2)

[What this user does, in plain words]

**Why this priority**: [What it is worth]

## Requirements *(mandatory)*

- **FR-001**: System MUST [what it can do]
- **FR-002**: System MUST [what it can do]

## Key Entities *(include if feature involves data)*

- **[Entity]**: [What it stands for]

## Success Criteria *(mandatory)*

- **SC-001**: [Something that can be measured]
`;

const planTemplate = `# Plan: [FEATURE]

**Branch**: \`[###-feature-name]\` | **Date**: [DATE]

## Summary

[What is wanted, and the way to it]

## Technical Context

**Language**: [such as Python 3.12]
**Storage**: [such as PostgreSQL, or N/A]

## Project Structure

[Which folders this touches]
`;

const tasksTemplate = `# Tasks: [FEATURE NAME]

## Phase 1: Setup

- [ ] T001 [Task]
- [ ] T002 [Task]

## Phase 2: Stories

- [ ] T003 [Task]
`;

/** A small project in the form of spec-kit, by path. */
export const specKit: Readonly<Record<string, string>> = {
  '.specify/templates/spec-template.md': specTemplate,
  '.specify/templates/plan-template.md': planTemplate,
  '.specify/templates/tasks-template.md': tasksTemplate,
  '.specify/memory/constitution.md': '# Constitution\n\n## Principles\n\nNothing is built that nobody asked for.\n',
  'specs/001-waiting-list/spec.md': `# Feature: Waiting list

**Branch**: \`001-waiting-list\`
**Created**: 2026-03-02
**Status**: Draft

## User Scenarios

### User Story 1 - Wait for a berth (Priority: P1)

A guest who finds no berth leaves the length of the boat and waits.

**Why this priority**: Forty guests a day call the office.

### User Story 2 - Take an offer (Priority: P2)

A guest who waits gets an offer and takes it within two hours.

**Why this priority**: Without it somebody has to call.

## Requirements

- **FR-001**: System MUST offer a free berth to the first guest whose boat fits
- **FR-002**: System MUST take an offer back after two hours

## Success Criteria

- **SC-001**: Nine of ten guests who wait get an answer on the same day
`,
  'specs/001-waiting-list/plan.md': `# Plan: Waiting list

**Branch**: \`001-waiting-list\` | **Date**: 2026-03-04

## Summary

Wishes get a table of their own, and a cancelled booking makes an offer.

## Technical Context

**Language**: Python 3.12
**Storage**: PostgreSQL

## Project Structure

The booking service and its tests.
`,
  'specs/001-waiting-list/tasks.md': `# Tasks: Waiting list

## Phase 1: Setup

- [x] T001 Add the table of wishes

## Phase 2: Stories

- [ ] T002 Offer a berth that becomes free
- [ ] T003 Take the offer back after two hours
`,
  'specs/001-waiting-list/research.md': `# Research

Other harbours keep such lists on paper.
`,
};
