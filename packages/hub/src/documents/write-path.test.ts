import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import { comment } from '@specwright/core/operations/comment.ts';
import { set } from '@specwright/core/operations/edit-set.ts';
import { move } from '@specwright/core/operations/move.ts';
import { sign } from '@specwright/core/operations/sign.ts';
import { verified } from '@specwright/core/operations/verify.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { person, problemOf } from '../../test/people.ts';
import { standingOf } from '../api/documents/standing.ts';
import { keptText, projection, template, turn, workspace } from '../database/tables/documents.ts';
import type { Caller } from '../rights/right.ts';
import { searchDocuments } from '../search/search-documents.ts';
import type { StoredDocument } from './stored-document.ts';
import { WritePath } from './write-path.ts';

const database = await testDatabase();
const parser = await loadParser();
const told: string[] = [];
let clock = Date.parse('2026-03-02T09:00:00Z');
const path = new WritePath({
  database,
  parser,
  least: 'session',
  told: async (_, { action, events }) => {
    told.push([action, ...events.map(({ kind }) => kind)].join(' '));
  },
  settle: async () => undefined,
  now: () => {
    clock += 1_000;
    return new Date(clock);
  },
});

const templateText = `# Design: [Name]

**Author**: [Name]
**Status**: Draft | In Review | Approved

## Problem

[What is wrong]

## Risks

| Risk | Impact |
|------|--------|
| [Risk] | Low/Med/High |

## Sign-offs

| Role | Name | Status | Date |
|------|------|--------|------|
| Tech Lead | | Pending | |
`;
const text = `# Design: Retries

**Author**: Ada
**Status**: Draft

## Problem

Parcels are lost at night.

## Risks

| Risk | Impact |
|------|--------|
| Load | High |

## Sign-offs

| Role | Name | Status | Date |
|------|------|--------|------|
| Tech Lead | | Pending | |
`;

await database.queries
  .insert(workspace)
  .values({ id: 'w', name: 'w', title: 'W', config: 'lifecycle:\n  roles:\n    Tech Lead: {}\n' });
await database.queries.insert(keptText).values({ digest: sha256Of(templateText), text: templateText });
await database.queries.insert(template).values({ workspace: 'w', file: 'design.md', digest: sha256Of(templateText) });
const ada = await person(database.queries, 'Ada', { admin: true });
const tia = await person(database.queries, 'Tia', { admin: true });
const stranger = await person(database.queries, 'Mal');

/** The caller as they are just after they signed in. */
const fresh = (caller: Caller): Caller => ({ ...caller, authenticatedAt: new Date(clock) });
let files = 0;
const begin = (): ReturnType<WritePath['create']> => {
  files += 1;
  return path.create(ada, 'w', { file: `specs/${files}.md`, text, origin: 'written' });
};
const stateOf = async (id: string) => {
  const { opened } = await path.read(ada, id);
  return verified(opened).status.state;
};
const turnsAt = (id: string) =>
  database.queries.select().from(turn).where(eq(turn.document, id)).orderBy(turn.who, turn.what, turn.address);
const signAs = (caller: Caller, id: string, shown: string) =>
  path.act(caller, id, { action: 'sign', base: null }, (context) =>
    sign.run(context, { role: 'Tech Lead', verdict: 'Approved', reason: null, scope: null, shown, dryRun: false }),
  );
const moveTo = (to: string, id: string) =>
  path.act(ada, id, { action: 'move', base: null }, (context) =>
    move.run(context, { to, override: null, dryRun: false }),
  );

test('a document is begun, edited by address, talked about, and found', async () => {
  const { row } = await begin();
  const edited = await path.edit(ada, row.id, row.revision, (context) =>
    set.run(context, { values: [{ address: 'risks[1].impact', value: 'Low' }], force: false, keepDate: false }),
  );
  expect(edited.output.kind).toBe('edited');
  expect(edited.document.row).toMatchObject({ version: 2 });
  const { output } = await path.act(tia, row.id, { action: 'comment', base: null }, (context) =>
    comment.run(context, { address: 'problem', quote: '', text: 'Which nights?', blocking: true, dryRun: false }),
  );
  expect(output.kind).toBe('done');
  expect(told.slice(-3)).toEqual(['create created', 'edit', 'comment thread-opened']);
  const [projected] = await database.queries.select().from(projection).where(eq(projection.document, row.id));
  expect(projected).toMatchObject({ title: 'Retries', status: 'Draft', blockingThreads: 1, author: ['Ada'] });
  const { documents } = await searchDocuments(database, ada, {
    ...{ workspace: null, text: 'parcels risks.impact:low', filters: [] },
    ...{ sort: 'rank', cursor: null, limit: 10 },
  });
  expect(documents.map(({ id }) => id)).toEqual([row.id]);
  const said = await searchDocuments(database, ada, {
    ...{ workspace: null, text: '"which nights"', filters: [], sort: 'rank', cursor: null, limit: 10 },
  });
  expect(said.documents.map(({ id, places }) => [id, places.map(({ kind }) => kind)])).toEqual([[row.id, ['thread']]]);
});

test('what is written on an old text is refused with all that is needed to go on', async () => {
  const { row } = await begin();
  await path.replace(ada, row.id, { base: row.revision, text: text.replace('at night', 'by day'), via: 'api' });
  const late = text.replace('| Load | High |', '| Load | Med |');
  const stale = await path.replace(tia, row.id, { base: row.revision, text: late, via: 'api' }).catch((error) => error);
  expect(stale).toMatchObject({ kind: 'stale-base', members: { base: text } });
  expect(stale.members.merged).toEqual({ text: late.replace('at night', 'by day'), conflicts: 0 });
  const unknown = await path
    .replace(tia, row.id, { base: sha256Of(templateText), text, via: 'api' })
    .catch((error) => error);
  expect(unknown).toMatchObject({ members: { base: null, merged: null } });
});

test('nobody does what they have no right to, and sees no document that they may not read', async () => {
  const { row } = await begin();
  expect(await problemOf(path.read(stranger, row.id))).toBe('not-found');
  expect(await problemOf(path.replace(stranger, row.id, { base: row.revision, text: 'x', via: 'api' }))).toBe(
    'not-found',
  );
  expect(await problemOf(path.create(stranger, 'w', { file: 'a.md', text, origin: 'written' }))).toBe('not-found');
  for (const file of ['../a.md', '/a.md', 'a/../b.md', 'a\\b.md', 'a.txt', '.hidden/a.md', ''])
    expect(await problemOf(path.create(ada, 'w', { file, text, origin: 'written' })), file).toBe('invalid-body');
  for (const bad of [`${text}\0`, `${text}\ud800`])
    expect(await problemOf(path.replace(ada, row.id, { base: row.revision, text: bad, via: 'api' }))).toBe(
      'invalid-body',
    );
});

test('an approval asks for a fresh proof and for the text that was shown, and falls when its part changes', async () => {
  const { row } = await begin();
  expect((await moveTo('In Review', row.id)).output.kind).toBe('done');
  const { row: now } = await path.read(ada, row.id);
  const tired: Caller = { ...tia, authenticatedAt: new Date(clock - 3_600_000) };
  expect(await problemOf(signAs(tired, row.id, now.revision))).toBe('reauthentication-needed');
  const token: Caller = { ...fresh(tia), via: 'token', authenticatedAt: null };
  expect(await problemOf(signAs(token, row.id, now.revision))).toBe('missing-right');
  expect((await signAs(fresh(tia), row.id, row.revision)).output.kind).toBe('refused');
  expect((await signAs(fresh(tia), row.id, now.revision)).output.kind).toBe('done');
  expect((await moveTo('Approved', row.id)).output.kind).toBe('done');
  expect(await stateOf(row.id)).toBe('Approved');
  const approved = await path.read(ada, row.id);
  const edited = approved.opened.review.current.bound.source.text.replace('at night', 'by day');
  await path.replace(ada, row.id, { base: approved.row.revision, text: edited, via: 'api' });
  expect(await stateOf(row.id)).toBe('In Review');
});

test('whoever edits while somebody signs and moves never makes approved what was not read', async () => {
  const rounds = process.env.SPECWRIGHT_PROOF === '1' ? 1_000 : 8;
  for (let round = 0; round < rounds; round += 1) {
    const { row } = await begin();
    await moveTo('In Review', row.id);
    const { row: shown, opened } = await path.read(ada, row.id);
    const edited = opened.review.current.bound.source.text.replace('Parcels', `Letters ${round}`);
    await Promise.allSettled([
      signAs(fresh(tia), row.id, shown.revision).then(() => moveTo('Approved', row.id)),
      path.replace(ada, row.id, { base: shown.revision, text: edited, via: 'api' }),
    ]);
    const end = await path.read(ada, row.id);
    const { state } = verified(end.opened).status;
    const isEdited = end.opened.review.current.bound.source.text.includes('Letters');
    expect(state === 'Approved' && isEdited).toBe(false);
  }
});

test('projections that are made anew are as each write left them, and a write gives what is read after it', async () => {
  const { row } = await begin();
  const same = async (written: StoredDocument): Promise<void> => {
    const read = await path.read(ada, row.id);
    expect(read.row).toEqual(written.row);
    expect(standingOf(read.opened)).toEqual(standingOf(written.opened));
    expect(read.past.newest).toEqual(written.past.newest);
    const [before] = await database.queries.select().from(projection).where(eq(projection.document, row.id));
    const turns = await turnsAt(row.id);
    await database.queries.delete(projection).where(eq(projection.document, row.id));
    await database.queries.delete(turn).where(eq(turn.document, row.id));
    await path.rebuild(row.id);
    const [after] = await database.queries.select().from(projection).where(eq(projection.document, row.id));
    expect(after).toEqual(before);
    expect(await turnsAt(row.id)).toEqual(turns);
  };
  await same((await moveTo('In Review', row.id)).document);
  const { document: signed } = await signAs(fresh(tia), row.id, (await path.read(ada, row.id)).row.revision);
  await same(signed);
  await same((await moveTo('Approved', row.id)).document);
  const { revision: base } = (await path.read(ada, row.id)).row;
  const edited = (await path.readText(ada, row.id)).text.replace('at night', 'by day');
  const fallen = await path.replace(tia, row.id, { base, text: edited, via: 'api' });
  expect(verified(fallen.opened).status.state).toBe('In Review');
  await same(fallen);
  const back = await path.replace(ada, row.id, { base: fallen.row.revision, text: signed.text, via: 'api' });
  await same(back);
});
