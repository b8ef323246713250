import type { BoundDocument } from '../document/document.ts';
import type { DocumentDigests } from './digest.ts';
import { everySection, type Policy, type RolePolicy } from './policy.ts';
import type { Revision } from './review.ts';

/** The parts of a document that somebody must answer for: all that stands in no digest of another, living parts left out. */
export function partsOf(digests: DocumentDigests): readonly string[] {
  return [...digests.own.keys()];
}

/** What a person calls a part: the heading of a section, for others their address. */
export function nameOfPart({ allSections }: BoundDocument, address: string): string {
  const name = allSections.find((section) => section.address === address)?.name ?? '';
  return name === '' ? address : name;
}

/**
 * What a part says by itself, as it is written: a section's heading and own blocks without those of its subsections; fields one below
 * the other; of `(document)` the headings of its sections in order. Null when there is no such part.
 */
export function textOfPart(bound: BoundDocument, address: string): string | null {
  const { text } = bound.source;
  switch (address) {
    case '(title)':
      return bound.title === null ? null : text.slice(bound.title.range.start, bound.title.range.end);
    case '(metadata)':
      return bound.fields.map(({ name, value }) => `${name}: ${value.raw}`).join('\n');
    case '(preamble)':
      return bound.preamble === null ? null : text.slice(bound.preamble.range.start, bound.preamble.range.end);
    case '(document)':
      return bound.sections.map(({ name }) => name).join('\n');
    default: {
      const section = bound.allSections.find((one) => one.address === address);
      if (section === undefined) return null;
      const { start, end } = section.outline.headingRange;
      return text.slice(start, Math.max(end, section.content.range.end));
    }
  }
}

export function holds(role: RolePolicy, part: string): boolean {
  return role.scope === null || role.scope.some((address) => isNamedBy(part, address));
}

/** True when an address from any of its segments on, ordinals aside, leads to a part or to what it stands in. */
function isNamedBy(part: string, address: string): boolean {
  return `.${part.replace(/\[[^\]]*\]/gu, '')}.`.includes(`.${address}.`);
}

/** What the scopes of roles name that neither the template nor this document has: the role would hold nothing there. */
export function unknownScopes({ bound, digests }: Revision, policy: Policy): { role: string; address: string }[] {
  const known = [...partsOf(digests), ...[...everySection(bound.schema.sections)].map(({ address }) => address)];
  return policy.roles.flatMap(({ name, scope }) =>
    (scope ?? [])
      .filter((address) => !known.some((part) => isNamedBy(part, address)))
      .map((address) => ({ role: name, address })),
  );
}

/**
 * The parts that each role must have read: those in its scope, and for required roles also those that the template does
 * not know and those that no required role holds, so that nothing is approved unread.
 */
export function partsByRole({ bound, digests }: Revision, policy: Policy): ReadonlyMap<RolePolicy, readonly string[]> {
  const required = policy.roles.filter((role) => role.required);
  const parts = partsOf(digests);
  const unknown = new Set(bound.allSections.filter(({ schema }) => schema === null).map(({ address }) => address));
  const unowned = new Set(parts.filter((part) => unknown.has(part) || !required.some((role) => holds(role, part))));
  const heldBy = (role: RolePolicy) => (part: string) => holds(role, part) || (role.required && unowned.has(part));
  return new Map(policy.roles.map((role) => [role, parts.filter(heldBy(role))]));
}

/**
 * The parts of some that are not the same in two texts: changed, gone, or with those below them in another order. What
 * came or went below a part is a change of its own. Sorted as `parts`.
 */
export function changedParts(parts: Iterable<string>, before: DocumentDigests, after: DocumentDigests): string[] {
  const isSame = (part: string): boolean =>
    sameOrder(before.order.get(part), after.order.get(part)) &&
    (part === '(document)' || before.own.get(part) === after.own.get(part));
  return [...parts].filter((part) => !isSame(part));
}

/** Whether what stands in both stands in the same order. */
function sameOrder(before: readonly string[] = [], after: readonly string[] = []): boolean {
  const kept = new Set(after);
  const was = new Set(before);
  const left = before.filter((child) => kept.has(child));
  const right = after.filter((child) => was.has(child));
  return left.every((child, place) => right[place] === child);
}
