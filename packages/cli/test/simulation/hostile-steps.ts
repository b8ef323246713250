import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DecidedUnder,
  type EventData,
  type HistoryEvent,
  makeEvent,
  verdicts,
} from '@specwright/core/lifecycle/event.ts';
import { openOne } from '@specwright/core/operations/act.ts';
import { sign } from '@specwright/core/operations/sign.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { SshSignatures } from '../../src/history/ssh-signatures.ts';
import { actorOf, addressOf, people, roles } from './cast.ts';
import { type Clone, HISTORY } from './clone.ts';
import { offer } from './git-steps.ts';
import type { Step } from './honest-steps.ts';
import type { World } from './world.ts';

/** One way to cheat: changes files in a clone. */
type Attack = (world: World, clone: Clone) => Promise<string>;

/** Begins anew from the protected branch, cheats in one to three ways, and offers the result. */
export const attack: Step = async (world, person) => {
  const clone = world.cloneOf(person);
  clone.git('fetch', '-q', '--prune', 'origin');
  clone.git('reset', '-q', '--hard', 'origin/main');
  clone.git('clean', '-qfdx');
  const told: string[] = [];
  for (let count = 1 + world.random.below(3); count > 0; count -= 1) {
    told.push(await world.random.pick(attacks)(world, clone));
  }
  const author = world.random.pick(people).name;
  clone.commit('Small things', `--author=${author} <${addressOf(author)}>`);
  return `${told.join(', ')}: ${await offer(world, person)}`;
};

const typeApproved: Attack = async (world, clone) => {
  const file = world.random.pick(clone.documents());
  const text = clone.read(file).replace(/^\*\*Status\*\*: .*$/mu, '**Status**: Approved');
  clone.write(
    file,
    text.replace(/^\| (Tech Lead|Engineering Manager|Security) \|.*$/gmu, '| $1 | tia | Approved | 2026-02-01 |'),
  );
  return `typed Approved into ${file}`;
};

const changeText: Attack = async (world, clone) => {
  const file = world.random.pick(clone.documents());
  clone.write(file, clone.read(file).replace('One call', 'One call, for anybody,'));
  return `changed ${file}`;
};

/** Appends an event in anybody's name that knows whatever suits it and names one of some texts, or one known before. */
async function forge(
  world: World,
  clone: Clone,
  data: EventData,
  texts = clone.documents().map((file) => clone.read(file)),
): Promise<string> {
  const { random } = world;
  const events = random.pick(clone.histories());
  const [{ document, id }] = [random.pick(events)];
  const heads = events.filter((event) => !events.some(({ parents }) => parents.includes(event.id)));
  const known = random.once(2) ? heads.map((event) => event.id) : [random.pick(events).id];
  for (const text of texts) clone.write(`${HISTORY}/texts/${sha256Of(text)}`, text);
  const event = makeEvent({
    ...data,
    document: data.kind === 'created' ? null : (document ?? id),
    parents: data.kind === 'created' ? [] : random.once(10) ? ['0'.repeat(64)] : known,
    at: random.once(2) ? random.pick(events).at : world.clock.now(),
    by: actorOf(random.pick(people).name),
    revision: random.once(2) ? random.pick(events).revision : sha256Of(random.pick(texts)),
  });
  const signed = await random.pick(signings)(world, event, events);
  clone.write(`${HISTORY}/${event.document ?? event.id}/${event.id}.json`, JSON.stringify(signed));
  return `forged ${JSON.stringify(data).slice(0, 60)} by ${event.by.name}`;
}

/** Nobody's signature, that of another event, the own one, and the own one in the own name. */
const signings: readonly ((
  world: World,
  event: HistoryEvent,
  others: readonly HistoryEvent[],
) => Promise<HistoryEvent>)[] = [
  async (_, event) => event,
  async ({ random }, event, others) => {
    const { signature } = random.pick(others);
    return signature === undefined ? event : { ...event, signature };
  },
  async (world, event) => new SshSignatures(null, world.keyOf('mal')).sign(event),
];

/** The rules that some event names. */
function under(world: World, clone: Clone): DecidedUnder {
  const decided = clone
    .histories()
    .flat()
    .flatMap((event) => ('policy' in event ? [event] : []));
  const { policy, template } = decided.length === 0 ? nothing : world.random.pick(decided);
  return { policy, template };
}

const nothing: DecidedUnder = { policy: '0'.repeat(64), template: '0'.repeat(64) };

const forgeSignOff: Attack = async (world, clone) => {
  const { random } = world;
  const { context } = await clone.open(random.pick(clone.documents()));
  const opened = await openOne(context);
  const parts = 'review' in opened ? Object.fromEntries(opened.review.current.digests.own) : {};
  const origin = random.once(4) ? { origin: 'table' as const } : {};
  const said = { role: random.pick(roles), verdict: random.pick(verdicts), reason: null, parts, ...origin };
  const required = random.once(2) ? [] : [...roles].sort();
  return forge(world, clone, { kind: 'signed', ...said, required, ...under(world, clone) });
};

const forgeMove: Attack = async (world, clone) => {
  const to = world.random.pick(['Draft', 'In Review', 'Approved', 'Approved', 'Implemented']);
  const rules = under(world, clone);
  const data: EventData = world.random.once(3)
    ? { kind: 'overridden', to, reason: 'It is urgent', missing: [], ...rules }
    : { kind: 'moved', to, ...(world.random.once(4) ? { origin: 'line' } : {}), ...rules };
  return forge(world, clone, data);
};

/** Says that the history is another file's, that another history is this file's, or that somebody may act for another. */
const forgeBeginning: Attack = async (world, clone) => {
  const file = world.random.pick(clone.documents());
  const template = { file: 'specs/template.md', digest: sha256Of(clone.read('specs/template.md')) };
  return forge(
    world,
    clone,
    world.random.pick<EventData>([
      { kind: 'renamed', file: world.random.once(2) ? file : 'specs/gone.md' },
      { kind: 'created', file, title: '', template, origin: 'found', nonce: world.clock.nonce() },
      { kind: 'moved', to: 'Approved', origin: 'line', ...(await under(world, clone)) },
      { kind: 'adopted', file, template },
      { kind: 'delegated', role: world.random.pick(roles), to: addressOf('mal'), until: null, reason: null },
    ]),
  );
};

/** Takes one document away, and has histories claim that they saw the text of another. */
const graft: Attack = async (world, clone) => {
  const { random } = world;
  const documents = clone.documents();
  if (documents.length < 2) return 'had one document only';
  const gone = random.pick(documents);
  const file = random.pick(documents.filter((document) => document !== gone));
  if (random.once(2)) await changeText(world, clone);
  const text = clone.read(file);
  rmSync(join(clone.folder, gone));
  const seen = { kind: 'thread-opened', address: 'goals', quote: '', text: 'Seen', blocking: false } as const;
  const told: string[] = [`took ${gone} away`];
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    const data = random.pick<EventData>([seen, seen, { kind: 'renamed', file }]);
    told.push(await forge(world, clone, data, random.once(4) ? ['Something else\n'] : [text]));
  }
  return told.join(', ');
};

/** Signs with the own key as whoever the weakened rules let sign. */
const signAsMyself: Attack = async (world, clone) => {
  const file = world.random.pick(clone.documents());
  const request = { role: world.random.pick(roles), verdict: 'Approved', reason: null, scope: null } as const;
  const shown = sha256Of(clone.read(file));
  const output = await clone.act(file, (context) => sign.run(context, { ...request, shown, dryRun: false }));
  return `signed as themselves: ${output.kind}`;
};

/** Files of the history by their names, events or texts. */
function filesOf(clone: Clone, texts: boolean): readonly string[] {
  const folder = join(clone.folder, HISTORY);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => (texts ? /^texts\/[0-9a-f]{64}$/u : /^[0-9a-f]{64}\/.*\.json$/u).test(name))
    .sort()
    .map((name) => `${HISTORY}/${name}`);
}

const takeAway: Attack = async (world, clone) => {
  const files = filesOf(clone, world.random.once(3));
  if (files.length === 0) return 'there was nothing to take away';
  const file = world.random.pick(files);
  rmSync(join(clone.folder, file));
  return `took ${file.slice(-20)} away`;
};

const alter: Attack = async (world, clone) => {
  const files = filesOf(clone, world.random.once(3));
  if (files.length === 0) return 'there was nothing to alter';
  const file = world.random.pick(files);
  const text = clone.read(file);
  const altered = world.random.pick([
    text.replaceAll('Changes Requested', 'Approved').replaceAll('Abstained', 'Approved'),
    text.replaceAll('paper', 'plastic'),
    text.replace(/"signature": "[^"]*"/u, '"signature": "none"'),
    '{"v":1}',
    text.slice(0, text.length / 2),
  ]);
  clone.write(file, altered);
  return `altered ${file.slice(-20)}`;
};

const weakenRules: Attack = async (world, clone) => {
  const { random } = world;
  const policy = clone.read('specwright.yaml');
  const weak = random.pick([
    policy.replace('assurance: key', 'assurance: claimed'),
    policy.replace(/^( {4}Security:\n)/mu, '$1      required: false\n'),
    policy.replace(/^( {4}Tech Lead:\n)/mu, '$1      scope: [overview]\n'),
    policy.replaceAll(/people: \[[^\]]*\]/gu, `people: [${addressOf('mal')}]`),
  ]);
  clone.write('specwright.yaml', weak);
  if (random.once(2))
    clone.write('specs/template.md', clone.read('specs/template.md').replace(/^\| Security .*\n/mu, ''));
  if (random.once(2)) {
    const signers = clone.read('.specwright/allowed_signers');
    clone.write('.specwright/allowed_signers', `${signers}${roleKeys(world)}`);
  }
  return 'weakened the rules';
};

/** Lets the own key speak for everybody. */
function roleKeys(world: World): string {
  return people.map(({ name }) => world.signerLine(name, 'mal')).join('');
}

const attacks: readonly Attack[] = [
  typeApproved,
  changeText,
  forgeSignOff,
  forgeSignOff,
  forgeMove,
  forgeMove,
  forgeBeginning,
  graft,
  signAsMyself,
  takeAway,
  alter,
  weakenRules,
];
