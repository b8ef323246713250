import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { testDatabase } from '../../../test/database.ts';
import { type Client, design, teamHub } from '../../../test/team-hub.ts';
import { attachment, keptBytes } from '../../database/tables/attachments.ts';
import { grant } from '../../database/tables/documents.ts';
import { forgetAttachments } from '../../documents/attachments.ts';

const database = await testDatabase();
const hub = await teamHub(database);
const root = await hub.signIn('Root', 'admin of the hub');
await hub.makeWorkspace('specs', root);
const mia = await hub.signIn('Mia', 'maintainer');
const ada = await hub.signIn('Ada', 'author');
const rob = await hub.signIn('Rob', 'reader');
const eve = await hub.signIn('Eve');

const png = (what: string) => Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from(what)]);
const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const send = async (by: Client, path: string, bytes: Buffer, base?: string) => {
  const condition = base === undefined ? {} : { 'if-match': `"${base}"` };
  const headers = { ...by.headers, ...condition, 'content-type': 'text/html' };
  const answer = await fetch(new URL(`/api/v1${path}`, hub.url), {
    method: 'PUT',
    headers,
    body: new Uint8Array(bytes),
  });
  return { status: answer.status, body: (await answer.json()) as { type?: string; digest: string; mediaType: string } };
};
const shared = (file: string) => `/workspaces/specs/attachments?file=${encodeURIComponent(file)}`;
const get = (by: Client, path: string, headers = {}) =>
  fetch(new URL(`/api/v1${path}`, hub.url), { headers: { ...by.headers, ...headers } });
const begin = async (file: string, problem: string) => {
  const text = design(file, { problem }).replace('- [ ] Who', '- [x] Who');
  const made = await root.ask('POST', '/workspaces/specs/documents', { file, text });
  return made.body as { readonly id: string; readonly revision: string };
};

test('a file is kept as what its bytes say, read by who may, and no content takes the place of one that was not seen', async () => {
  const first = png('one');
  expect((await send(rob, shared('img/a.png'), first)).body.type).toBe('/problems/missing-right');
  expect((await send(eve, shared('img/a.png'), first)).body.type).toBe('/problems/not-found');
  const kept = await send(ada, shared('img/a.png'), first);
  expect(kept).toMatchObject({ status: 200, body: { digest: digestOf(first), mediaType: 'image/png', bytes: 11 } });
  expect((await send(ada, shared('img/a.png'), first)).status).toBe(200);
  expect((await send(ada, shared('img/a.png'), png('two'))).body).toMatchObject({
    type: '/problems/stale-base',
    digest: digestOf(first),
  });
  expect((await send(ada, shared('img/a.png'), png('two'), digestOf(first))).status).toBe(200);

  const content = '/workspaces/specs/attachments/content?file=img/a.png';
  const read = await get(rob, content);
  expect(Buffer.from(await read.arrayBuffer())).toEqual(png('two'));
  const headers = Object.fromEntries(read.headers);
  expect(headers).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'private, no-cache',
    'content-disposition': "inline; filename*=UTF-8''a.png",
    'x-content-type-options': 'nosniff',
  });
  expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/u);
  expect((await get(rob, content, { 'if-none-match': headers.etag })).status).toBe(304);
  const before = await get(rob, `${content}&digest=${digestOf(first)}`);
  expect(before.headers.get('cache-control')).toContain('immutable');
  expect(Buffer.from(await before.arrayBuffer())).toEqual(first);
  expect((await get(eve, content)).status).toBe(404);
  expect((await rob.ask('GET', '/workspaces/specs/attachments')).body.files).toMatchObject([{ file: 'img/a.png' }]);
});

test('what names, sizes or bytes make dangerous is refused, and what may act is only a download', async () => {
  const refused: [string, Buffer, number, string][] = [
    ['../a.png', png(''), 400, 'invalid-body'],
    ['/etc/a.png', png(''), 400, 'invalid-body'],
    ['a\u0000.png', png(''), 400, 'invalid-body'],
    ['.git/a.png', png(''), 400, 'invalid-body'],
    ['a.html', Buffer.from('<script>alert(1)</script>'), 415, 'unknown-format'],
    ['a.png', Buffer.from('<script>alert(1)</script>'), 415, 'unknown-format'],
    ['a.jpg', png(''), 415, 'unknown-format'],
    ['a.svg', Buffer.from('<html><svg/></html>'), 415, 'unknown-format'],
    ['a.txt', Buffer.from([0xff, 0xfe, 0x00]), 415, 'unknown-format'],
    ['a.png', Buffer.alloc(10_000_001, png('')), 413, 'too-large'],
    ['a.png', Buffer.alloc(0), 400, 'invalid-body'],
  ];
  for (const [file, bytes, status, kind] of refused) {
    const { status: found, body } = await send(ada, shared(file), bytes);
    expect([file, found, body.type]).toEqual([file, status, `/problems/${kind}`]);
  }
  const svg = Buffer.from(
    '<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  );
  expect((await send(ada, shared('a"\'(1).svg'), svg)).status).toBe(400);
  expect((await send(ada, shared("a'(1).svg"), svg)).status).toBe(200);
  const read = await get(rob, `/workspaces/specs/attachments/content?file=${encodeURIComponent("a'(1).svg")}`);
  expect(read.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''a%27%281%29.svg");
  expect(read.headers.get('content-security-policy')).toMatch(/^sandbox;/u);
});

test('a changed image makes stale what was signed of it, and lists follow', async () => {
  const shown = await begin('docs/shown.md', 'See ![flow](../img/flow.png).');
  const image = png('flow');
  await send(ada, shared('img/flow.png'), image);
  const config = 'lifecycle:\n  roles:\n    Tech Lead: {}\n';
  expect((await mia.ask('PUT', '/workspaces/specs/configuration', { config })).status).toBe(202);
  await mia.ask('POST', `/documents/${shown.id}/move`, { to: 'In Review', override: null });
  const { revision } = (await mia.ask('GET', `/documents/${shown.id}`)).body;
  const verdict = { role: 'Tech Lead', verdict: 'Approved', reason: null, scope: null, shown: revision };
  expect((await mia.ask('POST', `/documents/${shown.id}/sign`, verdict)).status).toBe(200);
  const states = async () =>
    (await ada.ask('GET', `/documents/${shown.id}`)).body.standing.signOffs.map(
      ({ state }: { state: string }) => state,
    );
  expect(await states()).toEqual(['fresh']);
  await send(ada, shared('img/flow.png'), png('another flow'), digestOf(image));
  expect(await states()).toEqual(['stale']);
  await vi.waitFor(async () => expect((await ada.ask('GET', '/workspaces/specs')).body.toRebuild).toBe(0), 10_000);
  expect((await ada.ask('GET', '/turns')).body).toMatchObject([
    { turn: { document: shown.id, what: 'sign as Tech Lead' } },
  ]);
});

test('a file of a document is read by those alone who may read it, and goes out of sight with it', async () => {
  const secret = await begin('secret.md', 'See ![plan](img/plan.png) and ![own](img/own.png).');
  const open = await begin('open.md', 'See ![plan](img/shared.png).');
  const plan = png('plan');
  await send(ada, shared('img/plan.png'), plan);
  await send(ada, shared('img/shared.png'), png('shared'));
  const own = `/documents/${secret.id}/attachments?file=img/own.png`;
  expect((await send(rob, own, png('own'))).status).toBe(403);
  expect((await send(ada, own, png('own'))).status).toBe(200);
  // Someone who may read one document alone sees what it shows, and nothing else.
  await database.queries.insert(grant).values({
    ...{ id: 'eve', workspace: 'specs', document: open.id, account: eve.caller.account, right: 'reader' },
  });
  const at = (id: string, file: string) => `/documents/${id}/attachments/content?file=${file}`;
  expect((await get(eve, at(open.id, 'img/shared.png'))).status).toBe(200);
  expect((await get(eve, at(open.id, 'img/plan.png'))).status).toBe(404);
  expect((await get(eve, at(secret.id, 'img/plan.png'))).status).toBe(404);

  expect((await mia.ask('PUT', `/documents/${secret.id}/restriction`)).status).toBe(204);
  for (const file of ['img/plan.png', 'img/own.png']) {
    expect((await get(mia, at(secret.id, file))).status).toBe(200);
    for (const path of [at(secret.id, file), at(open.id, file), `/workspaces/specs/attachments/content?file=${file}`])
      expect([path, (await get(ada, path)).status]).toEqual([path, 404]);
    expect(JSON.stringify((await ada.ask('GET', '/workspaces/specs/attachments')).body)).not.toContain(file);
    // A document that shows it as well opens no way to it, and the same name is free for others.
    await begin(`peek-${file.slice(4, 7)}.md`, `See ![it](${file}).`);
    expect((await send(ada, shared(file), png(`public ${file}`))).status).toBe(200);
    expect(Buffer.from(await (await get(mia, at(secret.id, file))).arrayBuffer())).not.toEqual(png(`public ${file}`));
  }
  const files = (await mia.ask('GET', `/documents/${secret.id}/attachments`)).body;
  expect(files).toMatchObject([
    { file: 'img/own.png', document: secret.id },
    { file: 'img/plan.png', document: secret.id },
  ]);
});

test('a file is taken away by who has seen it, and its bytes are dropped long after', async () => {
  const image = png('gone');
  await send(ada, shared('gone.png'), image);
  expect((await ada.ask('DELETE', shared('gone.png'))).status).toBe(409);
  const seen = { 'if-match': `"${digestOf(image)}"` };
  expect((await ada.ask('DELETE', shared('gone.png'), undefined, seen)).status).toBe(204);
  expect((await get(ada, '/workspaces/specs/attachments/content?file=gone.png')).status).toBe(404);
  const isKept = () => database.queries.$count(keptBytes, eq(keptBytes.digest, digestOf(image)));
  const later = (days: number) => () => new Date(Date.now() + days * 86_400_000);
  const before = await database.queries.$count(attachment);
  await forgetAttachments({ database, now: later(179) });
  expect([await database.queries.$count(attachment), await isKept()]).toEqual([before, 1]);
  await forgetAttachments({ database, now: later(181) });
  expect(await isKept()).toBe(0);
});
