import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { and, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { Random } from '../../../cli/test/simulation/random.ts';
import { testDatabase } from '../../test/database.ts';
import { type MirrorWorld, mirrorWorld, template } from '../../test/mirror-world.ts';
import { type Draw, Editor, Program, Typist } from '../../test/mirror-writers.ts';
import { document, keptText, revision, turn } from '../database/tables/documents.ts';
import { conflictsOf } from './conflicts.ts';
import type { FolderPort } from './folder-port.ts';
import type { Mirror } from './mirror.ts';

const database = await testDatabase();
const proof = process.env.SPECWRIGHT_PROOF === '1';
const seed = Number(process.env.SPECWRIGHT_SEED ?? 20260601);
const worlds = proof ? 20 : 2;
const steps = proof ? 250 : 45;

const file = 'notes/night.md';
const prose = 'The parcel waits at the wall all night long and the lamp shows the way to the shift.';
const text = template
  .replace('[Name]', 'Night')
  .replace('Draft | Final', 'Draft')
  .replace('[The reason]', `${prose}\n${prose}\n\n${prose}`)
  .replace('[The way]', `${prose}\n\n${prose}`);

/** A folder whose mirror is killed at the given call, before that is done or right after it. */
function killedAt(port: FolderPort, call: number, isAfter: boolean): FolderPort {
  let left = call;
  const killed = new Error('killed');
  const counted = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    left -= 1;
    if (left < 0 || (left === 0 && !isAfter)) throw killed;
    const result = await work();
    if (left === 0) throw killed;
    return result;
  };
  return {
    scan: () => counted(() => port.scan()),
    read: (name) => counted(() => port.read(name)),
    write: (name, put, expected) => counted(() => port.write(name, put, expected)),
    remove: (name, expected) => counted(() => port.remove(name, expected)),
    histories: () => port.histories(),
    textOf: (digest) => port.textOf(digest),
    record: (events, texts) => counted(() => port.record(events, texts)),
    watch: (heard) => port.watch(heard),
  };
}

/** A mirror that is killed and started again ever again. */
class Mortal {
  readonly #world: MirrorWorld;
  readonly #draw: Draw;
  #mirror: Mirror | null = null;
  lives = 0;

  constructor(world: MirrorWorld, draw: Draw) {
    this.#world = world;
    this.#draw = draw;
  }

  async begin(isMortal: boolean): Promise<Mirror> {
    await this.#mirror?.abandon();
    const [call, isAfter] = [5 + this.#draw(40), this.#draw(2) === 0];
    this.#mirror = this.#world.mirror((port) => (isMortal ? killedAt(port, call, isAfter) : port));
    this.lives += 1;
    await this.#mirror.start();
    return this.#mirror;
  }

  async end(): Promise<void> {
    await this.#mirror?.abandon();
  }
}

interface Rest {
  readonly words: readonly string[];
  readonly lives: number;
  readonly conflicts: number;
}

/** One document that is written in a room, with an editor and by a program at once. */
async function live(name: string): Promise<Rest> {
  const random = new Random(name);
  const draw: Draw = (below) => random.below(below);
  const world = await mirrorWorld(database);
  world.write('specwright.yaml', 'templates:\n  - file: note.md\n    documents: [notes/*.md]\n');
  world.write('note.md', template);
  world.write(file, text);
  const mortal = new Mortal(world, draw);
  try {
    await mortal.begin(false);
    const [row] = await database.queries.select().from(document).where(eq(document.workspace, world.workspace));
    const id = row?.id ?? '';
    const editor = new Editor(join(world.folder, file), draw);
    const typist = new Typist(world, id);
    const program = new Program(world, id);
    await typist.join();
    const words: string[] = [];
    const word = (whose: string): string => {
      words.push(`‹${whose}${words.length}›`);
      return words.at(-1) ?? '';
    };
    for (let step = 0; step < steps; step += 1) {
      await random.weighted<() => unknown>([
        [4, () => typist.type(word('room'), draw)],
        [3, () => editor.type(word('disk'))],
        [3, () => editor.save()],
        [1, () => program.open()],
        [2, () => program.put(word('api'), draw)],
        [1, () => mortal.begin(true)],
        [4, () => sleep(draw(60))],
        [1, () => sleep(150 + draw(150))],
      ])();
    }
    await editor.save();
    await typist.saved();
    const mirror = await mortal.begin(false);
    const end = Date.now() + 20_000;
    for (let equal = 0; equal < 2; ) {
      await world.cut(id);
      await mirror.settle();
      const stored = (await world.stored(id)).text;
      equal = stored === world.read(file) && stored === typist.client.text ? equal + 1 : 0;
      if (Date.now() > end) expect([world.read(file), typist.client.text]).toEqual([stored, stored]);
      await sleep(60);
    }
    const stored = await world.stored(id);
    const kept = await conflictsOf(database.queries, id);
    const turns = await database.queries
      .select()
      .from(turn)
      .where(and(eq(turn.document, id), eq(turn.what, 'choose between two texts')));
    expect(turns).toHaveLength(kept.length);
    for (const { beside, text: one } of kept) expect(world.read(beside)).toBe(one);
    const lost = words.filter((one) => ![stored.text, ...kept.map(({ text: one }) => one)].join('\n').includes(one));
    if (lost.length > 0) {
      const rows = await database.queries
        .select()
        .from(revision)
        .innerJoin(keptText, eq(keptText.digest, revision.revision))
        .where(eq(revision.document, id))
        .orderBy(revision.version);
      for (const one of lost)
        process.stdout.write(
          `${one}: ${rows.map((row) => `${row.revision.version}${row.revision.via[0]}${row.kept_text.text.includes(one) ? '+' : '-'}`).join(' ')}\n`,
        );
      for (const row of rows)
        writeFileSync(`/tmp/lost-${row.revision.version}-${row.revision.via}.md`, row.kept_text.text);
    }
    const everything = [stored.text, ...kept.map(({ text: one }) => one)].join('\n');
    expect(words.filter((one) => !everything.includes(one))).toEqual([]);
    expect(world.troubles.filter((one) => !(one instanceof Error && one.message === 'killed'))).toEqual([]);
    typist.client.close();
    return { words, lives: mortal.lives, conflicts: kept.length };
  } finally {
    await mortal.end();
    await world.close();
  }
}

test(`nothing that anybody writes in a room, in an editor or over the API is lost, from seed ${seed}`, async () => {
  const told: string[] = [];
  for (let number = 0; number < worlds; number += 1) {
    const name = `${seed}-${number}`;
    const { words, lives, conflicts } = await live(name).catch((error: unknown) => {
      throw new Error(`SPECWRIGHT_SEED=${seed}, world ${name}`, { cause: error });
    });
    told.push(`${name}: ${words.length} words, ${lives} mirrors, ${conflicts} conflicts`);
  }
  if (proof) process.stdout.write(`${told.join('\n')}\n`);
});
