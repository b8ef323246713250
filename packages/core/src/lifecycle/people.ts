import type { Actor } from './event.ts';
import { type Assurance, assurances, foldPerson, type Policy, type RolePolicy, sameState } from './policy.ts';
import type { Review } from './review.ts';

/** True for a person, and for an agent or service that the policy lets sign. */
export function maySign(actor: Actor, policy: Policy): boolean {
  return actor.kind === 'person' || policy.agents.includes(foldPerson(actor.id));
}

/** True when the policy lets somebody do what only `allowed` may; null allows every person. */
export function isAmong(actor: Actor, allowed: readonly string[] | null): boolean {
  return allowed === null ? actor.kind === 'person' : allowed.includes(foldPerson(actor.id));
}

/** True when somebody may act for a role on a day: as its holder, as deputy of one who is absent, or by delegation. */
export function actsFor(id: string, role: RolePolicy, day: string, review: Review): boolean {
  return peopleFor(role, day, review)?.includes(foldPerson(id)) ?? true;
}

/** Ids of those who hold a role on a day: its people, and its deputies while one of them is absent. */
export function holdersOf({ people, deputies, absences }: RolePolicy, day: string): readonly string[] {
  const isAbsent = (person: string): boolean =>
    absences.some(
      ({ who, from, until }) => who === person && (from === null || from <= day) && (until === null || day <= until),
    );
  return people.some(isAbsent) ? [...people, ...deputies] : people;
}

/** Ids of all who may act for a role on a day; null when the policy names nobody, so that any person may. */
export function peopleFor(
  role: RolePolicy,
  day: string,
  { history, sees, assuranceOf, policy }: Review,
): readonly string[] | null {
  if (role.people.length === 0) return null;
  const holders = holdersOf(role, day);
  const delegated = (history?.delegations ?? [])
    .filter((event) => sees(event) && sameState(event.role, role.name) && (event.until === null || day <= event.until))
    .filter((event) => holders.includes(foldPerson(event.by.id)) && isProved(assuranceOf(event), policy))
    .map(({ to }) => foldPerson(to));
  return [...new Set([...holders, ...delegated])];
}

/** True when an event's author is proved as surely as the policy asks. */
export function isProved(assurance: Assurance, { assurance: least }: Policy): boolean {
  return assurances.indexOf(assurance) >= assurances.indexOf(least);
}
