import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { eq, sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { letRead, makePerson } from '../../test/people-told.ts';
import { makeSignedDocument, makeWorkspace } from '../../test/signed-document.ts';
import { openListener } from '../database/listen.ts';
import { document } from '../database/tables/documents.ts';
import { notification, outbox, webhook } from '../database/tables/telling.ts';
import { deliverHappening } from './happening.ts';
import { type Happening, tell } from './outbox.ts';
import { post } from './post.ts';
import { blockList } from './public-address.ts';
import { startRelay } from './relay.ts';
import {
  changeWebhook,
  deliverWebhook,
  makeWebhook,
  removeWebhook,
  rotateSecret,
  tryWebhook,
  webhooksOf,
} from './webhooks.ts';

const database = await testDatabase();
const { queries } = database;
const listener = await openListener(database);

const outside = { allowed: blockList(['127.0.0.0/8']), timeout: 1_000 };
const policy = { outside, patience: 300, quiet: [0, 5, 10] };
const relay = await startRelay({
  ...{ database, listener, failed: () => {}, poll: 10, pauses: Array<number>(50).fill(20) },
  deliveries: { happening: deliverHappening(database), webhook: deliverWebhook(database, policy) },
});

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let received: Received[] = [];
let answer = 200;
let location: string | undefined;
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  received.push({ headers: request.headers, body });
  response.writeHead(answer, location === undefined ? {} : { location }).end('thank you');
});
let url = '';
let plan = '';
let secret = '';

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  await makeWorkspace(queries, 'plans');
  const [created] = await makeSignedDocument(queries, 'plans', 'labels.md');
  const [other] = await makeSignedDocument(queries, 'plans', 'secret.md');
  plan = created?.id ?? '';
  secret = other?.id ?? '';
  await queries.update(document).set({ restricted: true }).where(eq(document.id, secret));
  await letRead(queries, await makePerson(queries, 'ada@plans.example', 'Ada Park'), 'plans');
});

afterAll(async () => {
  await relay.stop();
  await listener.close();
  server.close();
});

afterEach(async () => {
  received = [];
  answer = 200;
  location = undefined;
  await queries.delete(webhook);
  await queries.delete(outbox);
});

const asked = { workspace: 'plans', account: 'ada', kinds: [] };
const moved = (id: string, kind: Happening['kind'] = 'document.event'): Happening => ({
  ...{ kind, workspace: 'plans', document: id, to: [], what: 'moved', address: '', why: 'It is ready', by: null },
  data: { event: 'e1' },
});
const settled = () =>
  vi.waitFor(async () => {
    expect(await queries.$count(outbox, sql`${outbox.doneAt} is null and ${outbox.deadAt} is null`)).toBe(0);
  }, 10_000);

function verified({ headers, body }: Received, key: string): unknown {
  return new Webhook(key).verify(body, headers as Record<string, string>);
}

test('a receiver is told what was asked for, signed, and nothing that whoever set it up may not read', async () => {
  const hook = await makeWebhook(queries, { ...asked, url, kinds: ['document.event'] });
  await tell(queries, [moved(plan), moved(secret), moved(plan, 'document.revision')]);
  await settled();
  expect(received.length).toBe(1);
  const [one] = received as [Received];
  const data = { document: plan, event: 'e1', what: 'moved' };
  expect(verified(one, hook.secret)).toMatchObject({ type: 'document.event', data });
  expect(() => verified({ ...one, body: one.body.replace('moved', 'm0ved') }, hook.secret)).toThrow();
  const [row] = await queries.select().from(outbox).where(eq(outbox.topic, 'webhook'));
  expect(one.headers['webhook-id']).toBe(row?.id);
});

test('two secrets sign while the receiver changes over, then the new one alone', async () => {
  const hook = await makeWebhook(queries, { ...asked, url });
  const next = (await rotateSecret(queries, 'plans', hook.id, 60_000)) ?? '';
  await tryWebhook(queries, hook.id, new Date());
  await settled();
  for (const key of [hook.secret, next])
    expect(verified(received[0] as Received, key)).toMatchObject({ type: 'webhook.test' });
  await queries.update(webhook).set({ oldUntil: sql`now()` });
  await tryWebhook(queries, hook.id, new Date());
  await settled();
  expect(() => verified(received[1] as Received, hook.secret)).toThrow();
  expect(await rotateSecret(queries, 'other', hook.id, 1)).toBe(null);
  const seen = await webhooksOf(queries, 'plans');
  expect(seen).toMatchObject([{ id: hook.id, url, on: true }]);
  expect(JSON.stringify(seen)).not.toContain('whsec_');
  expect(await removeWebhook(queries, 'other', hook.id)).toBe(false);
  expect(await removeWebhook(queries, 'plans', hook.id)).toBe(true);
});

test('a receiver that fails is told again with the same id, then switched off with its reason, and that is said', async () => {
  const hook = await makeWebhook(queries, { ...asked, url });
  answer = 500;
  await tell(queries, [moved(plan)]);
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(2), 5_000);
  await vi.waitFor(async () => expect(await queries.$count(webhook, eq(webhook.on, false))).toBe(1), 5_000);
  await settled();
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(await queries.select().from(webhook)).toMatchObject([{ on: false, offWhy: 'It answered 500' }]);
  const [said] = await queries.select().from(notification);
  expect(said).toMatchObject({ account: 'ada', kind: 'webhook.off' });
  expect(said?.why).toMatch(/^127\.0\.0\.1:\d+ was not told anything for too long.*It answered 500$/u);
  answer = 200;
  await changeWebhook(queries, 'plans', hook.id, { account: 'ada', change: { on: true } });
  await tryWebhook(queries, hook.id, new Date());
  await settled();
  expect(received.at(-1)?.body).toContain('webhook.test');
});

test('a receiver that says it is gone is switched off at once', async () => {
  await makeWebhook(queries, { ...asked, url });
  answer = 410;
  await tell(queries, [moved(plan)]);
  await vi.waitFor(async () => expect(await queries.$count(webhook, eq(webhook.on, false))).toBe(1), 5_000);
  await settled();
  expect(received.length).toBe(1);
});

test('no redirect is followed', async () => {
  [answer, location] = [302, url.replace('/hook', '/elsewhere')];
  expect(await post(new URL(url), {}, '{}', outside)).toBe(302);
  expect(received.length).toBe(1);
});

test('nothing is sent to what is not allowed, by number or by name', async () => {
  const closed = { ...outside, allowed: null };
  const { port } = new URL(url);
  const wrong = ['127.0.0.1', 'localhost', '[::1]', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', '0', '017700000001'];
  for (const host of wrong)
    await expect(post(new URL(`https://${host}:${port}/`), {}, '{}', closed), host).rejects.toThrow(
      /leads to no address of the public network$/u,
    );
  expect(received).toEqual([]);
});

test('a receiver that hangs, never ends or speaks nonsense holds nobody up', async () => {
  const sockets = createSocketServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (data) => {
      if (String(data).includes('/hangs')) return;
      if (String(data).includes('/nonsense')) socket.end('220 smtp\r\n');
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
      const more = setInterval(() => socket.write('x'.repeat(100_000)), 1);
      socket.on('close', () => clearInterval(more));
    });
  });
  await new Promise<void>((done) => sockets.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(sockets.address() as AddressInfo).port}`;
  const quick = { ...outside, timeout: 200 };
  await expect(post(new URL(`${base}/hangs`), {}, '{}', quick)).rejects.toThrow('It did not answer in time');
  await expect(post(new URL(`${base}/nonsense`), {}, '{}', outside)).rejects.toThrow();
  expect(await post(new URL(`${base}/endless`), {}, '{}', outside)).toBe(200);
  sockets.close();
});
