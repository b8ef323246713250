import { expect, test } from 'vitest';
import { testDatabase } from '../test/database.ts';
import { callerAt } from './api/route-action.ts';
import { readConfiguration } from './configuration.ts';
import { workspace } from './database/tables/documents.ts';
import { openOnlyWorkspace, startForOnePerson } from './one-person.ts';

const database = await testDatabase();

test('whoever opens the address acts as who started the hub, with every right, and nobody else gets in', async () => {
  const events: string[] = [];
  const start = () =>
    startForOnePerson(
      readConfiguration('serve', { port: '0', databaseUrl: database.url, logLevel: 'silent' }, {}, ''),
      {
        version: '1',
        files: null,
        lost: () => {},
        actor: { kind: 'person', id: 'Ada@Example.com', name: 'Ada' },
        openFolder: async (opened) => {
          await openOnlyWorkspace(opened, 'My specs');
          return async () => {
            // The database still answers, so that what was written to the folder is kept.
            await opened.queries.select().from(workspace);
            events.push('folder closed');
          };
        },
        routes: [
          async (app) => {
            app.get('/who', { config: { action: 'read workspace' } }, async (request) => callerAt(request));
            app.post('/write', { config: { action: 'edit' } }, async () => 'written');
          },
        ],
      },
    );
  const hub = await start();
  const at = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, hub.url), { ...init, redirect: 'manual' }).then(async (answer) => ({
      status: answer.status,
      headers: answer.headers,
      body: await answer.text(),
    }));
  const token = hub.url.searchParams.get('token') ?? '';
  expect(token.length).toBeGreaterThan(40);

  const leads = async (path: string) => (await at(path)).headers.get('location');
  expect(await leads(`/?token=${token}`)).toBe('/');
  expect(await leads(`${hub.url.origin}//evil.example/a?b=c&token=${token}`)).toBe('/evil.example/a?b=c');
  const entered = await at(`/api?token=${token}`);
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/api']);
  const kept = entered.headers.get('set-cookie') ?? '';
  expect(kept).toMatch(/^specwright-local-\d+=[^;]+; Path=\/; HttpOnly; SameSite=Strict$/u);
  const cookie = kept.split(';')[0] ?? '';

  const who = await at('/api/v1/who', { headers: { cookie } });
  expect(JSON.parse(who.body)).toMatchObject({
    actor: { id: 'ada@example.com', name: 'Ada' },
    via: 'local',
    admin: true,
  });
  expect((await at('/api/v1/write', { method: 'POST', headers: { cookie } })).body).toBe('written');
  const foreign = { cookie, origin: 'https://evil.example' };
  expect((await at('/api/v1/write', { method: 'POST', headers: foreign })).status).toBe(403);

  const strangers: RequestInit[] = [
    {},
    { headers: { cookie: `${cookie}x` } },
    { headers: { cookie: cookie.replace(/-\d+=/u, '=') } },
    { headers: { authorization: `Bearer ${token}` } },
  ];
  for (const path of [
    '/',
    '/api',
    '/api/v1/who',
    '/api/v1/openapi.json',
    '/nowhere',
    `${hub.url.origin}//`,
    '/?token=',
    `/?token=${token}x`,
  ])
    for (const init of strangers) expect([path, (await at(path, init)).status]).toEqual([path, 401]);
  expect((await at(`/api/v1/write?token=${token}`, { method: 'POST' })).status).toBe(401);
  expect((await at('/healthz')).status).toBe(200);
  expect(await database.queries.select({ name: workspace.name, title: workspace.title }).from(workspace)).toEqual([
    { name: 'my-specs', title: 'My specs' },
  ]);

  await hub.stop();
  expect(events).toEqual(['folder closed']);
  const again = await start();
  const old = cookie.replace(/-\d+=/u, `-${again.url.port}=`);
  expect((await fetch(new URL('/api', again.url), { headers: { cookie: old } })).status).toBe(401);
  await again.stop();
});
