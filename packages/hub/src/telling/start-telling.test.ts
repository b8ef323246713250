import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq, sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { letRead, makePerson } from '../../test/people-told.ts';
import { makeSignedDocument, makeWorkspace } from '../../test/signed-document.ts';
import { openListener } from '../database/listen.ts';
import { notification, outbox } from '../database/tables/telling.ts';
import { tell } from './outbox.ts';
import { blockList } from './public-address.ts';
import { startTelling } from './start-telling.ts';
import { forgetTold, outboxFigures } from './tidying.ts';
import { makeWebhook, usualPatience } from './webhooks.ts';

const database = await testDatabase();
const { queries } = database;

test('a hub without mail tells people and programs, says how the outbox stands, and forgets what was told long ago', async () => {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']));
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await makeWorkspace(queries, 'plans');
  const [created] = await makeSignedDocument(queries, 'plans', 'labels.md');
  const account = await makePerson(queries, 'ada@plans.example', 'Ada Park');
  await letRead(queries, account, 'plans');
  await makeWebhook(queries, { workspace: 'plans', account, url, kinds: [] });
  const happening = {
    ...({
      kind: 'turn.begun',
      workspace: 'plans',
      document: created?.id ?? '',
      to: ['ada park'],
      what: 'look',
    } as const),
    ...{ address: '', why: 'It is new', by: null, data: {} },
  };
  await tell(queries, [happening]);
  expect(await outboxFigures(queries)).toMatchObject({ waiting: 1, dead: 0 });
  const listener = await openListener(database);
  const outside = { allowed: blockList(['127.0.0.1']), timeout: 2_000 };
  const { stop } = await startTelling({
    ...{ database, listener, mail: null, webhooks: { outside, ...usualPatience }, jobs: [] },
    failed: (error) => expect.unreachable(String(error)),
  });
  await vi.waitFor(() => expect(received.length).toBe(1), 5_000);
  await vi.waitFor(async () => expect((await outboxFigures(queries)).waiting).toBe(0), 5_000);
  await stop();
  await listener.close();
  server.close();
  expect(await queries.select({ why: notification.why }).from(notification)).toEqual([{ why: 'It is new' }]);

  await tell(queries, [happening]);
  const later = (days: number) => new Date(Date.now() + days * 86_400_000);
  await forgetTold(queries, later(13));
  expect(await queries.$count(outbox)).toBe(3);
  await forgetTold(queries, later(15));
  expect(await queries.$count(outbox)).toBe(1);
  await queries.update(outbox).set({ deadAt: sql`now()` });
  await forgetTold(queries, later(91));
  expect(await queries.$count(outbox)).toBe(0);
  expect(await queries.$count(notification)).toBe(1);
  await queries.update(notification).set({ readAt: sql`now()` }).where(eq(notification.account, account));
  await forgetTold(queries, later(91));
  expect(await queries.$count(notification)).toBe(0);
});
