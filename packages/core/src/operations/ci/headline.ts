import type { BoundDocument } from '../../document/document.ts';
import { roleGaps } from '../../lifecycle/sign-offs.ts';
import type { NextMove } from '../../lifecycle/turns.ts';
import type { VerifiedDocument } from '../verify.ts';

/**
 * What a team has to know of the sign-offs of a document, in one sentence without a full stop: which roles have to look
 * again, at which sections, and whether the others stand. Null when nobody waits for a sign-off.
 */
export function headlineOf({ opened, signOffs }: VerifiedDocument, next: NextMove | null): string | null {
  const { review } = opened;
  const judged = signOffs.flatMap((one) => one.judged ?? []);
  const gaps = roleGaps(review, judged);
  const again = gaps.filter((gap) => gap.again);
  const required = review.policy.roles.filter((role) => role.required);
  if (again.length > 0) {
    const bound = review.current.bound;
    const bySections = new Map<string, string[]>();
    for (const { role, changed, parts } of again) {
      const held = judged.filter((one) => one.role === role.name).flatMap((one) => one.unchanged);
      const said = staleParts(changed, parts, held.length === 0, bound);
      bySections.set(said, [...(bySections.get(said) ?? []), role.name]);
    }
    const sentences = [...bySections].map(([said, roles]) => `${listed(roles)}: ${said}`);
    return `${sentences.join('; ')}${required.length > gaps.length ? '; the others stand' : ''}`;
  }
  const isAsked = next?.gates.some(({ gate, met }) => gate === 'sign-offs' && !met) === true;
  if (!isAsked || gaps.length === 0) return null;
  const signed = required.length - gaps.length;
  const waits = `Waits for ${listed(gaps.map(({ role }) => role.name))}`;
  return signed === 0 ? waits : `${waits}; ${signed === 1 ? 'the other sign-off stands' : 'the others stand'}`;
}

function staleParts(changed: readonly string[], open: readonly string[], isAll: boolean, bound: BoundDocument): string {
  if (isAll && open.length > 1) return 'everything it signed is stale';
  const names = [...new Set(changed.map((part) => partName(part, bound)))];
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return `only ${listed(shown)} ${names.length === 1 ? 'is' : 'are'} stale`;
}

/** What people call a part: its heading; its address where it has none any more. */
export function partName(address: string, bound: BoundDocument): string {
  const known = unnamed[address];
  if (known !== undefined) return known;
  const section = bound.allSections.find((one) => one.address === address);
  return section === undefined || section.name === '' ? address.slice(address.lastIndexOf('.') + 1) : section.name;
}

const unnamed: Readonly<Record<string, string>> = {
  '(title)': 'the title',
  '(metadata)': 'the metadata',
  '(preamble)': 'the text before the first section',
  '(document)': 'the order of the sections',
};

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
