import { expect, test } from 'vitest';
import { testDatabase } from '../test/database.ts';
import { readConfiguration } from './configuration.ts';
import { workspace } from './database/tables/documents.ts';
import { startForOnePerson } from './one-person.ts';

const database = await testDatabase();

const templateText = '# Note: [Name]\n\n**Status**: Draft | Final\n\n## Why\n\n[The reason]\n\n## How\n\n[The way]\n';
const text = '# Note: Night shifts\n\n**Status**: Draft\n\n## Why\n\nParcels wait.\n\n## How\n\nWith lamps.\n';
const leftOut: string[] = [];
let documents = [
  { file: 'notes/1.md', text },
  { file: 'notes/2.md', text: text.replace('Night', 'Day') },
  { file: 'notes/3.md', text: 'Nothing of that kind\n' },
];
const start = () =>
  startForOnePerson(readConfiguration('serve', { port: '0', databaseUrl: database.url, logLevel: 'silent' }, {}, ''), {
    version: '1',
    files: null,
    lost: () => {},
    actor: { kind: 'person', id: 'Ada@Example.com', name: 'Ada' },
    title: 'My specs',
    folder: { config: '', templates: [{ file: 'note.md', text: templateText }], documents },
    leftOut: (files) => {
      leftOut.push(...files);
    },
  });

test('whoever opens the address reads the folder, nobody changes it, and nobody else gets in', async () => {
  const hub = await start();
  expect(leftOut).toEqual(['notes/3.md']);
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

  const found = JSON.parse((await at('/api/v1/search?q=parcels', { headers: { cookie } })).body);
  const titles = (list: { documents: { title: string }[] }) => list.documents.map(({ title }) => title).sort();
  expect(titles(found)).toEqual(['Day shifts', 'Night shifts']);
  const me = JSON.parse((await at('/api/v1/me', { headers: { cookie } })).body);
  expect(me).toMatchObject({ actor: { id: 'ada@example.com' }, via: 'local' });
  const { id } = found.documents.find(({ title }: { title: string }) => title === 'Night shifts');
  const tag = (await at(`/api/v1/documents/${id}/text`, { headers: { cookie } })).headers.get('etag') ?? '';
  const own = { cookie, 'specwright-request': '1', 'content-type': 'application/json', 'if-match': tag };
  const put = await at(`/api/v1/documents/${id}/text`, { method: 'PUT', headers: own, body: '{"text":"x"}' });
  expect([put.status, JSON.parse(put.body).type]).toEqual([403, '/problems/missing-right']);
  const foreign = { ...own, origin: 'https://evil.example' };
  expect((await at(`/api/v1/documents/${id}/text`, { method: 'PUT', headers: foreign, body: '{}' })).status).toBe(403);

  const strangers: RequestInit[] = [
    {},
    { headers: { cookie: `${cookie}x` } },
    { headers: { cookie: cookie.replace(/-\d+=/u, '=') } },
    { headers: { authorization: `Bearer ${token}` } },
  ];
  for (const path of [
    '/',
    '/api',
    '/api/v1/documents',
    '/api/v1/openapi.json',
    '/nowhere',
    `${hub.url.origin}//`,
    '/?token=',
    `/?token=${token}x`,
  ])
    for (const init of strangers) expect([path, (await at(path, init)).status]).toEqual([path, 401]);
  expect((await at(`/api/v1/documents/${id}/move?token=${token}`, { method: 'POST' })).status).toBe(401);
  expect((await at('/healthz')).status).toBe(200);
  expect(await database.queries.select({ name: workspace.name, title: workspace.title }).from(workspace)).toEqual([
    { name: 'my-specs', title: 'My specs' },
  ]);

  await hub.stop();
  documents = [
    { file: 'notes/1.md', text: text.replace('lamps', 'lanterns') },
    { file: 'notes/4.md', text: text.replace('Night', 'Late') },
  ];
  const again = await start();
  const old = cookie.replace(/-\d+=/u, `-${again.url.port}=`);
  expect((await fetch(new URL('/api', again.url), { headers: { cookie: old } })).status).toBe(401);
  const fresh = (await fetch(again.url, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? '';
  const list = await (await fetch(new URL('/api/v1/documents', again.url), { headers: { cookie: fresh } })).json();
  expect(titles(list as never)).toEqual(['Late shifts', 'Night shifts']);
  const now = await fetch(new URL(`/api/v1/documents/${id}/text`, again.url), { headers: { cookie: fresh } });
  expect(await now.text()).toContain('lanterns');
  await again.stop();
});
