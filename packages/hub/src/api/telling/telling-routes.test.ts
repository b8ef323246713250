import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { type Client, design, teamHub } from '../../../test/team-hub.ts';
import { watchChanges } from '../../../test/watch-changes.ts';
import { document } from '../../database/tables/documents.ts';
import { tellingChoice } from '../../database/tables/telling.ts';
import { type Happening, tell } from '../../telling/outbox.ts';

const database = await testDatabase();
const { queries } = database;
const hub = await teamHub(database);
const root = await hub.signIn('Root', 'admin of the hub');
await hub.makeWorkspace('specs', root);
const mia = await hub.signIn('Mia', 'author');
const eve = await hub.signIn('Eve', 'author');
const begun = async (file: string): Promise<string> =>
  (await root.ask('POST', '/workspaces/specs/documents', { file, text: design(file) })).body.id;
const open = await begun('open.md');
const secret = await begun('secret.md');

const happening = (id: string, to: readonly Client[], what: string): Happening => ({
  ...{ kind: 'turn.begun', workspace: 'specs', document: id, to: to.map(({ caller }) => caller.actor.id), what },
  ...{ address: 'problem', why: 'Nobody has read it', by: null, data: {} },
});
const listOf = async (client: Client, query = '') => (await client.ask('GET', `/me/notifications${query}`)).body;
const whats = ({ notifications }: { notifications: { what: string }[] }) => notifications.map(({ what }) => what);

test('people see what concerns them, page by page and as it comes, and nothing of what they may not read any more', async () => {
  const hers = await watchChanges(hub.url, mia.headers);
  const others = await watchChanges(hub.url, eve.headers);
  await tell(queries, [happening(open, [mia], 'sign'), happening(secret, [mia, eve], 'answer')]);
  const came = [];
  while (came.length < 2) {
    const told = await hers.next();
    if (told?.event === 'notification') came.push(told.data);
  }
  const shown = await listOf(mia);
  expect(shown.unread).toBe(2);
  expect(shown.next).toBeNull();
  expect(whats(shown).sort()).toEqual(['answer', 'sign']);
  const ids = shown.notifications.map(({ id }: { id: string }) => id).sort();
  expect(came.map(({ id }) => id).sort()).toEqual(ids);
  expect(Object.keys(came[0] ?? {}).sort()).toEqual(['at', 'document', 'id', 'workspace']);
  // Eve is told of her own and of no other.
  let told = await others.next();
  while (told?.event !== 'notification') told = await others.next();
  expect(told.data).toMatchObject({ document: secret });
  expect(ids).not.toContain(told.data.id);
  await Promise.all([hers.leave(), others.leave()]);

  const first = await listOf(mia, '?limit=1');
  const second = await listOf(mia, `?limit=1&cursor=${first.next}`);
  expect([...whats(first), ...whats(second)]).toEqual(whats(shown));
  expect(second.next).toBeNull();
  expect((await mia.ask('GET', '/me/notifications?cursor=x')).body.fields[0].field).toBe('cursor');

  const [one] = first.notifications;
  expect((await mia.ask('POST', '/me/notifications/read', { ids: [one.id] })).body).toEqual({ unread: 1 });
  expect(whats(await listOf(mia, '?unread=true'))).toEqual(whats(second));
  // Nobody marks what is another's.
  expect((await mia.ask('POST', '/me/notifications/read', { ids: [told.data.id] })).body).toEqual({ unread: 1 });
  expect((await listOf(eve)).unread).toBe(1);
  await queries.update(document).set({ restricted: true }).where(eq(document.id, secret));
  expect([whats(await listOf(mia)), await listOf(eve)]).toEqual([
    ['sign'],
    { notifications: [], next: null, unread: 0 },
  ]);
  expect((await mia.ask('POST', '/me/notifications/read', { ids: null })).body).toEqual({ unread: 0 });
});

test('the digest is chosen signed in, and ended by the link of a mail without a sign-in and by no mere visit', async () => {
  const usual = { digest: 'daily', hour: 8, zone: 'UTC' };
  const chosen = { digest: 'weekdays', hour: 6, zone: 'Asia/Tokyo' };
  expect((await mia.ask('GET', '/me/telling')).body).toEqual(usual);
  expect((await mia.ask('PUT', '/me/telling', chosen)).status).toBe(204);
  expect((await mia.ask('GET', '/me/telling')).body).toEqual(chosen);
  const wrong = async (change: object) =>
    (await mia.ask('PUT', '/me/telling', { ...chosen, ...change })).body.fields.map(
      ({ field }: { field: string }) => field,
    );
  expect([await wrong({ zone: 'Mars/Dune' }), await wrong({ hour: 24, digest: 'yearly' })]).toEqual([
    ['zone'],
    ['digest', 'hour'],
  ]);

  const [row] = await queries.select().from(tellingChoice).where(eq(tellingChoice.account, mia.caller.account));
  const link = new URL(`/unsubscribe/${row?.unsubscribe}`, hub.url);
  const page = await fetch(link);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.headers.get('content-security-policy')).toContain("script-src 'none'");
  expect(await page.text()).not.toContain('mia');
  expect((await mia.ask('GET', '/me/telling')).body).toEqual(chosen);

  // As a mail program does it (RFC 8058), which knows no cookie; and as a browser does, from the page.
  const oneClick = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
  expect((await fetch(link, oneClick)).status).toBe(200);
  expect((await mia.ask('GET', '/me/telling')).body).toEqual({ ...chosen, digest: 'off' });
  const pressed = { method: 'POST', headers: { origin: hub.url.origin, 'sec-fetch-site': 'same-origin' }, body: '' };
  expect((await fetch(link, { ...pressed, body: new URLSearchParams() })).status).toBe(200);
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  expect((await fetch(link, { method: 'POST', body: form })).status).toBe(200);
  expect((await fetch(new URL('/unsubscribe/none', hub.url), oneClick)).status).toBe(404);
});
