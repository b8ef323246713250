import { isApproved, stageOf } from '../check/stage.ts';
import { isAtOrBelow } from '../document/address-pool.ts';
import { resolveAddress } from '../document/addresses.ts';
import { nearest } from '../text/nearest.ts';
import { isAuthor } from './authorship.ts';
import type { Actor, DecidedUnder, EventData, Measured, Signed, Verdict } from './event.ts';
import { areMet, type GateReport, gatesOf, missingAtGate, waivableGates } from './gates.ts';
import { metricRows } from './left-over.ts';
import { partsByRole } from './parts.ts';
import { actsFor, holdersOf, isAmong, maySign, peopleFor } from './people.ts';
import { foldPerson, gateNames, type RolePolicy, sameState } from './policy.ts';
import type { Review } from './review.ts';
import { effectiveStatus, moveOf } from './status.ts';

/** Who wants something, and under which rules it is decided. */
export interface Asker extends DecidedUnder {
  readonly by: Actor;
}

/** What an event will say, or why there will be none. */
export type Decision<Data extends EventData = EventData> = { readonly kind: 'granted'; readonly data: Data } | Refusal;

export interface Refusal {
  readonly kind: 'refused';
  /** A sentence without a full stop. */
  readonly message: string;
  /** What to do about it; null when the message says it. */
  readonly hint: string | null;
  /** The gates that are in the way; empty for other reasons. */
  readonly gates: readonly GateReport[];
}

/** Why there will be no event. */
export function refuse(message: string, hint: string | null = null, gates: readonly GateReport[] = []): Refusal {
  return { kind: 'refused', message, hint, gates };
}

/** Decides a move to another state. `override` is the reason to pass a gate that is not met; null to respect it. */
export function decideMove(review: Review, asker: Asker, to: string, override: string | null): Decision {
  const { policy } = review;
  const { state } = effectiveStatus(review);
  if (state === null) return refuse('The template has no lifecycle', 'A status field that lists its states makes one');
  const target = policy.states.find((name) => sameState(name, to));
  if (target === undefined) {
    const meant = nearest(to, [...policy.states]);
    const hint = meant === null ? `It has ${policy.states.join(', ')}` : `Did you mean ${meant}?`;
    return refuse(`The lifecycle has no state ${JSON.stringify(to)}`, hint);
  }
  if (sameState(target, state)) return refuse(`The document is ${state} already`);
  const move = moveOf(policy, state, target);
  if (move === null) {
    const next = policy.moves.filter(({ from }) => sameState(from, state)).map((one) => one.to);
    return refuse(
      `There is no move from ${state} to ${target}`,
      `From ${state} it goes to ${next.join(', ') || 'nothing'}`,
    );
  }
  if (!isAmong(asker.by, move.by)) {
    return refuse(`${asker.by.name} may not move a document to ${target}`, `Allowed: ${namesOf(move.by)}`);
  }
  const gates = gatesOf(move, review);
  const under = { policy: asker.policy, template: asker.template };
  if (areMet(gates)) return { kind: 'granted', data: { kind: 'moved', to: target, ...under } };
  const unmet = gates.filter(({ met }) => !met);
  if (override === null) {
    const hint = isAmong(asker.by, move.override) ? 'With --override --reason TEXT it is moved all the same' : null;
    return refuse(`The gate to ${target} is not met`, hint, unmet);
  }
  if (!isAmong(asker.by, move.override)) {
    return refuse(`The policy lets ${namesOf(move.override)} override the gate to ${target}`, null, unmet);
  }
  if (override.trim() === '') return refuse('An override needs a reason', 'Give it with --reason TEXT');
  const missing = unmet.flatMap((gate) => gate.missing.map(({ message }) => message));
  return { kind: 'granted', data: { kind: 'overridden', to: target, reason: override, missing, ...under } };
}

function namesOf(people: readonly string[] | null): string {
  if (people === null) return 'any person';
  return people.length === 0 ? 'nobody' : people.join(', ');
}

export interface SignRequest {
  readonly role: string;
  readonly verdict: Verdict;
  readonly reason: string | null;
  /** Addresses to sign; null for everything the role holds. */
  readonly scope: readonly string[] | null;
  /** SHA-256 of the text that was shown to the signer. */
  readonly shown: string;
  /** SHA-256 of the text as it is now. */
  readonly revision: string;
}

/** Decides a sign-off. */
export function decideSignOff(review: Review, asker: Asker, request: SignRequest): Decision<Signed> {
  const { policy, current } = review;
  if (request.shown !== request.revision) {
    return refuse(
      'The text moved on since it was shown; nothing was signed',
      'Look at what changed and sign again: specwright sign PATH',
    );
  }
  const role = roleNamed(review, request.role);
  if ('kind' in role) return role;
  const barred = whyBarred(role, asker.by, review);
  if (barred !== null) return barred;
  if (request.verdict === 'Changes Requested' && (request.reason ?? '').trim() === '') {
    return refuse('A request for changes needs a reason', 'Give it with --reason TEXT');
  }
  const held = partsByRole(current, policy).get(role) ?? [];
  const scope = scopeOf(review, role, held, request.scope);
  if ('kind' in scope) return scope;
  return {
    kind: 'granted',
    data: {
      kind: 'signed',
      role: role.name,
      verdict: request.verdict,
      reason: request.reason,
      parts: Object.fromEntries(scope.parts.map((part) => [part, current.digests.own.get(part) as string])),
      required: policy.roles.flatMap(({ name, required }) => (required ? [name] : [])).sort(),
      policy: asker.policy,
      template: asker.template,
    },
  };
}

/** The role of a policy that was meant, or what was probably meant. */
export function roleNamed({ policy }: Review, name: string): RolePolicy | Refusal {
  const role = policy.roles.find((one) => sameState(one.name, name));
  if (role !== undefined) return role;
  const names = policy.roles.map((one) => one.name);
  if (names.length === 0)
    return refuse(
      'No role signs these documents',
      'A sign-off table in the template, or lifecycle.roles in specwright.yaml, names roles',
    );
  const meant = nearest(name, names);
  return refuse(
    `There is no role ${JSON.stringify(name)}`,
    meant === null
      ? `There are ${names.join(', ')}; lifecycle.roles in specwright.yaml adds others`
      : `Did you mean ${meant}?`,
  );
}

/** Why somebody's sign-off for a role would count for nothing; null when it may count. */
export function whyBarred(role: RolePolicy, by: Actor, review: Review): Refusal | null {
  const { policy, authorship } = review;
  if (!maySign(by, policy)) {
    return refuse(
      `${by.name} is no person, and only people sign`,
      'Agents that may sign stand under lifecycle.agents in specwright.yaml',
    );
  }
  if (!actsFor(by.id, role, review.today, review)) {
    const people = peopleFor(role, review.today, review) ?? [];
    return refuse(`${by.name} (${by.id}) does not hold the role ${role.name}`, `It is held by ${people.join(', ')}`);
  }
  if (role.required && policy.separation.authors && isAuthor(by, authorship)) {
    return refuse(
      `${by.name} is an author of the document, and authors do not sign for a required role`,
      'Ask somebody else, or set lifecycle.separation.authors to false in specwright.yaml',
    );
  }
  return null;
}

function scopeOf(
  review: Review,
  role: RolePolicy,
  held: readonly string[],
  wanted: readonly string[] | null,
): { readonly parts: readonly string[] } | Refusal {
  if (wanted === null) return { parts: held };
  const parts: string[] = [];
  for (const written of wanted) {
    const address = addressOf(review, written);
    if (typeof address !== 'string') return address;
    const below = held.filter((part) => isAtOrBelow(part, address));
    if (below.length === 0) return refuse(`The role ${role.name} holds nothing at ${address}`);
    for (const part of below) parts.push(part);
  }
  return { parts: held.filter((part) => parts.includes(part)) };
}

/** The address that was meant, in full. */
export function addressOf({ current }: Review, written: string): string | Refusal {
  if (written.trim() === '') return refuse('The address is empty', 'The whole document has the address (document)');
  if (current.digests.own.has(written)) return written;
  const found = resolveAddress(current.bound, written);
  if (found.kind === 'found') return found.target.address;
  if (found.kind === 'ambiguous') {
    return refuse(
      `The address ${JSON.stringify(written)} may mean ${found.candidates.length} places`,
      `Say which: ${found.candidates.slice(0, 6).join(', ')}`,
    );
  }
  const hint = found.suggestions.length === 0 ? null : `Did you mean ${found.suggestions.join(' or ')}?`;
  return refuse(`There is nothing at the address ${JSON.stringify(written)}`, hint);
}

/** Decides to let a gate pass without something. */
export function decideWaiver(review: Review, { by }: Asker, gate: string, what: string, reason: string): Decision {
  const known = gateNames.find((name) => name === gate);
  if (known === undefined) {
    const meant = nearest(gate, [...gateNames]);
    return refuse(
      `There is no gate ${JSON.stringify(gate)}`,
      meant === null ? `There are ${gateNames.join(', ')}` : `Did you mean ${meant}?`,
    );
  }
  if (!isAmong(by, review.policy.waivers))
    return refuse(`${by.name} may not waive`, `The policy lets ${namesOf(review.policy.waivers)} do that`);
  if (!waivableGates.includes(known)) {
    return refuse(`The gate ${gate} cannot be waived`, `What can be is ${waivableGates.join(' and ')}`);
  }
  if (reason.trim() === '') return refuse('A waiver needs a reason', 'Give it with --reason TEXT');
  const address = what === '*' ? what : addressOf(review, what);
  if (typeof address !== 'string') return address;
  const missing = missingAtGate(known, review).map((one) => one.address);
  if (address !== '*' && !missing.some((one) => isAtOrBelow(one, address))) {
    return refuse(
      `The gate ${gate} misses nothing at ${address}`,
      missing.length === 0 ? null : `It misses ${missing.slice(0, 6).join(', ')}`,
    );
  }
  return { kind: 'granted', data: { kind: 'waived', gate, what: address, reason } };
}

/** Decides to let somebody else act for a role. Only who holds the role may, not who acts for it by delegation. */
export function decideDelegation(
  review: Review,
  { by }: Asker,
  request: {
    readonly role: string;
    readonly to: string;
    readonly until: string | null;
    readonly reason: string | null;
  },
): Decision {
  const role = roleNamed(review, request.role);
  if ('kind' in role) return role;
  if (role.people.length === 0)
    return refuse(
      `Nobody in particular holds the role ${role.name}, so there is nothing to delegate`,
      'Holders stand under lifecycle.roles in specwright.yaml',
    );
  if (!holdersOf(role, review.today).includes(foldPerson(by.id)))
    return refuse(`${by.name} does not hold the role ${role.name}`, `It is held by ${role.people.join(', ')}`);
  if (request.until !== null && request.until < review.today) return refuse(`${request.until} is past`);
  return { kind: 'granted', data: { kind: 'delegated', ...request, role: role.name, to: foldPerson(request.to) } };
}

/** Decides to take down what a metric measures now. */
export function decideMeasure(review: Review, written: string, value: string): Decision<Measured> {
  const address = addressOf(review, written);
  if (typeof address !== 'string') return address;
  const row = metricRows(review.current.bound).find((one) => isAtOrBelow(address, one.address));
  if (row === undefined) {
    const rows = metricRows(review.current.bound).map((one) => one.address);
    return refuse(
      `${address} is no metric`,
      rows.length === 0 ? 'The document has no table of metrics' : `Metrics: ${rows.join(', ')}`,
    );
  }
  if (value.trim() === '') return refuse('A measurement needs a value');
  return { kind: 'granted', data: { kind: 'measured', address: row.address, value } };
}

/** True when a document in this state waits for nobody any more. */
export function isFinal(state: string | null, states: readonly string[]): boolean {
  if (state === null) return false;
  const stage = stageOf(state);
  const line = states.filter((name) => stageOf(name) !== 'aside');
  return stage === 'aside' || stage === 'done' || (isApproved(stage) && sameState(line.at(-1) ?? '', state));
}
