import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasOpenQuestion, isAgreed, objectionsTo, type Statement, unapproved } from '../../test/naive-approval.ts';
import { ada, castWithKeys, em, holders, mal, sec, shortSpec, tl, tl2, under } from '../../test/review-cast.ts';
import { ReviewWorld } from '../../test/review-world.ts';
import { decideMove, decideSignOff } from './decide.ts';
import { type Actor, type HistoryEvent, verdicts } from './event.ts';
import { effectiveStatus, isApprovedState } from './status.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);
const runs = { seed, numRuns: proof ? 400 : 12 };
const longest = proof ? 60 : 40;

const everybody = [ada, tl, tl2, em, sec, mal];
const roles = Object.keys(holders);

/** One document and what really was said of it. */
class Story {
  readonly world = new ReviewWorld(shortSpec, castWithKeys).begin(ada);
  readonly said: Statement[] = [];
  readonly texts: string[] = [shortSpec];
  readonly #threads: { readonly event: HistoryEvent; open: boolean }[] = [];
  #words = 0;

  /** Changes the text in one way of several; `at` says where. */
  edit(way: number, at: number): void {
    const { world } = this;
    const lines = world.text.split('\n');
    if (way < 4) {
      const places = lines.flatMap((line, place) => (/^(?:- |[A-Z])/u.test(line) ? [place] : []));
      const place = places[at % places.length] as number;
      lines[place] = `${lines[place]} word${++this.#words}`;
      world.text = lines.join('\n');
    } else if (way === 4) world.text = withoutSection(world.text, at);
    else if (way === 5) world.text = this.texts[at % this.texts.length] as string;
    else if (way === 6)
      world.text = world.text.replace('## Dependencies', `## Backdoors ${++this.#words}\n\nMany.\n\n## Dependencies`);
    else if (way === 7) world.text = swapped(world.text);
    else if (way === 8)
      world.text = world.text.replace(/^- \[( |x)\]/mu, (box) => (box === '- [ ]' ? '- [x]' : '- [ ]'));
    else
      world.text = world.text.replace(/^\*\*Status\*\*: .*$/mu, '**Status**: Approved').replace('Pending', 'Approved');
    this.texts.push(world.text);
  }

  sign(by: Actor, role: string, verdict: Statement['verdict'], narrow: boolean): void {
    const { world } = this;
    const scope = narrow ? ['proposed-solution'] : null;
    const request = {
      role,
      verdict: verdict as never,
      reason: 'so',
      scope,
      shown: world.revision,
      revision: world.revision,
    };
    const decision = decideSignOff(world.review(), { by, ...under }, request);
    if (decision.kind === 'refused') return;
    world.append(decision.data, by, 'key');
    this.said.push({ role, who: by.id, verdict, text: world.text, scope });
  }

  move(by: Actor, to: string): void {
    const decision = decideMove(this.world.review(), { by, ...under }, to, null);
    if (decision.kind === 'granted') this.world.append(decision.data, by, 'key');
  }

  object(by: Actor): void {
    const data = { kind: 'thread-opened', address: '(document)', quote: '', text: 'no', blocking: true } as const;
    this.#threads.push({ event: this.world.append(data, by, 'key'), open: true });
  }

  concede(): void {
    const thread = this.#threads.find(({ open }) => open);
    if (thread === undefined) return;
    this.world.append({ kind: 'resolved', thread: thread.event.id, text: null }, thread.event.by, 'key');
    thread.open = false;
  }

  /** An event that nobody decided: a sign-off in anybody's name or a move, over any text, knowing whatever suits it. */
  forge(what: number, at: number, back: number): void {
    const { world } = this;
    const by = everybody[at % everybody.length] as Actor;
    const assurance = by === mal ? 'key' : 'claimed';
    const known = world.events[world.events.length - 1 - (back % world.events.length)] as HistoryEvent;
    const now = world.text;
    world.text = this.texts[at % this.texts.length] as string;
    const parents = back % 4 === 0 ? undefined : [known.id];
    if (what < verdicts.length) {
      const parts = Object.fromEntries(world.review().current.digests.own);
      const said = { role: roles[back % roles.length] as string, verdict: verdicts[what] ?? 'Approved', parts };
      world.append({ kind: 'signed', reason: null, required: [], ...said, ...under }, by, assurance, parents);
    } else {
      const to = ['Draft', 'In Review', 'Approved', 'Implemented'][what % 4] as string;
      const ways = [
        { kind: 'moved' as const },
        { kind: 'moved' as const, origin: 'line' as const },
        { kind: 'overridden' as const, reason: 'so', missing: [] },
      ] as const;
      const said = ways[back % 3] ?? ways[0];
      world.append({ ...said, to, ...under }, by, assurance, parents);
    }
    world.text = now;
  }

  expectSound(): void {
    const { world, said } = this;
    const status = effectiveStatus(world.review());
    if (isApprovedState(status.state)) {
      expect(unapproved(world.text, said, roles)).toEqual([]);
      expect(objectionsTo(world.text, said)).toEqual([]);
      return;
    }
    const isReady =
      isAgreed(world.text, said, roles) && !this.#threads.some(({ open }) => open) && !hasOpenQuestion(world.text);
    if (!isReady || status.state !== 'In Review') return;
    expect(status.fallenFrom).toBeNull();
    expect(decideMove(world.review(), { by: ada, ...under }, 'Approved', null)).toMatchObject({ kind: 'granted' });
  }
}

/** The text without one of its lower sections. */
function withoutSection(text: string, at: number): string {
  const pieces = text.split(/^(?=#{1,6} )/mu);
  const lower = pieces.filter((piece) => /^#{3,4} /u.test(piece));
  const gone = lower[at % Math.max(1, lower.length)];
  return pieces.filter((piece) => piece !== gone).join('');
}

/** The text with two of its upper sections in each other's place. */
function swapped(text: string): string {
  const pieces = text.split(/^(?=## )/mu);
  const place = pieces.findIndex((piece) => piece.startsWith('## Risks'));
  if (place < 1) return text;
  const [risks = ''] = pieces.splice(place, 1);
  pieces.splice(place - 1, 0, risks);
  return pieces.join('');
}

/** One step, told in a line when a law is broken. */
class Step {
  readonly run: (story: Story) => void;
  readonly #tell: string;

  constructor(tell: string, run: (story: Story) => void) {
    this.#tell = tell;
    this.run = run;
  }

  [fc.toStringMethod](): string {
    return this.#tell;
  }
}

const who = fc.constantFrom(...everybody);
const inRole = fc.constantFrom(...roles);

const edits = fc
  .tuple(fc.nat(9), fc.nat(40))
  .map(([way, at]) => new Step(`edit in way ${way} at ${at}`, (story) => story.edit(way, at)));

const signing = fc
  .tuple(inRole, fc.nat(1), fc.constantFrom('Approved', 'Approved', ...verdicts), fc.nat(5))
  .map(([role, which, verdict, narrow]) => {
    const own = holders[role] ?? [];
    const by = own[which % own.length] as Actor;
    const tell = `${by.name} says ${verdict} as ${role}${narrow === 0 ? ' of a part' : ''}`;
    return new Step(tell, (story) => story.sign(by, role, verdict, narrow === 0));
  });

/** Everybody looks at the text of now: else hardly a document would ever come as far as being approved. */
const agreement = fc.constant(
  new Step('everybody approves', (story) => {
    for (const role of roles) for (const by of holders[role] ?? []) story.sign(by, role, 'Approved', false);
    story.move(ada, 'In Review');
    story.move(ada, 'Approved');
  }),
);

const wrongRoles = fc
  .tuple(who, inRole)
  .map(
    ([by, role]) => new Step(`${by.name} tries to sign as ${role}`, (story) => story.sign(by, role, 'Approved', false)),
  );

const moves = fc
  .tuple(who, fc.constantFrom('Draft', 'In Review', 'Approved', 'Implemented'))
  .map(([by, to]) => new Step(`${by.name} moves to ${to}`, (story) => story.move(by, to)));

const threads = fc
  .option(who)
  .map((by) =>
    by === null
      ? new Step('a thread is resolved', (story) => story.concede())
      : new Step(`${by.name} opens a blocking thread`, (story) => story.object(by)),
  );

const forgeries = fc
  .tuple(fc.nat(11), fc.nat(60), fc.nat(20))
  .map(([what, at, back]) => new Step(`forge ${what} at ${at} back ${back}`, (story) => story.forge(what, at, back)));

const step = fc.oneof(
  { weight: 3, arbitrary: edits },
  { weight: 2, arbitrary: signing },
  { weight: 3, arbitrary: agreement },
  { weight: 1, arbitrary: wrongRoles },
  { weight: 3, arbitrary: moves },
  { weight: 2, arbitrary: threads },
  { weight: 4, arbitrary: forgeries },
);

test('nothing is approved but what every required role approved as it stands, and that always is', () => {
  let approved = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: longest }), (steps) => {
      const story = new Story();
      for (const { run } of steps) {
        run(story);
        story.expectSound();
        if (isApprovedState(story.world.state)) approved += 1;
      }
    }),
    runs,
  );
  // A story in which nothing is ever approved proves nothing.
  expect(approved).toBeGreaterThan(runs.numRuns);
});
