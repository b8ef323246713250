import { assurances, type MovePolicy, type Policy, type RolePolicy, sameState } from '../../lifecycle/policy.ts';

/** One difference between two sets of rules. */
export interface PolicyChange {
  /** A sentence without a full stop. */
  readonly message: string;
  /** True when it lets something pass that did not pass before. */
  readonly weaker: boolean;
}

/** What a policy says otherwise than the one before, roles first. */
export function policyChanges(before: Policy, after: Policy): PolicyChange[] {
  return [
    ...before.roles.flatMap((role) => roleChanges(role, roleNamed(after, role.name))),
    ...after.roles
      .filter(({ name }) => roleNamed(before, name) === null)
      .map(({ name, required }) => ({ message: `${name} ${required ? 'has to' : 'may'} sign`, weaker: false })),
    ...before.moves.flatMap((move) => moveChanges(move, moveLike(after, move))),
    ...after.moves
      .filter((move) => moveLike(before, move) === null)
      .map(({ from, to }) => ({ message: `A document may move from ${from} to ${to}`, weaker: true })),
    ...otherChanges(before, after),
  ];
}

function roleNamed({ roles }: Policy, name: string): RolePolicy | null {
  return roles.find((role) => sameState(role.name, name)) ?? null;
}

function roleChanges(before: RolePolicy, after: RolePolicy | null): PolicyChange[] {
  const { name } = before;
  if (after === null) return [{ message: `The role ${name} is gone`, weaker: before.required }];
  const changes: PolicyChange[] = [];
  if (before.required !== after.required) {
    changes.push({ message: `${name} ${after.required ? 'has to' : 'need not'} sign`, weaker: before.required });
  }
  const people = allowed(before.people, after.people, `hold the role ${name}`);
  const deputies = allowed(before.deputies, after.deputies, `act for ${name} while its holders are absent`, true);
  for (const change of [...people, ...deputies]) changes.push(change);
  const [read, reads] = [before.scope, after.scope];
  if (JSON.stringify(read) !== JSON.stringify(reads)) {
    const message = `${name} reads ${reads === null ? 'everything' : reads.join(', ')}, before ${read === null ? 'everything' : read.join(', ')}`;
    changes.push({ message, weaker: reads !== null && (read === null || read.some((one) => !reads.includes(one))) });
  }
  if (JSON.stringify(before.absences) !== JSON.stringify(after.absences)) {
    changes.push({ message: `Other holders of ${name} are absent`, weaker: after.deputies.length > 0 });
  }
  return changes;
}

function moveLike({ moves }: Policy, { from, to }: MovePolicy): MovePolicy | null {
  return moves.find((move) => sameState(move.from, from) && sameState(move.to, to)) ?? null;
}

function moveChanges(before: MovePolicy, after: MovePolicy | null): PolicyChange[] {
  const way = `from ${before.from} to ${before.to}`;
  if (after === null) return [{ message: `No document may move ${way}`, weaker: false }];
  const lost = before.gates.filter((gate) => !after.gates.includes(gate));
  const won = after.gates.filter((gate) => !before.gates.includes(gate));
  return [
    ...lost.map((gate) => ({ message: `The move ${way} does not ask for ${gate}`, weaker: true })),
    ...won.map((gate) => ({ message: `The move ${way} asks for ${gate}`, weaker: false })),
    ...permitted(before.override, after.override, `override the gate of the move ${way}`),
    ...permitted(before.by, after.by, `make the move ${way}`),
  ];
}

function otherChanges(before: Policy, after: Policy): PolicyChange[] {
  const changes: PolicyChange[] = [];
  if (JSON.stringify(before.states) !== JSON.stringify(after.states)) {
    changes.push({ message: `The states are ${after.states.join(', ')}`, weaker: true });
  }
  if (before.assurance !== after.assurance) {
    const weaker = assurances.indexOf(after.assurance) < assurances.indexOf(before.assurance);
    changes.push({ message: `An event has to be ${after.assurance}, before ${before.assurance}`, weaker });
  }
  for (const who of ['authors', 'editors'] as const) {
    if (before.separation[who] === after.separation[who]) continue;
    const what = who === 'authors' ? 'approve what they wrote' : 'approve what they edited last';
    changes.push({
      message: `People may ${after.separation[who] ? 'not ' : ''}${what}`,
      weaker: before.separation[who],
    });
  }
  return [
    ...changes,
    ...allowed(before.agents, after.agents, 'sign as agents', true),
    ...permitted(before.waivers, after.waivers, 'waive what a gate misses'),
  ];
}

/** A list of which an empty one means anybody; `closed` for one that then means nobody. */
function allowed(
  before: readonly string[],
  after: readonly string[],
  what: string,
  closed = false,
): readonly PolicyChange[] {
  const listOf = (people: readonly string[]): readonly string[] | null =>
    people.length === 0 && !closed ? null : people;
  return permitted(listOf(before), listOf(after), what);
}

/** Null permits everybody. */
function permitted(before: readonly string[] | null, after: readonly string[] | null, what: string): PolicyChange[] {
  if (before === null && after === null) return [];
  if (after === null) return [{ message: `Anybody may ${what}`, weaker: true }];
  if (before === null) return [{ message: `Only ${after.join(', ') || 'nobody'} may ${what}`, weaker: false }];
  return [
    ...after.filter((one) => !before.includes(one)).map((one) => ({ message: `${one} may ${what}`, weaker: true })),
    ...before
      .filter((one) => !after.includes(one))
      .map((one) => ({ message: `${one} may not ${what} any more`, weaker: false })),
  ];
}
