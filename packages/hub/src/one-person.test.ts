import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MirroredFolder } from '../../cli/src/mirror/mirrored-folder.ts';
import { testDatabase } from '../test/database.ts';
import { RoomClient } from '../test/room-client.ts';
import { readConfiguration } from './configuration.ts';
import { workspace } from './database/tables/documents.ts';
import { startForOnePerson } from './one-person.ts';

const database = await testDatabase();

const templateText = '# Note: [Name]\n\n**Status**: Draft | Final\n\n## Why\n\n[The reason]\n\n## How\n\n[The way]\n';
const text = '# Note: Night shifts\n\n**Status**: Draft\n\n## Why\n\nParcels wait.\n\n## How\n\nWith lamps.\n';
const leftOut: string[] = [];
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'specwright-folder-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (file: string): string => join(folder, file);
const read = (file: string): string => readFileSync(path(file), 'utf8');
mkdirSync(path('notes'));
writeFileSync(path('specwright.yaml'), 'templates:\n  - file: note.md\n    documents: [notes/*.md]\n');
writeFileSync(path('note.md'), templateText);
writeFileSync(path('notes/1.md'), text);
writeFileSync(path('notes/2.md'), text.replace('Night', 'Day'));
writeFileSync(path('notes/3.md'), Buffer.from([0x23, 0x20, 0xff]));
const start = () =>
  startForOnePerson(readConfiguration('serve', { port: '0', databaseUrl: database.url, logLevel: 'silent' }, {}, ''), {
    version: '1',
    files: null,
    lost: () => {},
    actor: { kind: 'person', id: 'Ada@Example.com', name: 'Ada' },
    title: 'My specs',
    folder,
    openFolder: (named) => new MirroredFolder(named, { isOwnRoot: false, provesKeys: true }),
    leftOut: (files) => {
      leftOut.push(...files.map(({ file, trouble }) => `${file}: ${trouble}`));
    },
  });

test('whoever opens the address works in the folder, and nobody else gets in', async () => {
  const hub = await start();
  expect(leftOut).toEqual([expect.stringMatching(/^notes\/3\.md: The file is not UTF-8/u)]);
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
  const body = JSON.stringify({ text: text.replace('wait', 'are late') });
  expect((await at(`/api/v1/documents/${id}/text`, { method: 'PUT', headers: own, body })).status).toBe(200);
  await expect.poll(() => read('notes/1.md')).toContain('Parcels are late.');
  writeFileSync(path('notes/1.md'), read('notes/1.md').replace('With lamps', 'With torches'));
  const textNow = async () => (await at(`/api/v1/documents/${id}/text`, { headers: { cookie } })).body;
  await expect.poll(textNow).toBe(text.replace('wait', 'are late').replace('lamps', 'torches'));

  const room = new URL(`/api/v1/documents/${id}/room`, hub.url);
  const typist = new RoomClient();
  await typist.connect(room.href, '', { cookie });
  await expect.poll(() => typist.text).toContain('torches');
  typist.insert(typist.text.length, 'At noon.\n');
  await expect.poll(() => typist.isSaved).toBe(true);
  typist.close();
  const others = [{}, { cookie: `${cookie}x` }, { cookie, origin: 'https://evil.example' }];
  for (const headers of others) {
    const other = new RoomClient();
    await expect(other.connect(room.href, '', headers)).rejects.toThrow(/40[13]/u);
    other.close();
  }
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
  // What was typed in a room is in the folder when the hub has ended.
  expect(read('notes/1.md')).toContain('With torches.\nAt noon.\n');
  writeFileSync(path('notes/1.md'), read('notes/1.md').replace('torches', 'lanterns'));
  writeFileSync(path('notes/4.md'), text.replace('Night', 'Late'));
  rmSync(path('notes/2.md'));
  const again = await start();
  const old = cookie.replace(/-\d+=/u, `-${again.url.port}=`);
  expect((await fetch(new URL('/api', again.url), { headers: { cookie: old } })).status).toBe(401);
  const fresh = (await fetch(again.url, { redirect: 'manual' })).headers.get('set-cookie')?.split(';')[0] ?? '';
  const list = await (await fetch(new URL('/api/v1/documents', again.url), { headers: { cookie: fresh } })).json();
  expect(titles(list as never)).toContain('Late shifts');
  const listNow = async () =>
    titles(
      (await (await fetch(new URL('/api/v1/documents', again.url), { headers: { cookie: fresh } })).json()) as never,
    );
  await expect.poll(listNow, { timeout: 5_000 }).toEqual(['Late shifts', 'Night shifts']);
  const now = await fetch(new URL(`/api/v1/documents/${id}/text`, again.url), { headers: { cookie: fresh } });
  expect(await now.text()).toContain('lanterns');
  await again.stop();
});
