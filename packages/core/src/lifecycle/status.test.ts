import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { person, ReviewWorld } from '../../test/review-world.ts';
import { decideMove, decideSignOff } from './decide.ts';
import type { Actor, Verdict } from './event.ts';
import { partsByRole, unknownScopes } from './parts.ts';
import type { Assurance, PolicyChoices, RolePolicy } from './policy.ts';
import { judgeSignOffs, roleGaps } from './sign-offs.ts';
import { effectiveStatus } from './status.ts';

const examples = fileURLToPath(new URL('../../../../examples/specs/', import.meta.url));
const approvedText = readFileSync(`${examples}0003-appointment-reminders.md`, 'utf8');
const draftText = approvedText
  .replace(/^\*\*Status\*\*: .*$/mu, '**Status**: Draft')
  .replace(/^(\| (?:Tech Lead|Engineering Manager|Security) \|).*$/gmu, '$1 | Pending | |')
  .replaceAll('- [ ]', '- [x]');

const [ada, tl, em, sec, mal] = ['ada', 'tl', 'em', 'sec', 'mal'].map(person) as [Actor, Actor, Actor, Actor, Actor];
const under = { policy: 'a'.repeat(64), template: 'b'.repeat(64) };
const roles: PolicyChoices = {
  roles: {
    'Tech Lead': { people: ['tl@example.org'] },
    'Engineering Manager': { people: ['em@example.org'] },
    Security: { people: ['sec@example.org'] },
  },
};

function sign(world: ReviewWorld, by: Actor, role: string, verdict: Verdict = 'Approved', assurance?: Assurance) {
  const reason = verdict === 'Changes Requested' ? 'not yet' : null;
  const request = { role, verdict, reason, scope: null, shown: world.revision, revision: world.revision };
  return world.take(decideSignOff(world.review(), { by, ...under }, request), by, assurance);
}

function move(world: ReviewWorld, by: Actor, to: string, override: string | null = null) {
  return world.take(decideMove(world.review(), { by, ...under }, to, override), by);
}

function approved(choices: PolicyChoices = roles): ReviewWorld {
  const world = new ReviewWorld(draftText, choices).begin(ada);
  move(world, ada, 'In Review');
  sign(world, tl, 'Tech Lead');
  sign(world, em, 'Engineering Manager');
  sign(world, sec, 'Security');
  move(world, ada, 'Approved');
  return world;
}

describe('a document goes from draft to approved', () => {
  test('by moves whose gates are met', () => {
    expect(approved().state).toBe('Approved');
  });

  test('and not before every required role has approved all it holds', () => {
    const world = new ReviewWorld(draftText, roles).begin(ada);
    move(world, ada, 'In Review');
    sign(world, tl, 'Tech Lead');
    sign(world, sec, 'Security');
    const refused = decideMove(world.review(), { by: ada, ...under }, 'Approved', null);
    expect(refused).toMatchObject({ kind: 'refused', message: 'The gate to Approved is not met' });
    expect(refused.kind === 'refused' ? refused.gates[0]?.missing : []).toMatchObject([
      { role: 'Engineering Manager', who: ['em@example.org'] },
    ]);
  });

  test('and stays there when only living parts and white space change', () => {
    const world = approved();
    world.edit('**Status**: Draft', '**Status**: Approved');
    world.edit('- [x]', '- [ ]');
    world.edit('\n## Overview\n', '\nOverview\n--------\n');
    expect(world.state).toBe('Approved');
  });
});

describe('an edit after the approval', () => {
  test('in API Changes makes every sign-off that holds it stale, and no other part', () => {
    const world = approved();
    world.edit('#### API Changes\n', '#### API Changes\n\nA word more.\n');
    const signOffs = judgeSignOffs(world.review());
    expect(signOffs.map(({ role, state, changed }) => [role, state, changed])).toEqual(
      ['Tech Lead', 'Engineering Manager', 'Security'].map((role) => [
        role,
        'stale',
        ['proposed-solution.detailed-design.api-changes'],
      ]),
    );
    expect(effectiveStatus(world.review())).toMatchObject({ state: 'In Review', fallenFrom: { state: 'Approved' } });
  });

  test('in Goals leaves Security fresh', () => {
    const world = approved();
    world.edit('### Goals\n', '### Goals\n\nA word more.\n');
    const stale = judgeSignOffs(world.review()).filter(({ state }) => state === 'stale');
    expect(stale.map(({ role }) => role)).toEqual(['Tech Lead', 'Engineering Manager']);
  });

  test('takes the approval back until exactly the signers concerned have looked', () => {
    const world = approved();
    world.edit('### Goals\n', '### Goals\n\nA word more.\n');
    expect(world.state).toBe('In Review');
    sign(world, tl, 'Tech Lead');
    expect(world.state).toBe('In Review');
    sign(world, em, 'Engineering Manager');
    expect(world.state).toBe('Approved');
  });

  test('that adds a section belongs to every role, Security too', () => {
    const world = approved();
    world.edit('## Dependencies\n', '## Backdoors\n\nMany.\n\n## Dependencies\n');
    expect(
      roleGaps(world.review(), judgeSignOffs(world.review())).map(({ role, parts }) => [role.name, parts]),
    ).toEqual([
      ['Tech Lead', ['backdoors']],
      ['Engineering Manager', ['backdoors']],
      ['Security', ['backdoors']],
    ]);
  });

  test('that takes a section out is seen', () => {
    const world = approved();
    world.edit('### Rollback Plan\n', '');
    expect(world.state).toBe('In Review');
    const [gap] = roleGaps(world.review(), judgeSignOffs(world.review()));
    // What stood under the heading stands in the section before it now.
    expect(gap?.changed).toEqual(['implementation.rollout-plan', 'implementation.rollback-plan']);
  });
});

describe('what counts for nothing', () => {
  test('a status typed into the file', () => {
    const world = new ReviewWorld(draftText, roles).begin(ada);
    world.edit('**Status**: Draft', '**Status**: Approved');
    expect(effectiveStatus(world.review())).toMatchObject({ state: 'Draft', claimed: 'Approved' });
  });

  test('a move whose gate was not met, written by hand', () => {
    const world = new ReviewWorld(draftText, roles).begin(ada);
    move(world, ada, 'In Review');
    world.append({ kind: 'moved', to: 'Approved', ...under }, mal);
    const { state, void: nothing } = effectiveStatus(world.review());
    expect(state).toBe('In Review');
    expect(nothing.map(({ why }) => why)).toEqual([
      'the gate sign-offs was not met: Tech Lead: it has not been approved',
    ]);
  });

  test('a sign-off by somebody who does not hold the role, or by an agent', () => {
    const world = new ReviewWorld(draftText, roles).begin(ada);
    expect(() => sign(world, mal, 'Security')).toThrow('mal (mal@example.org) does not hold the role Security');
    expect(() => sign(world, { ...sec, kind: 'agent' }, 'Security')).toThrow('is no person');
    const parts = Object.fromEntries(world.review().current.digests.own);
    world.append(
      { kind: 'signed', role: 'Security', verdict: 'Approved', reason: null, parts, required: [], ...under },
      mal,
    );
    expect(judgeSignOffs(world.review())).toMatchObject([{ doubt: 'mal does not hold the role' }]);
  });

  test('an event that is claimed where the policy asks for a key', () => {
    const world = new ReviewWorld(draftText, { ...roles, assurance: 'key' }).begin(ada);
    sign(world, sec, 'Security', 'Approved', 'claimed');
    expect(judgeSignOffs(world.review())).toMatchObject([{ doubt: 'it is claimed, and the policy asks for key' }]);
    sign(world, sec, 'Security', 'Approved', 'key');
    expect(judgeSignOffs(world.review())).toMatchObject([{ doubt: null }]);
  });

  test('the approval of an author, and of who edited a section last', () => {
    const world = new ReviewWorld(draftText).begin(ada);
    expect(() => sign(world, ada, 'Tech Lead')).toThrow('authors do not sign for a required role');
    world.editor = 'tl@example.org';
    sign(world, tl, 'Tech Lead');
    const gaps = roleGaps(world.review(), judgeSignOffs(world.review()));
    expect(gaps.find(({ role }) => role.name === 'Tech Lead')?.parts.length).toBeGreaterThan(20);
  });
});

describe('a policy that is weakened', () => {
  const weaker: Readonly<Record<string, PolicyChoices>> = {
    'a role less': { roles: { ...roles.roles, Security: { required: false } } },
    'a narrower scope': { roles: { ...roles.roles, 'Tech Lead': { people: ['tl@example.org'], scope: ['overview'] } } },
  };
  test.each(Object.entries(weaker))('by %s makes the sign-offs concerned stale', (_, choices) => {
    const world = approved();
    expect(effectiveStatus(world.review(choices)).state).toBe('In Review');
  });

  test('by a role more asks that role', () => {
    const world = approved();
    const stronger = { roles: { ...roles.roles, Privacy: { people: ['pri@example.org'] } } };
    expect(effectiveStatus(world.review(stronger)).state).toBe('In Review');
  });
});

describe('concurrent events', () => {
  test('of moves the least approved wins, whatever the ids', () => {
    const world = approved();
    const heads = world.review().history?.order.heads ?? [];
    world.append({ kind: 'moved', to: 'Draft', ...under }, ada, 'claimed', heads);
    world.append({ kind: 'moved', to: 'In Review', ...under }, tl, 'claimed', heads);
    expect(world.state).toBe('Draft');
  });

  test('of sign-offs of one person the objection speaks', () => {
    const world = approved();
    const heads = world.review().history?.order.heads ?? [];
    const parts = Object.fromEntries(world.review().current.digests.own);
    const said = { kind: 'signed', role: 'Security', reason: 'no', parts, required: [], ...under } as const;
    world.append({ ...said, verdict: 'Approved' }, sec, 'claimed', heads);
    world.append({ ...said, verdict: 'Changes Requested' }, sec, 'claimed', heads);
    expect(world.state).toBe('In Review');
  });
});

describe('an objection', () => {
  test('stands in the way of approval, and goes stale with the text it was about', () => {
    const world = approved();
    sign(world, sec, 'Security', 'Changes Requested');
    expect(world.state).toBe('In Review');
    world.edit('#### API Changes\n', '#### API Changes\n\nAs asked.\n');
    for (const [by, role] of [
      [tl, 'Tech Lead'],
      [em, 'Engineering Manager'],
    ] as const)
      sign(world, by, role);
    expect(world.state).toBe('In Review');
    sign(world, sec, 'Security');
    expect(world.state).toBe('Approved');
  });

  test('needs a reason, and every sign-off the text that was shown', () => {
    const world = new ReviewWorld(draftText, roles).begin(ada);
    const request = { role: 'security', verdict: 'Changes Requested', reason: null, scope: null } as const;
    const here = { shown: world.revision, revision: world.revision };
    expect(decideSignOff(world.review(), { by: sec, ...under }, { ...request, ...here })).toMatchObject({
      message: 'A request for changes needs a reason',
    });
    const shown = { shown: 'f'.repeat(64), revision: world.revision };
    expect(decideSignOff(world.review(), { by: sec, ...under }, { ...request, ...shown })).toMatchObject({
      message: 'The text moved on since it was shown; nothing was signed',
    });
  });
});

test('a gate about agreement cannot be overridden unless the policy lets somebody, and then shows it for ever', () => {
  const world = new ReviewWorld(draftText, roles).begin(ada);
  move(world, ada, 'In Review');
  expect(() => move(world, ada, 'Approved', 'it is urgent')).toThrow('The policy lets nobody override');
  const lax: PolicyChoices = {
    ...roles,
    moves: [
      { from: 'Draft', to: 'In Review' },
      { from: 'In Review', to: 'Approved', override: ['ada@example.org'] },
    ],
  };
  const other = new ReviewWorld(draftText, lax).begin(ada);
  move(other, ada, 'In Review');
  move(other, ada, 'Approved', 'it is urgent');
  expect(effectiveStatus(other.review())).toMatchObject({
    state: 'Approved',
    overridden: [{ reason: 'it is urgent', missing: expect.arrayContaining(['Tech Lead: it has not been approved']) }],
  });
  other.edit('### Goals\n', '### Goals\n\nA word more.\n');
  expect(other.state).toBe('In Review');
});

test('a document that went back is not held to the approval it had', () => {
  const world = approved();
  move(world, ada, 'Draft');
  world.edit('appointment', 'visit');
  expect(effectiveStatus(world.review())).toMatchObject({ state: 'Draft', fallenFrom: null });
});

test('while a found document has no deeds, its line and its table speak', () => {
  const world = new ReviewWorld(approvedText).found(ada);
  const claims = world.claimsOf(['Tech Lead', 'Engineering Manager', 'Security']);
  expect(effectiveStatus({ ...world.review(), claims })).toMatchObject({ state: 'Approved', since: null });
  expect(effectiveStatus({ ...world.review(), claims: claims.slice(1) })).toMatchObject({ state: 'In Review' });
});

test('the scope of a role may be written from any segment on, as people write it', () => {
  const scope = ['API Changes', 'detailedDesign.dataModel', 'components', 'detailed-dseign'];
  const { current, policy } = new ReviewWorld(draftText, { roles: { Security: { scope } } }).review();
  const security = policy.roles.find(({ name }) => name === 'Security') as RolePolicy;
  const held = partsByRole(current, policy).get(security) ?? [];
  const below = 'proposed-solution.detailed-design.';
  expect(held.filter((part) => part.startsWith(below)).map((part) => part.slice(below.length))).toEqual([
    'components[1]',
    'components[2]',
    'components[3]',
    'components[4]',
    'data-model',
    'api-changes',
  ]);
  expect(unknownScopes(current, policy)).toEqual([{ role: 'Security', address: 'detailed-dseign' }]);
});

test('a claim of the line is worth no more than a move once something was done', () => {
  const world = approved();
  world.append({ kind: 'moved', to: 'Implemented', origin: 'line', ...under }, mal);
  const { state, void: nothing } = effectiveStatus(world.review());
  expect([state, nothing[0]?.why]).toEqual(['Approved', expect.stringContaining('metrics-measured was not met')]);
});
