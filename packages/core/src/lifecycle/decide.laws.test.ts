import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ada, cast, castWithKeys, em, holders, mal, sec, shortSpec, tl, tl2, under } from '../../test/review-cast.ts';
import { ReviewWorld } from '../../test/review-world.ts';
import { type Decision, decideDelegation, decideMeasure, decideMove, decideSignOff, decideWaiver } from './decide.ts';
import { type Actor, type HistoryEvent, verdicts } from './event.ts';
import { gatesOf } from './gates.ts';
import { peopleFor } from './people.ts';
import { gateNames, type MovePolicy, type PolicyChoices } from './policy.ts';
import { judgeSignOffs } from './sign-offs.ts';
import { effectiveStatus } from './status.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);
const runs = { seed, numRuns: proof ? 400 : 15 };

const metrics = `## Success Metrics

| Metric | Current | Target | Measurement Method |
|--------|---------|--------|--------------------|
| Losses | 9 | 1 | Count |

`;
const text = shortSpec
  .replace('## Open Questions', `${metrics}## Open Questions`)
  .replace('- [x] Try it', '- [ ] Try it');

const everybody: readonly Actor[] = [ada, tl, tl2, em, sec, mal, { ...sec, kind: 'agent' }];
const policies: readonly PolicyChoices[] = [
  cast,
  castWithKeys,
  { ...cast, waivers: [em.id] },
  {
    roles: {
      ...cast.roles,
      Security: { people: [sec.id], deputies: [tl2.id], absent: [{ who: sec.id, from: '2026-03-03' }] },
    },
  },
];

/** What somebody wants: a decision, and what must be so once it is an event. */
interface Wish {
  readonly by: Actor;
  readonly decide: (world: ReviewWorld) => Decision;
  readonly holds: (world: ReviewWorld, event: HistoryEvent) => void;
}

const who = fc.constantFrom(...everybody);
const role = fc.constantFrom(...Object.keys(holders), 'security', 'Nobody');
const place = fc.constantFrom('overview', 'overview.goals', 'nowhere', 'success-metrics[1]', 'implementation');

const signing = fc
  .record({
    anybody: who,
    own: fc.boolean(),
    role,
    verdict: fc.constantFrom('Approved' as const, ...verdicts),
    scope: fc.option(place),
    old: fc.nat(5),
  })
  .map(({ anybody, own, role: name, verdict, scope, old }): Wish => {
    // Half of them ask for what they hold: else hardly anybody would sign.
    const by = (own ? holders[name]?.[0] : null) ?? anybody;
    return {
      by,
      decide: (world) =>
        decideSignOff(
          world.review(),
          { by, ...under },
          {
            role: name,
            verdict,
            reason: scope === null ? 'so' : null,
            scope: scope === null ? null : [scope],
            shown: old === 0 ? '0'.repeat(64) : world.revision,
            revision: world.revision,
          },
        ),
      holds: (world, { id }) =>
        expect(judgeSignOffs(world.review()).find(({ event }) => event.id === id)).toMatchObject({
          state: 'fresh',
          doubt: null,
          changed: [],
        }),
    };
  });

const moving = fc
  .record({
    by: who,
    to: fc.constantFrom('Draft', 'In Review', 'in review', 'Approved', 'Implemented', 'Done'),
    over: fc.boolean(),
  })
  .map(
    ({ by, to, over }): Wish => ({
      by,
      decide: (world) => decideMove(world.review(), { by, ...under }, to, over ? 'so' : null),
      holds: (world, event) => {
        const status = effectiveStatus(world.review());
        expect(status.void.map((one) => one.event.id)).not.toContain(event.id);
        expect(status.state?.toLowerCase()).toBe(to.toLowerCase());
      },
    }),
  );

const delegating = fc
  .record({ by: who, role, to: who, until: fc.option(fc.constantFrom('2025-01-01', '2027-01-01')) })
  .map(
    ({ by, role: name, to, until }): Wish => ({
      by,
      decide: (world) => {
        const request = { role: name, to: to.id, until, reason: null };
        return decideDelegation(world.review(), { by, ...under }, request);
      },
      holds: (world, event) => {
        const review = world.review();
        const held = review.policy.roles.find((one) => event.kind === 'delegated' && one.name === event.role);
        expect(held === undefined ? [] : peopleFor(held, review.today, review)).toContain(to.id);
      },
    }),
  );

const waiving = fc
  .record({ by: who, gate: fc.constantFrom(...gateNames, 'none'), what: fc.oneof(fc.constant('*'), place) })
  .map(
    ({ by, gate, what }): Wish => ({
      by,
      decide: (world) => decideWaiver(world.review(), { by, ...under }, gate, what, 'so'),
      holds: (world) => {
        const move: MovePolicy = {
          from: '',
          to: '',
          gates: gateNames.filter((one) => one === gate),
          override: [],
          by: null,
        };
        const [report] = gatesOf(move, world.review());
        if (what !== '*') expect(report?.waived.length).toBeGreaterThan(0);
        else expect(report?.met).toBe(true);
      },
    }),
  );

const measuring = fc.record({ by: who, where: place, value: fc.constantFrom('3', '') }).map(
  ({ by, where, value }): Wish => ({
    by,
    decide: (world) => decideMeasure(world.review(), where, value),
    holds: (world) => {
      const move: MovePolicy = { from: '', to: '', gates: ['metrics-measured'], override: [], by: null };
      expect(gatesOf(move, world.review())[0]?.missing).toEqual([]);
    },
  }),
);

const wish = fc.oneof(
  { weight: 4, arbitrary: signing },
  { weight: 3, arbitrary: moving },
  delegating,
  waiving,
  measuring,
);

test('what is granted counts once it is an event, and what is refused says why', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(fc.nat(policies.length - 1), fc.array(wish, { minLength: 15, maxLength: 30 }), (which, wishes) => {
      const world = new ReviewWorld(text, policies[which]).begin(ada);
      for (const { by, decide, holds } of wishes) {
        const before = world.events;
        const decision = decide(world);
        expect(world.events).toBe(before);
        if (decision.kind === 'refused') {
          kinds.add('refused');
          expect(decision.message.trim()).not.toBe('');
          continue;
        }
        const event = world.append(decision.data, by, 'key');
        kinds.add(event.kind);
        holds(world, event);
      }
    }),
    runs,
  );
  for (const kind of ['refused', 'moved', 'signed', 'delegated', 'waived', 'measured']) expect(kinds).toContain(kind);
});
