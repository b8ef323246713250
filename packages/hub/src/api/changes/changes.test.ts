import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { design, teamHub } from '../../../test/team-hub.ts';
import { watchChanges } from '../../../test/watch-changes.ts';
import { change } from '../../database/tables/changes.ts';
import { document, grant } from '../../database/tables/documents.ts';
import { keyedRequest } from '../../database/tables/requests.ts';
import { session } from '../../database/tables/sign-in.ts';
import { noteChanges } from '../../documents/changes.ts';
import { rightsChanged } from '../../rights/rights-changed.ts';

const database = await testDatabase();
const { queries } = database;
const hub = await teamHub(database);
const root = await hub.signIn('Root', 'admin of the hub');
await hub.makeWorkspace('specs', root);
const ada = await hub.signIn('Ada', 'author');
const eve = await hub.signIn('Eve');

const begun = async (file: string): Promise<string> =>
  (await ada.ask('POST', '/workspaces/specs/documents', { file, text: design(file) })).body.id;

test('whoever watches is told what changes, of what they may read, and goes on where they were', async () => {
  const mine = await watchChanges(hub.url, ada.headers);
  const hers = await watchChanges(hub.url, eve.headers);
  expect([mine.status, mine.type]).toEqual([200, 'text/event-stream; charset=utf-8']);
  const ready = await mine.next();
  expect([ready?.event, (await hers.next())?.event]).toEqual(['ready', 'ready']);

  const id = await begun('a.md');
  // What was changed just before may still be told: it waits for every transaction that was open then.
  let first = await mine.next();
  while (first?.data.kind === 'rules') first = await mine.next();
  const told = [first, await mine.next()];
  expect(told.map((one) => [one?.event, one?.data.kind, one?.data.document])).toEqual([
    ['change', 'text', id],
    ['change', 'history', id],
  ]);
  await mine.leave();
  const { body } = await ada.ask('GET', `/documents/${id}`);
  await ada.ask('POST', `/documents/${id}/set`, {
    revision: body.revision,
    values: [{ address: 'problem', value: 'Parcels are late.' }],
  });
  const other = await begun('b.md');
  await queries.update(document).set({ restricted: true }).where(eq(document.id, other));

  const back = await watchChanges(hub.url, { ...ada.headers, 'last-event-id': told[0]?.id ?? '' });
  expect((await back.next())?.event).toBe('ready');
  expect(await back.next()).toEqual(told[1]);
  expect((await back.next())?.data).toMatchObject({ kind: 'text', document: id });
  await queries
    .insert(grant)
    .values({ id: 'g', workspace: 'specs', document: other, account: eve.caller.account, right: 'reader' });
  await rightsChanged(queries);
  // What is restricted was left out, and the next thing that is told is that rights changed.
  expect([(await back.next())?.event, (await hers.next())?.event]).toEqual(['rights', 'rights']);
  await database.transaction((queries) => noteChanges(queries, { workspace: 'specs', document: other }, ['text']));
  expect((await hers.next())?.data).toMatchObject({ kind: 'text', document: other });
  await Promise.all([back.leave(), hers.leave()]);
});

test('nothing is left out that is committed after something that began later', async () => {
  const watching = await watchChanges(hub.url, root.headers);
  await watching.next();
  let release = (): void => {};
  const slow = database.transaction(async (queries) => {
    await noteChanges(queries, { workspace: 'specs', document: null }, ['rules']);
    await new Promise<void>((done) => {
      release = done;
    });
  });
  await expect.poll(async () => (await database.pool.query('select 1')).rowCount).toBe(1);
  const id = await begun('slow.md');
  release();
  await slow;
  const told = [await watching.next(), await watching.next(), await watching.next()].map((one) => one?.data);
  expect(told.map((one) => [one?.kind, one?.document])).toEqual([
    ['rules', null],
    ['text', id],
    ['history', id],
  ]);
  await watching.leave();
});

test('who missed more than is kept begins anew, and who is signed out is told no more', async () => {
  const early = await watchChanges(hub.url, { ...root.headers, 'last-event-id': '0-0' });
  expect([(await early.next())?.event, (await early.next())?.event]).toEqual(['ready', 'change']);
  await early.leave();
  await queries.delete(change).where(sql`${change.sequence} < 3`);
  const late = await watchChanges(hub.url, { ...root.headers, 'last-event-id': '0-0' });
  expect([(await late.next())?.event, (await late.next())?.event]).toEqual(['ready', 'reset']);
  expect((await watchChanges(hub.url, { ...root.headers, 'last-event-id': 'x' })).status).toBe(400);
  expect((await watchChanges(hub.url, {})).status).toBe(401);
  await queries.delete(session).where(eq(session.account, root.caller.account));
  await rightsChanged(queries);
  expect(await late.next()).toBeNull();
});

test('a request with a key is done once, however often and at once it is sent', async () => {
  const asked = { file: 'once.md', text: design('Once') };
  const key = { 'idempotency-key': 'k-1' };
  const send = (body: object = asked, headers: object = key) =>
    ada.ask('POST', '/workspaces/specs/documents', body, headers);
  const answers = await Promise.all([send(), send(), send()]);
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  for (const { status, body } of answers)
    expect(status === 201 || body.detail === 'The same request is being answered').toBe(true);
  const again = await send();
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
  expect(again.body).toEqual(answers.find(({ status }) => status === 201)?.body);
  expect(await database.queries.$count(document, eq(document.file, 'once.md'))).toBe(1);
  expect((await send({ ...asked, file: 'other.md' })).body.detail).toContain('given to something else');
  expect((await send({ ...asked, file: 'other.md' }, { 'idempotency-key': 'with space' })).status).toBe(400);

  // Of what failed nothing was done: under the same key it may succeed.
  const failed = { 'idempotency-key': 'k-2' };
  expect((await send(asked, failed)).status).toBe(409);
  expect((await send({ ...asked, file: 'new.md' }, failed)).status).toBe(201);
  // Another's key is another key.
  const bob = await hub.signIn('Bob', 'author');
  expect((await bob.ask('POST', '/workspaces/specs/documents', { ...asked, file: 'bob.md' }, key)).status).toBe(201);

  const old = new Date(Date.now() - 120_000);
  await queries.update(keyedRequest).set({ status: null, at: old }).where(eq(keyedRequest.key, 'k-2'));
  expect((await send({ ...asked, file: 'new.md' }, failed)).body.detail).toContain('is not known');
});
