import type { Missing } from './gates.ts';
import { mending } from './mending.ts';
import { nameOfPart } from './parts.ts';
import { peopleFor } from './people.ts';
import { foldPerson, sameState } from './policy.ts';
import type { Review } from './review.ts';
import { type JudgedSignOff, judgeSignOffs, objections, type RoleGap, roleGaps } from './sign-offs.ts';
import type { Turn } from './turn.ts';

/**
 * One turn for each holder of each role that has something to read; requests for changes are the owner's turn. A role that
 * asked for changes waits until something of what it asked about has changed.
 */
export function signTurns(
  missing: readonly Missing[],
  review: Review,
  since: string | null,
  owner: string | null,
): Turn[] {
  const signOffs = judgeSignOffs(review);
  const asking = objections(signOffs);
  const asked = missing
    .filter(({ remedy }) => remedy === 'change')
    .map((one): Turn => {
      const { message, address } = one;
      return { who: owner, what: 'change what was asked for', address, why: message, since, command: mending(one) };
    });
  const reading = roleGaps(review, signOffs)
    .filter(({ role }) => !asking.some((one) => sameState(one.role, role.name)))
    .flatMap((gap) => turnsOfRole(gap, signOffs, review, since));
  return [...asked, ...reading];
}

function turnsOfRole(
  { role, parts, changed, byEditors }: RoleGap,
  signOffs: readonly JudgedSignOff[],
  review: Review,
  since: string | null,
): Turn[] {
  const people = peopleFor(role, review.today, review) ?? signersOf(role.name, signOffs);
  const signedBy = (who: string): JudgedSignOff | null =>
    signOffs.find((one) => sameState(one.role, role.name) && foldPerson(one.by.id) === who) ?? null;
  // Nobody's own edit counts as approved by them, so those who have read all the rest cannot close this gap.
  const isStuck = (who: string): boolean =>
    byEditors.length === parts.length && signedBy(who)?.verdict === 'Approved' && signedBy(who)?.doubt === null;
  const others = people.filter((who) => !isStuck(who));
  if (others.length === 0) return people.map((who) => delegationTurn(who, role.name, parts, review));
  return others.map((who): Turn => {
    const own = signedBy(who);
    return {
      who,
      what: `sign as ${role.name}`,
      address: own === null ? '' : (changed[0] ?? ''),
      why: whyRead(role.name, changed, own, review),
      since: lastChange(own === null ? [] : changed, review) ?? since,
      command: ['specwright', 'sign', 'PATH', '--role', role.name],
    };
  });
}

/** Where nobody in particular holds a role, it is the turn of those who approved before; else of the role, whoever that is. */
function signersOf(role: string, signOffs: readonly JudgedSignOff[]): readonly string[] {
  const before = signOffs.filter(
    (one) => sameState(one.role, role) && one.verdict === 'Approved' && one.doubt === null,
  );
  return before.length === 0 ? [role] : [...new Set(before.map(({ by }) => foldPerson(by.id)))];
}

/** Somebody else has to read what the only holders of a role have edited themselves. */
function delegationTurn(who: string, role: string, parts: readonly string[], review: Review): Turn {
  return {
    who,
    what: `let somebody sign as ${role}`,
    address: parts[0] ?? '',
    why: `${role}: ${firstOf(parts, review)} was edited last by you, so somebody else has to approve it`,
    since: lastChange(parts, review),
    command: ['specwright', 'delegate', 'PATH', role, 'PERSON'],
  };
}

function whyRead(role: string, parts: readonly string[], own: JudgedSignOff | null, review: Review): string {
  if (own?.verdict === 'Changes Requested')
    return `${role} asked for changes, and ${firstOf(own.changed.slice(0, 1), review)} changed since`;
  if (own === null || own.verdict !== 'Approved') return `${role} has not approved it`;
  return `${role}: ${firstOf(parts, review)} changed since you approved on ${own.at.slice(0, 10)}`;
}

/** The first of some parts, by its heading where it has one. */
function firstOf([first, ...more]: readonly string[], { current }: Review): string {
  const name = first === undefined ? 'it' : nameOfPart(current.bound, first);
  return more.length === 0 ? name : `${name} and ${more.length} more`;
}

function lastChange(parts: readonly string[], { authorship }: Review): string | null {
  const times = parts.flatMap((part) => authorship.edits.get(part)?.at ?? []).sort();
  return times.at(-1) ?? null;
}
