import { describe, expect, test } from 'vitest';
import {
  ada,
  approve,
  cast,
  castWithKeys,
  em,
  mal,
  move,
  sec,
  shortSpec,
  sign,
  signAll,
  tl,
  tl2,
  under,
} from '../../test/review-cast.ts';
import { person, ReviewWorld } from '../../test/review-world.ts';
import { decideDelegation } from './decide.ts';
import type { Actor, HistoryEvent, Verdict } from './event.ts';
import { gatesOf } from './gates.ts';
import type { MovePolicy } from './policy.ts';
import { judgeSignOffs } from './sign-offs.ts';
import { effectiveStatus } from './status.ts';

/** A sign-off written by hand: everything that is there, whoever is said to have signed it. */
function forged(world: ReviewWorld, by: Actor, role: string, verdict: Verdict): HistoryEvent {
  const parts = Object.fromEntries(world.review().current.digests.own);
  return world.append({ kind: 'signed', role, verdict, reason: null, parts, required: [], ...under }, by, 'claimed');
}

function opened(world: ReviewWorld, by: Actor, parents?: readonly string[]): HistoryEvent {
  const said = { address: '(document)', quote: '', text: 'no', blocking: true };
  return world.append({ kind: 'thread-opened', ...said }, by, 'key', parents);
}

const word = (world: ReviewWorld): void => world.edit('Labels fade', 'All labels fade');

describe('where keys are asked for, what is said in the name of another', () => {
  test('takes no objection back', () => {
    const world = approve(new ReviewWorld(shortSpec, castWithKeys));
    sign(world, tl, 'Tech Lead', 'Changes Requested');
    sign(world, tl2, 'Tech Lead');
    expect(world.state).toBe('In Review');
    forged(world, tl, 'Tech Lead', 'Approved');
    expect(world.state).toBe('In Review');
  });

  test('takes no approval away', () => {
    const world = approve(new ReviewWorld(shortSpec, castWithKeys));
    forged(world, sec, 'Security', 'Recused');
    forged(world, { ...sec, kind: 'agent' }, 'Security', 'Changes Requested');
    expect(world.state).toBe('Approved');
    const doubts = judgeSignOffs(world.review()).filter(({ doubt }) => doubt !== null);
    expect(doubts.map(({ role, verdict }) => [role, verdict])).toEqual([
      ['Security', 'Recused'],
      ['Security', 'Changes Requested'],
    ]);
  });

  test('moves nothing that only some may move', () => {
    const moves = [
      { from: 'Draft', to: 'In Review' },
      { from: 'In Review', to: 'Approved', gates: ['sign-offs' as const] },
      { from: 'Approved', to: 'Draft', gates: [], by: [tl.id] },
    ];
    const world = approve(new ReviewWorld(shortSpec, { ...castWithKeys, moves }));
    world.append({ kind: 'moved', to: 'Draft', ...under }, tl, 'claimed');
    expect(world.state).toBe('Approved');
    world.append({ kind: 'moved', to: 'Draft', ...under }, tl, 'key');
    expect(world.state).toBe('Draft');
  });

  test('measures nothing', () => {
    const metrics = '## Success Metrics\n\n| Metric | Current | Target | Measurement Method |\n|---|---|---|---|\n';
    const text = shortSpec.replace('## Open Questions', `${metrics}| Losses | 9 | 1 | Count |\n\n## Open Questions`);
    const world = approve(new ReviewWorld(text, castWithKeys));
    const gate: MovePolicy = { from: '', to: '', gates: ['metrics-measured'], override: [], by: null };
    const isMet = (): boolean | undefined => gatesOf(gate, world.review())[0]?.met;
    const address = 'success-metrics[1]';
    expect(gatesOf(gate, world.review())[0]?.missing.map((missing) => missing.address)).toEqual([address]);
    world.append({ kind: 'measured', address, value: '1' }, ada, 'claimed');
    expect(isMet()).toBe(false);
    world.append({ kind: 'measured', address, value: '1' }, ada, 'key');
    expect(isMet()).toBe(true);
  });
});

describe('a move written by hand', () => {
  test('that leaves out a blocking thread it could have known approves nothing', () => {
    const world = new ReviewWorld(shortSpec, cast).begin(ada);
    move(world, ada, 'In Review');
    signAll(world);
    const before = world.review().history?.order.heads ?? [];
    const thread = opened(world, em);
    world.append({ kind: 'moved', to: 'Approved', ...under }, mal, 'claimed', before);
    expect(effectiveStatus(world.review())).toMatchObject({
      state: 'In Review',
      fallenFrom: { missing: { gate: 'no-blocking-threads' } },
    });
    world.append({ kind: 'resolved', thread: thread.id, text: null }, em);
    expect(world.state).toBe('Approved');
  });

  test('that says it was made before the history is free of nothing', () => {
    const metrics = '## Success Metrics\n\n| Metric | Current | Target | Measurement Method |\n|---|---|---|---|\n';
    const text = shortSpec.replace('## Open Questions', `${metrics}| Losses | 9 | 1 | Count |\n\n## Open Questions`);
    const world = approve(new ReviewWorld(text, cast));
    world.append({ kind: 'moved', to: 'Implemented', origin: 'line', ...under }, mal);
    expect(world.state).toBe('Approved');
  });

  test('goes on from no approval that does not hold', () => {
    const world = approve(new ReviewWorld(shortSpec, cast));
    word(world);
    world.append({ kind: 'moved', to: 'Implemented', ...under }, mal);
    signAll(world);
    expect(effectiveStatus(world.review())).toMatchObject({
      state: 'Approved',
      void: [{ why: 'the policy knows no move from In Review to Implemented' }],
    });
  });
});

describe('an approval', () => {
  test('that was taken back is none any more, whatever happens to the text', () => {
    const world = approve(new ReviewWorld(shortSpec, cast));
    move(world, ada, 'Draft');
    word(world);
    expect(effectiveStatus(world.review())).toMatchObject({ state: 'Draft', fallenFrom: null });
  });

  test('is not taken back by a thread that was opened after it, but by one that did not know it', () => {
    const world = approve(new ReviewWorld(shortSpec, cast));
    opened(world, em);
    expect(world.state).toBe('Approved');
    opened(world, em, world.events.at(-2)?.parents);
    expect(world.state).toBe('In Review');
  });
});

test('who acts for a role by delegation cannot delegate it further', () => {
  const world = new ReviewWorld(shortSpec, cast).begin(ada);
  const request = { role: 'Security', until: null, reason: null };
  world.take(decideDelegation(world.review(), { by: sec, ...under }, { ...request, to: tl.id }), sec);
  sign(world, tl, 'Security');
  expect(decideDelegation(world.review(), { by: tl, ...under }, { ...request, to: person('zed').id })).toMatchObject({
    message: 'tl does not hold the role Security',
  });
});
