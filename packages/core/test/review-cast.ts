import { decideMove, decideSignOff } from '../src/lifecycle/decide.ts';
import type { Actor, HistoryEvent, Verdict } from '../src/lifecycle/event.ts';
import type { Assurance, PolicyChoices } from '../src/lifecycle/policy.ts';
import { person, type ReviewWorld } from './review-world.ts';

/** Who plays in tests of reviews: an author, two who share a role, two with a role each, and one who means ill. */
export const [ada, tl, tl2, em, sec, mal] = ['ada', 'tl', 'tl2', 'em', 'sec', 'mal'].map(person) as [
  Actor,
  Actor,
  Actor,
  Actor,
  Actor,
  Actor,
];

/** Who holds which role of the built-in template. */
export const holders: Readonly<Record<string, readonly Actor[]>> = {
  'Tech Lead': [tl, tl2],
  'Engineering Manager': [em],
  Security: [sec],
};

export const cast: PolicyChoices = {
  roles: Object.fromEntries(
    Object.entries(holders).map(([role, people]) => [role, { people: people.map(({ id }) => id) }]),
  ),
};

/** The same people, who prove with a key what they say. */
export const castWithKeys: PolicyChoices = { ...cast, assurance: 'key' };

/** The rules that events of tests name. */
export const under = { policy: 'a'.repeat(64), template: 'b'.repeat(64) };

/** A short document after the built-in template, everything about it done but the signing. */
export const shortSpec = `# Technical Specification: Parcel Labels

**Author**: Ada Park
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

## Proposed Solution

### Detailed Design

#### Printer

It prints on film.

#### Data Model

One table of labels.

#### API Changes

One call that prints a label.

## Implementation

### Phases

**Phase 1**: Film
- [x] Buy film
- [x] Try it

### Rollback Plan

Print on paper again.

## Risks and Mitigations

| Risk | Likelihood | Impact | Mitigation |
|------|------------|--------|------------|
| Film jams | Med | Low | Keep paper at hand |

## Dependencies

- The film supplier

## Open Questions

- [x] Which film?

## Review Sign-offs

| Role | Name | Status | Date |
|------|------|--------|------|
| Tech Lead | | Pending | |
| Engineering Manager | | Pending | |
| Security | | Pending | |
`;

/** Signs as the tool does: decided first. @throws when it is refused */
export function sign(
  world: ReviewWorld,
  by: Actor,
  role: string,
  verdict: Verdict = 'Approved',
  assurance: Assurance = 'key',
): HistoryEvent {
  const reason = verdict === 'Changes Requested' ? 'not yet' : null;
  const request = { role, verdict, reason, scope: null, shown: world.revision, revision: world.revision };
  return world.take(decideSignOff(world.review(), { by, ...under }, request), by, assurance);
}

/** Moves as the tool does. @throws when it is refused */
export function move(world: ReviewWorld, by: Actor, to: string, assurance: Assurance = 'key'): HistoryEvent {
  return world.take(decideMove(world.review(), { by, ...under }, to, null), by, assurance);
}

/** Every role approves what is there. */
export function signAll(world: ReviewWorld): void {
  for (const [role, [by]] of Object.entries(holders)) sign(world, by as Actor, role);
}

/** Takes a fresh world as far as Approved. */
export function approve(world: ReviewWorld): ReviewWorld {
  world.begin(ada);
  move(world, ada, 'In Review');
  signAll(world);
  move(world, ada, 'Approved');
  return world;
}
