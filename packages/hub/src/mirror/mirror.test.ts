import { existsSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeEvent } from '@specwright/core/lifecycle/event.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { and, eq, isNull } from 'drizzle-orm';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { type MirrorWorld, mirrorWorld, template } from '../../test/mirror-world.ts';
import { document, event, turn } from '../database/tables/documents.ts';
import { mirror as mirrorTable } from '../database/tables/mirrors.ts';
import { conflictsOf, resolveConflict } from './conflicts.ts';
import { troublesOf } from './mirrored.ts';

const database = await testDatabase();
const { queries } = database;
const worlds: MirrorWorld[] = [];
afterAll(async () => {
  for (const world of worlds) await world.close();
});

const note = (name: string, why = 'Parcels wait.') =>
  template
    .replace('[Name]', name)
    .replace('Draft | Final', 'Draft')
    .replace('[The reason]', why)
    .replace('[The way]', 'Lamps.');

/** A folder with documents, in step with a workspace. */
async function started(files: Readonly<Record<string, string>>, options: Parameters<typeof mirrorWorld>[1] = {}) {
  const world = await mirrorWorld(database, options);
  worlds.push(world);
  world.write('specwright.yaml', 'templates:\n  - file: note.md\n    documents: [notes/**/*.md]\n');
  world.write('note.md', template);
  for (const [file, text] of Object.entries(files)) world.write(file, text);
  const mirror = world.mirror();
  await mirror.start();
  return { world, mirror };
}

async function documentsOf({ workspace }: MirrorWorld) {
  const rows = await queries
    .select()
    .from(document)
    .where(and(eq(document.workspace, workspace), isNull(document.removedAt)))
    .orderBy(document.file);
  return rows.map(({ file, id }) => [file, id] as const);
}

const named = async (world: MirrorWorld, file: string) =>
  (await documentsOf(world)).find(([name]) => name === file)?.[1] ?? '';

async function write(world: MirrorWorld, id: string, text: string): Promise<void> {
  const { row } = await world.stored(id);
  await world.path.replace({ ...world.caller, via: 'local' }, id, { base: row.revision, text, via: 'api' });
}

test('files that move keep their documents, those that are gone take theirs along, and what the hub changed comes back', async () => {
  const { world, mirror } = await started({
    'notes/a.md': note('A'),
    'notes/b.md': note('B', 'Trains wait.'),
    'notes/c.md': note('C', 'Ships wait.'),
  });
  const [a, b, c] = (await documentsOf(world)).map(([, id]) => id) as [string, string, string];
  renameSync(join(world.folder, 'notes/a.md'), join(world.folder, 'notes/moved.md'));
  rmSync(join(world.folder, 'notes/b.md'));
  rmSync(join(world.folder, 'notes/c.md'));
  await write(world, c, note('C', 'Ships are late.'));
  await expect
    .poll(() => documentsOf(world), { timeout: 10_000 })
    .toEqual([
      ['notes/c.md', c],
      ['notes/moved.md', a],
    ]);
  expect(world.read('notes/c.md')).toBe(note('C', 'Ships are late.'));
  // Back again with another text: it is another document, for nothing of b was recorded in the folder.
  world.write('notes/b.md', note('B', 'Trains are late.'));
  await mirror.settle();
  expect(await named(world, 'notes/b.md')).not.toBe(b);
  await mirror.stop();
});

test('where both change the same words the hub keeps its own, the folder its text beside, and somebody has a turn until they chose', async () => {
  const { world, mirror } = await started({ 'notes/a.md': note('A') });
  const id = await named(world, 'notes/a.md');
  await mirror.stop();
  const clash = async (mine: string, theirs: string) => {
    const now = world.read('notes/a.md');
    await write(world, id, now.replace(/^.*wait.*$/mu, theirs));
    world.write('notes/a.md', now.replace(/^.*wait.*$/mu, mine).replace('Lamps', 'Bright lamps'));
    const again = world.mirror();
    await again.start();
    return again;
  };
  const turns = () =>
    queries
      .select()
      .from(turn)
      .where(and(eq(turn.document, id), eq(turn.what, 'choose between two texts')));

  const second = await clash('Parcels wait in the rain.', 'No parcel waits.');
  expect(world.read('notes/a.md')).toBe(note('A', 'No parcel waits.').replace('Lamps', 'Bright lamps'));
  const [kept] = await conflictsOf(queries, id);
  expect(kept?.beside).toMatch(/^notes\/a\.conflict-[0-9a-f]{8}\.md$/u);
  expect(world.read(kept?.beside ?? '')).toBe(note('A', 'Parcels wait in the rain.').replace('Lamps', 'Bright lamps'));
  expect((await turns())[0]?.why).toBe(`Two texts changed the same words; the folder's is kept as ${kept?.beside}`);
  expect(await documentsOf(world)).toEqual([['notes/a.md', id]]);
  rmSync(join(world.folder, kept?.beside ?? ''));
  await expect.poll(turns).toEqual([]);
  await second.stop();

  const third = await clash('Parcels wait no more.', 'Parcels wait for ever.');
  const [other] = await conflictsOf(queries, id);
  await resolveConflict(world.path, { ...world.caller, via: 'local' }, id, other?.id ?? '');
  expect(await turns()).toEqual([]);
  await third.settle();
  expect(readdirSync(join(world.folder, 'notes'))).toEqual(['a.md']);
  await third.stop();
});

test('what cannot be followed is told, and keeps nothing else from being followed', async () => {
  const { world, mirror } = await started({ 'notes/a.md': note('A'), 'notes/odd.md': 'No note\n' });
  writeFileSync(join(world.folder, 'notes/latin.md'), Buffer.from('# Note: \xe9\n', 'latin1'));
  world.write('notes/nul.md', note('N\0'));
  symlinkSync('/etc/hostname', join(world.folder, 'notes/link.md'));
  symlinkSync('/tmp', join(world.folder, 'elsewhere'));
  const caller = { ...world.caller, via: 'local' } as const;
  for (const file of ['notes/A.md', 'elsewhere/x/far.md'])
    await world.path.create(caller, world.workspace, { file, text: note('Far'), origin: 'written' });
  await write(world, await named(world, 'notes/a.md'), note('A', 'Still followed.'));
  await mirror.settle();
  expect(world.read('notes/a.md')).toContain('Still followed.');
  expect(existsSync('/tmp/x/far.md')).toBe(false);
  const troubles = new Map((await troublesOf(database, world.workspace)).map(({ file, trouble }) => [file, trouble]));
  expect([...troubles.keys()].sort()).toEqual([
    'elsewhere/x/far.md',
    'notes/A.md',
    'notes/latin.md',
    'notes/link.md',
    'notes/nul.md',
  ]);
  expect(troubles.get('notes/link.md')).toBe('notes/link.md is a link, which is not followed');
  expect(troubles.get('elsewhere/x/far.md')).toBe('elsewhere/x/far.md lies behind a link, which is not followed');
  expect(troubles.get('notes/A.md')).toContain('differs from a.md by the case of its letters alone');
  // Once it can be, it is, and nothing is told of it any more.
  world.write('notes/latin.md', note('Late'));
  await mirror.settle();
  expect((await troublesOf(database, world.workspace)).map(({ file }) => file)).not.toContain('notes/latin.md');
  await mirror.stop();
});

test('a folder that is emptied or away removes nothing', async () => {
  const { world, mirror } = await started({ 'notes/a.md': note('A'), 'notes/b.md': note('B') });
  renameSync(world.folder, `${world.folder}-away`);
  await mirror.settle();
  const trouble = async () =>
    (await queries.select().from(mirrorTable).where(eq(mirrorTable.workspace, world.workspace)))[0]?.trouble;
  expect(await trouble()).toBe(`There is no folder ${world.folder}`);
  renameSync(`${world.folder}-away`, world.folder);
  renameSync(join(world.folder, 'notes'), `${world.folder}-notes`);
  for (let looks = 0; looks < 2; looks += 1) {
    await mirror.settle();
    await sleep(1_100);
  }
  expect(await trouble()).toContain('none of its documents any more');
  expect(await documentsOf(world)).toHaveLength(2);
  renameSync(`${world.folder}-notes`, join(world.folder, 'notes'));
  await mirror.settle();
  expect(await trouble()).toBeNull();
  await mirror.stop();
});

test('histories go both ways, and an approval that was pasted into a folder meets no gate of a team', async () => {
  const text = note('A');
  const by = { kind: 'person', id: 'eve@example.com', name: 'Eve' } as const;
  const frame = { at: '2027-01-01T00:00:00.000Z', by, revision: sha256Of(text) };
  const beginning = {
    kind: 'created',
    file: 'notes/a.md',
    title: 'A',
    template: null,
    origin: 'found',
    nonce: 'n',
  } as const;
  const created = makeEvent({ ...frame, ...beginning, document: null, parents: [] });
  const moved = makeEvent({
    ...frame,
    ...{
      document: created.id,
      parents: [created.id],
      kind: 'moved',
      to: 'Final',
      policy: sha256Of('p'),
      template: sha256Of('t'),
    },
  });
  const files = Object.fromEntries(
    [created, moved].map((one) => [`.history/${created.id}/${one.id}.json`, JSON.stringify(one)]),
  );
  const texts = Object.fromEntries([text, 'p', 't'].map((one) => [`.history/texts/${sha256Of(one)}`, one]));
  const { world, mirror } = await started(
    { 'notes/a.md': text, ...files, ...texts },
    { least: 'session', rules: 'both' },
  );
  const [[, id]] = (await documentsOf(world)) as [readonly [string, string]];
  expect(id).toBe(created.id);
  const rows = await queries.select().from(event).where(eq(event.document, id)).orderBy(event.sequence);
  expect(rows.map(({ kind, assurance, account }) => [kind, assurance, account])).toEqual([
    ['created', 'claimed', null],
    ['moved', 'claimed', null],
  ]);
  const { review } = (await world.stored(id)).opened;
  expect(review.assuranceOf(moved)).toBe('claimed');
  const { rows: projected } = await database.pool.query('select status from projection where document_id = $1', [id]);
  expect(projected).toEqual([{ status: 'Draft' }]);

  const { comment } = await import('@specwright/core/operations/comment.ts');
  const caller = { ...world.caller, via: 'session' } as const;
  const said = { address: 'why', text: 'Since when?', quote: '', blocking: false, dryRun: false };
  await world.path.act(caller, id, { action: 'comment', base: null }, (context) => comment.run(context, said));
  await mirror.settle();
  expect(readdirSync(join(world.folder, '.history', id))).toHaveLength(3);
  await mirror.stop();
});

test('in a team the rules of the hub hold, whatever the folder says, and what only some may read is not in it', async () => {
  const { world, mirror } = await started({ 'notes/a.md': note('A') }, { least: 'session', rules: 'hub' });
  // The folder brought neither its template nor its configuration along.
  const troubles = await troublesOf(database, world.workspace);
  expect(troubles.map(({ file }) => file)).toEqual(['note.md', 'notes/a.md', 'specwright.yaml']);
  const { setConfig, setTemplate } = await import('../documents/workspaces.ts');
  const deeds = { database, now: () => new Date(), recorded: async () => {} };
  const admin = { ...world.caller, via: 'local' } as const;
  await setTemplate(deeds, admin, world.workspace, { file: 'note.md', text: template });
  await setConfig(deeds, admin, world.workspace, world.read('specwright.yaml'));
  await mirror.settle();
  expect(await troublesOf(database, world.workspace)).toEqual([]);
  const id = await named(world, 'notes/a.md');
  await queries.update(document).set({ restricted: true }).where(eq(document.id, id));
  await mirror.settle();
  expect(existsSync(join(world.folder, 'notes/a.md'))).toBe(false);
  await sleep(1_100);
  await mirror.settle();
  expect(await named(world, 'notes/a.md')).toBe(id);
  await mirror.stop();
});
