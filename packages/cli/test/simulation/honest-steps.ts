import type { Verdict } from '@specwright/core/lifecycle/event.ts';
import { foldEvents } from '@specwright/core/lifecycle/fold.ts';
import type { ActOutput } from '@specwright/core/operations/act.ts';
import { assign } from '@specwright/core/operations/assign.ts';
import { comment } from '@specwright/core/operations/comment.ts';
import { add } from '@specwright/core/operations/edit-add.ts';
import { tick, untick } from '@specwright/core/operations/edit-tick.ts';
import { hold } from '@specwright/core/operations/hold.ts';
import { move } from '@specwright/core/operations/move.ts';
import { reply } from '@specwright/core/operations/reply.ts';
import { resolveThread } from '@specwright/core/operations/resolve-thread.ts';
import { sign } from '@specwright/core/operations/sign.ts';
import { verify } from '@specwright/core/operations/verify.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { addressOf, type Person, people, roles } from './cast.ts';
import { wordsIn } from './ledger.ts';
import type { World } from './world.ts';

/** Something that somebody does; gives what came of it, in a few words. */
export type Step = (world: World, person: Person) => Promise<string>;

const dryRun = false;
const terms = { force: false, keepDate: true };

/** How an act ended; commits what it left. */
function ended(world: World, person: Person, file: string, output: ActOutput): string {
  const clone = world.cloneOf(person);
  if (output.kind === 'done') clone.commit(`${output.event.kind} ${file}`);
  if (output.kind === 'skipped') throw new Error(`${file} cannot be opened: ${JSON.stringify(output.skipped)}`);
  if (output.kind === 'done') return `${output.event.kind} ${file}`;
  const missing = output.gates.flatMap((gate) => gate.missing.map(({ message }) => message));
  return `${file}: ${[output.message, ...missing].join('; ')}`;
}

function someDocument(world: World, person: Person): string {
  return world.random.pick(world.cloneOf(person).documents());
}

/** A document to write in: mostly one that nobody is asked to read yet. */
function someDraft(world: World, person: Person): string {
  const clone = world.cloneOf(person);
  const drafts = clone.documents().filter((file) => stateOf(clone.read(file)) === 'Draft');
  return drafts.length === 0 || world.random.once(10) ? someDocument(world, person) : world.random.pick(drafts);
}

/** The state that a document says it is in. */
function stateOf(text: string): string {
  return /^\*\*Status\*\*: (.*)$/mu.exec(text)?.[1] ?? '';
}

/** Puts a word into a line of text. */
export const editWords: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  const file = someDraft(world, person);
  const lines = clone.read(file).split('\n');
  const places = lines.flatMap((line, place) => (/^(?:- (?!\[)|[A-Z]|\d+\. )/u.test(line) ? [place] : []));
  const place = world.random.pick(places);
  const word = world.ledger.word();
  lines[place] = `${lines[place]} ${word}`;
  clone.write(file, lines.join('\n'));
  clone.commit(`Add ${word}`);
  return `added ${word} to line ${place + 1} of ${file}`;
};

/** Takes the last marked word of a document out again. */
export const takeOutWord: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  const file = someDraft(world, person);
  const before = wordsIn(clone);
  clone.write(file, clone.read(file).replace(/^((?:[-A-Z]|\d+\.).*?) w\d+x$/mu, '$1'));
  world.ledger.tookOut(before, wordsIn(clone));
  return clone.commit('Take a word out') ? `took a word out of ${file}` : 'nothing to take out';
};

export const addRisk: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  const file = someDraft(world, person);
  const words = [`Risk=Rain ${world.ledger.word()}`, 'Likelihood=Low', 'Impact=Med', 'Mitigation=A roof'];
  const done = await clone.edit(file, (context) =>
    add.run(context, { address: 'risks-and-mitigations', words, ...terms }),
  );
  clone.commit('Add a risk');
  return done ? `added a risk to ${file}` : 'a risk was refused';
};

export const tickTask: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  const file = someDocument(world, person);
  const operation = world.random.once(2) ? tick : untick;
  const addresses = [world.random.pick(['open-questions[1]', 'implementation.phases[1].tasks[1]'])];
  const done = await clone.edit(file, (context) => operation.run(context, { addresses, ...terms }));
  clone.commit('Tick');
  return done ? `ticked in ${file}` : `refused to tick ${addresses.join()}`;
};

export const signOff: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  const unread = clone.documents().filter((name) => !world.ledger.hasRead(person.name, name, clone.read(name)));
  if (unread.length === 0) return 'nothing new to read';
  const file = world.random.pick(unread);
  const verdict = world.random.weighted<Verdict>([
    [30, 'Approved'],
    [1, 'Changes Requested'],
    [1, 'Abstained'],
  ]);
  return say(world, person, file, verdict, world.random.once(12) ? ['proposed-solution'] : null);
};

/** Signs, and notes what was said of which text. */
async function say(
  world: World,
  person: Person,
  file: string,
  verdict: Verdict,
  scope: readonly string[] | null,
): Promise<string> {
  const clone = world.cloneOf(person);
  const role = person.role ?? 'Tech Lead';
  const text = clone.read(file);
  const request = { role, verdict, reason: 'so it is', scope, shown: sha256Of(text), dryRun };
  const output = await clone.act(file, (context) => sign.run(context, request));
  if (output.kind === 'done') {
    world.ledger.said(output.event.id, file, { role, who: person.name, verdict, text, scope });
  }
  return `${verdict}${scope === null ? '' : ' in part'}: ${ended(world, person, file, output)}`;
}

/** Takes a document as far as Approved, so that there is something to cheat about: everybody in their own clone, in turn. */
export async function agreeOn(world: World, file: string): Promise<void> {
  const [author, ...others] = people as [Person, ...Person[]];
  const inTurn = async (person: Person, does: () => Promise<string>): Promise<void> => {
    const clone = world.cloneOf(person);
    clone.git('pull', '-q', '--ff-only', 'origin', 'main');
    await does();
    clone.git('push', '-q', 'origin', 'HEAD:main');
  };
  const go = (to: string) => async (): Promise<string> => {
    const output = await world
      .cloneOf(author)
      .act(file, (context) => move.run(context, { to, override: null, dryRun }));
    return ended(world, author, file, output);
  };
  await inTurn(author, go('In Review'));
  for (const role of roles) {
    const signer = others.find((person) => person.role === role) as Person;
    await inTurn(signer, () => say(world, signer, file, 'Approved', null));
  }
  await inTurn(author, go('Approved'));
  const state = stateOf(world.cloneOf(author).read(file));
  if (state !== 'Approved') throw new Error(`${file} is ${state}, although everybody agreed`);
  for (const clone of world.clones.values()) clone.git('pull', '-q', '--ff-only', 'origin', 'main');
}

/** Where a document goes most often from each state, and where else it may go. */
const ways: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
  Draft: [
    [9, 'In Review'],
    [1, 'Approved'],
  ],
  'In Review': [
    [15, 'Approved'],
    [1, 'Draft'],
  ],
  Approved: [
    [6, 'Implemented'],
    [2, 'In Review'],
    [1, 'Draft'],
  ],
  Implemented: [[1, 'In Review']],
};

export const moveOn: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  const file = someDocument(world, person);
  const to = world.random.weighted(ways[stateOf(clone.read(file))] ?? [[1, 'In Review']]);
  const output = await clone.act(file, (context) => move.run(context, { to, override: null, dryRun }));
  return `to ${to}: ${ended(world, person, file, output)}`;
};

export const askSomething: Step = async (world, person) => {
  const file = someDocument(world, person);
  const input = { address: 'overview.goals', quote: '', text: 'Why?', blocking: world.random.once(3), dryRun };
  return ended(world, person, file, await world.cloneOf(person).act(file, (context) => comment.run(context, input)));
};

/** Answers a thread, or resolves it. */
export const answer: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  const open = clone.histories().flatMap((events) => {
    const history = foldEvents(events);
    return (history?.threads ?? [])
      .filter(({ resolutions }) => resolutions.length === 0)
      .map(({ opened }) => ({ file: history?.file ?? '', thread: opened.id }));
  });
  if (open.length === 0) return 'there is no open thread';
  const { file, thread } = world.random.pick(open);
  const output = await clone.act(file, (context) =>
    world.random.once(4)
      ? reply.run(context, { thread, text: 'Because', dryRun })
      : resolveThread.run(context, { thread, text: null, dryRun }),
  );
  return ended(world, person, file, output);
};

export const assignOrHold: Step = async (world, person) => {
  const file = someDocument(world, person);
  const owner = addressOf(world.random.pick(people).name);
  const output = await world
    .cloneOf(person)
    .act(file, (context) =>
      world.random.once(2)
        ? assign.run(context, { owner, team: undefined, decideBy: undefined, dryRun })
        : hold.run(context, { until: world.random.once(2) ? null : '2026-06-01', reason: 'later', dryRun }),
    );
  return ended(world, person, file, output);
};

/** Lets every document say what its history says, as `verify --fix` does. */
export const mend: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  const { context } = await clone.open(null);
  const { documents } = await verify.run(context, {});
  for (const { opened, view } of documents) await context.histories.record(opened, [], view);
  return clone.commit('Let the documents say what they are') ? 'mended' : 'nothing to mend';
};
