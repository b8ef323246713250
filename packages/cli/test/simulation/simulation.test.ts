import { afterAll, describe, expect, test } from 'vitest';
import { type Person, people } from './cast.ts';
import { cherryPick, offer, publishOnly, rebase, squash, takeInMain, takeInOther } from './git-steps.ts';
import {
  addRisk,
  agreeOn,
  answer,
  askSomething,
  assignOrHold,
  editWords,
  mend,
  moveOn,
  type Step,
  signOff,
  takeOutWord,
  tickTask,
} from './honest-steps.ts';
import { attack } from './hostile-steps.ts';
import { World } from './world.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
const seed = process.env.SPECWRIGHT_SEED ?? '20260602';
/** Worlds are begun anew, for a repository gets slower as it gets older, and a seed that fails is sooner found again. */
const worlds = proof ? 100 : 1;
const steps = proof ? 100 : 60;

/** What honest people do, by how often they do it. */
const honest: readonly (readonly [number, readonly [string, Step]])[] = [
  [2, ['editWords', editWords]],
  [1, ['takeOutWord', takeOutWord]],
  [1, ['addRisk', addRisk]],
  [1, ['tickTask', tickTask]],
  [34, ['signOff', signOff]],
  [11, ['moveOn', moveOn]],
  [1, ['askSomething', askSomething]],
  [4, ['answer', answer]],
  [1, ['assignOrHold', assignOrHold]],
  [1, ['mend', mend]],
  [8, ['takeInMain', takeInMain]],
  [6, ['takeInOther', takeInOther]],
  [1, ['rebase', rebase]],
  [1, ['squash', squash]],
  [2, ['cherryPick', cherryPick]],
  [3, ['publishOnly', publishOnly]],
  [12, ['offer', offer]],
];

/** Over all worlds. */
const tally = new Map<string, number>();

// Where nothing gets anywhere, nothing is proved.
afterAll(() => {
  for (const what of ['landed', 'refused', 'approved']) expect(tally.get(what), what).toBeGreaterThan(3 * worlds);
});

describe.each(Array.from({ length: worlds }, (_, place) => `${seed}-${place + 1}`))('world %s', (name) => {
  test(`ten people, one of them hostile, in ${steps} steps`, { timeout: 1_800_000 }, async () => {
    const world = new World(name);
    const told: string[] = [];
    try {
      await world.begin();
      await agreeOn(world, 'specs/0001-plan.md');
      for (let step = 1; step <= steps; step += 1) {
        const person = world.random.pick(people);
        told.push(`${step} ${await taken(world, person)}`);
      }
    } catch (error) {
      const last = told.slice(-25).join('\n');
      throw new Error(`SPECWRIGHT_SEED=${seed}, world ${name}, after step ${told.length}; the last were\n${last}`, {
        cause: error,
      });
    } finally {
      world.remove();
    }
    if (process.env.SPECWRIGHT_TELL === '1') console.log(told.join('\n'));
    for (const [what, count] of Object.entries(world.gate.tally)) tally.set(what, (tally.get(what) ?? 0) + count);
  });
});

async function taken(world: World, person: Person): Promise<string> {
  const [name, step] = person.hostile ? (['attack', attack] as const) : chosen(world, person);
  // Most people look at what is new before they say anything of it, and tell the others soon.
  const told = deciding.has(step) && !world.random.once(5) ? [await takeInMain(world, person)] : [];
  told.push(await step(world, person));
  if (deciding.has(step) && !world.random.once(3)) told.push(`then offered: ${await offer(world, person)}`);
  return `${person.name} ${name}: ${told.join('; ')}`;
}

const deciding: ReadonlySet<Step> = new Set([signOff, moveOn]);

/** Who holds no role moves documents on, and hardly ever tries to sign. */
function chosen({ random }: World, person: Person): readonly [string, Step] {
  const [name, step] = random.weighted(honest);
  return step === signOff && person.role === null && !random.once(8) ? ['moveOn', moveOn] : [name, step];
}
