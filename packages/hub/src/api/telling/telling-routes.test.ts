import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterAll, expect, test } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { type Client, design, teamHub } from '../../../test/team-hub.ts';
import { watchChanges } from '../../../test/watch-changes.ts';
import { auditEntry } from '../../database/tables/audit.ts';
import { document } from '../../database/tables/documents.ts';
import { tellingChoice } from '../../database/tables/telling.ts';
import { type Happening, tell } from '../../telling/outbox.ts';

const database = await testDatabase();
const { queries } = database;
const hub = await teamHub(database, { webhookNetworks: '127.0.0.0/8' });
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
  // Without it browsers would send the form as if from nowhere.
  expect(page.headers.get('referrer-policy')).toBe('same-origin');
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

test('a webhook is set up, tried, looked after and taken away over HTTP; what went wrong is sent again', async () => {
  let answer = 500;
  const came: { readonly id: string; readonly type: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { type } = new Webhook(keys.at(-1) ?? '').verify(body, request.headers as Record<string, string>) as never;
    came.push({ id: String(request.headers['webhook-id']), type });
    response.writeHead(answer).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  afterAll(() => server.close());
  const keys: string[] = [];
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=hush`;
  const at = '/workspaces/specs/webhooks';
  const kinds = ['turn.begun'];
  const made = (await root.ask('POST', at, { url, kinds })).body;
  keys.push(made.secret);
  expect((await root.ask('GET', at)).body).toMatchObject([{ id: made.id, url, kinds, on: true }]);
  expect(JSON.stringify((await root.ask('GET', at)).body)).not.toContain('whsec_');

  for (const [wrong, message] of [
    ['ftp://example.org', 'It must begin with https://'],
    ['https://10.0.0.8/', '10.0.0.8 leads to no address of the public network'],
    ['https://[::ffff:169.254.169.254]/', '::ffff:a9fe:a9fe leads to no address of the public network'],
    ['https://nowhere.invalid/', 'nowhere.invalid leads to no address of the public network'],
    ['http://1.1.1.1/', '1.1.1.1 leads to no address that may be told anything without https:'],
  ])
    for (const asked of [root.ask('POST', at, { url: wrong }), root.ask('PATCH', `${at}/${made.id}`, { url: wrong })])
      expect((await asked).body).toMatchObject({ status: 400, fields: [{ field: 'url', message }] });

  const tried = (await root.ask('POST', `${at}/${made.id}/test`)).body.delivery;
  const deliveries = async () => (await root.ask('GET', `${at}/${made.id}/deliveries`)).body.deliveries;
  await expect.poll(async () => (await deliveries())[0]?.reason).toBe('It answered 500');
  expect(await deliveries()).toMatchObject([{ id: tried, kind: 'webhook.test', state: 'waiting', attempts: 1 }]);
  answer = 204;
  keys.push((await root.ask('POST', `${at}/${made.id}/secret`)).body.secret);
  expect((await root.ask('POST', `${at}/${made.id}/deliveries/${tried}/again`)).status).toBe(202);
  await expect.poll(async () => (await deliveries())[0]?.state).toBe('delivered');
  await tell(queries, [happening(open, [mia], 'sign')]);
  await expect.poll(() => came.length).toBe(3);
  expect(came).toEqual([
    { id: tried, type: 'webhook.test' },
    { id: tried, type: 'webhook.test' },
    { id: expect.any(String), type: 'turn.begun' },
  ]);

  // Whoever changes it looks after it: it hears no more than they may read, also of what is sent again.
  const admin = await hub.signIn('Owner', 'admin');
  expect((await admin.ask('PATCH', `${at}/${made.id}`, { kinds: [] })).status).toBe(204);
  expect((await admin.ask('GET', at)).body).toMatchObject([{ account: admin.caller.account, kinds: [] }]);
  await queries.update(document).set({ restricted: true }).where(eq(document.id, open));
  const [last] = await deliveries();
  expect((await admin.ask('POST', `${at}/${made.id}/deliveries/${last.id}/again`)).status).toBe(202);
  await expect.poll(async () => (await deliveries())[0]?.state).toBe('given up');
  expect(came.length).toBe(3);

  expect((await admin.ask('PATCH', `${at}/${made.id}`, { on: false })).status).toBe(204);
  expect((await admin.ask('POST', `${at}/${made.id}/test`)).body.detail).toBe('The webhook is switched off');
  expect((await admin.ask('DELETE', `${at}/${made.id}`)).status).toBe(204);
  expect((await admin.ask('GET', `${at}/${made.id}/deliveries`)).status).toBe(404);
  // The journal names where it leads, and never the rest of the address, which may be a secret.
  const entries = await queries.select().from(auditEntry).where(eq(auditEntry.what, 'manage webhooks'));
  expect(entries.length).toBe(8);
  expect(JSON.stringify(entries)).not.toContain('hush');
});
